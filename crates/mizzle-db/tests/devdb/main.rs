//! Development databases, on the engines that this machine has.
#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stderr, reason = "these are tests")]

mod cluster;
mod embedded;
mod kept;
mod npm;
mod process;
mod resolve;
mod sql;
mod states;
