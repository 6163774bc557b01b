//! The model of what a schema exports, from the extractor's data as it comes.

#![expect(clippy::unwrap_used, reason = "a test stops at what is wrong")]

mod defaults;
mod extract;
mod names;
mod problems;
