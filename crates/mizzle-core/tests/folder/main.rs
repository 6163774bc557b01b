//! Migrations folders as people leave them, made of nothing but names and texts.

#![expect(clippy::unwrap_used, reason = "a test stops at what is wrong")]

mod check;
mod folders;
mod journal;
mod memory;
mod names;
mod sum;
