//! A switch by which one thread asks work in another to stop.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

/// Asks work to stop where that is safe. Clones are the same switch, and equal.
///
/// A run of migrations that gets one has its statement ended on the server, its transaction
/// rolled back, and what an unfinished index build left dropped before it returns. What only
/// looks, or works on a database that is thrown away, has it in its
/// [`Target`](crate::target::Target): there a statement is ended, and no other begins.
#[derive(Debug, Clone, Default)]
pub struct Cancel(Arc<Inner>);

impl PartialEq for Cancel {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for Cancel {}

#[derive(Debug, Default)]
struct Inner {
    asked: AtomicBool,
    wake: Notify,
}

impl Cancel {
    /// A switch that is not set.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the switch. May be called from any thread, also from a signal's.
    pub fn cancel(&self) {
        self.0.asked.store(true, Ordering::SeqCst);
        self.0.wake.notify_waiters();
    }

    /// Is it set?
    pub fn is_cancelled(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// Returns once it is set.
    pub async fn wait(&self) {
        let woken = self.0.wake.notified();
        tokio::pin!(woken);
        // Listen before looking, or a call in between would be missed.
        woken.as_mut().enable();
        if !self.is_cancelled() {
            woken.await;
        }
    }
}
