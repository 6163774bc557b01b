//! How memory is asked of the system. Nothing depends on it but how much of it is used.

/// Makes all threads share one heap.
///
/// glibc gives each thread a heap of its own, and what one of them has freed the others
/// cannot use: with a thousand tables that is a fifth of the peak. Two threads that work
/// at a time do not get in each other's way enough to notice.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) fn share_one_heap() {
    // SAFETY: mallopt only sets a parameter of the allocator, and no other thread runs yet.
    unsafe {
        libc::mallopt(libc::M_ARENA_MAX, 1);
    }
}

/// Other systems' allocators share already.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub(crate) fn share_one_heap() {}
