//! How much memory the JavaScript heap takes. The engine's own limit is no use alone:
//! once nothing is left, not even the stack of the error that says so can be made. So
//! the code is stopped at a lower mark, as it is at its deadline, and what lies between
//! is left for saying where it was.

use rquickjs::allocator::{Allocator, RustAllocator};
use std::cell::Cell;
use std::rc::Rc;

/// The heap's size in bytes.
#[derive(Debug, Default)]
pub(super) struct Used {
    now: Cell<usize>,
    most: Cell<usize>,
}

impl Used {
    /// At present.
    pub(super) fn now(&self) -> usize {
        self.now.get()
    }

    /// At the most so far: what fails for want of memory gives its own back.
    pub(super) fn most(&self) -> usize {
        self.most.get()
    }

    fn set(&self, now: usize) {
        self.now.set(now);
        self.most.set(self.most.get().max(now));
    }
}

/// The engine's hard limit, for code that may use so much.
pub(super) fn hard_limit(limit: usize) -> usize {
    limit.saturating_add(limit / 8)
}

/// Rust's allocator, with a count kept.
pub(super) struct Meter(pub(super) Rc<Used>);

impl Meter {
    fn add(&self, pointer: *mut u8) -> *mut u8 {
        if !pointer.is_null() {
            // SAFETY: the pointer comes from this allocator just now.
            let size = unsafe { RustAllocator::usable_size(pointer) };
            self.0.set(self.0.now().saturating_add(size));
        }
        pointer
    }

    /// # Safety
    /// The pointer comes from this allocator.
    unsafe fn remove(&self, pointer: *mut u8) {
        // SAFETY: as the caller promises.
        let size = unsafe { RustAllocator::usable_size(pointer) };
        self.0.set(self.0.now().saturating_sub(size));
    }
}

// SAFETY: everything is handed on to an allocator that fulfils the contract.
unsafe impl Allocator for Meter {
    fn alloc(&mut self, size: usize) -> *mut u8 {
        self.add(RustAllocator.alloc(size))
    }

    fn calloc(&mut self, count: usize, size: usize) -> *mut u8 {
        self.add(RustAllocator.calloc(count, size))
    }

    unsafe fn dealloc(&mut self, pointer: *mut u8) {
        // SAFETY: as the caller promises.
        unsafe {
            self.remove(pointer);
            RustAllocator.dealloc(pointer);
        }
    }

    unsafe fn realloc(&mut self, pointer: *mut u8, size: usize) -> *mut u8 {
        if pointer.is_null() {
            return self.alloc(size);
        }
        // SAFETY: as the caller promises. What fails leaves the old block as it is.
        let (old, moved) =
            unsafe { (RustAllocator::usable_size(pointer), RustAllocator.realloc(pointer, size)) };
        if !moved.is_null() {
            self.0.set(self.0.now().saturating_sub(old));
        }
        self.add(moved)
    }

    unsafe fn usable_size(pointer: *mut u8) -> usize {
        // SAFETY: as the caller promises.
        unsafe { RustAllocator::usable_size(pointer) }
    }
}
