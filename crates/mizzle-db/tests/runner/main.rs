//! The runner against a real server.

#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is missing")]

mod basics;
mod child;
mod concurrent;
#[cfg(unix)]
mod killed;
mod one_backend;
#[cfg(unix)]
mod pooler;
#[cfg(unix)]
mod proxy;
mod recording;
mod rights;
mod rollback;
#[cfg(unix)]
mod settling;
mod stopping;
mod support;
mod wipe;
