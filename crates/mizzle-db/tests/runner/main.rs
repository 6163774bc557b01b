//! The runner against a real server.

mod basics;
mod support;
mod wipe;
