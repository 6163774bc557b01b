//! Lets plain functions ask a server something: runs a future to its end on a
//! thread and runtime of its own, so that callers may be in any runtime or none.

use std::future::Future;
use std::io;

/// Runs the future and gives its value.
///
/// # Errors
/// The system gives no thread or no event queue.
pub(crate) fn wait<F>(future: F) -> io::Result<F::Output>
where
    F: Future + Send,
    F::Output: Send,
{
    std::thread::scope(|scope| {
        let thread =
            std::thread::Builder::new().name("database".to_owned()).spawn_scoped(scope, || {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
                Ok(runtime.block_on(future))
            })?;
        match thread.join() {
            Ok(outcome) => outcome,
            Err(panic) => std::panic::resume_unwind(panic),
        }
    })
}
