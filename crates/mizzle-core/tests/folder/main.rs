//! Migrations folders as people leave them, made of nothing but names and texts.

mod folders;
mod journal;
mod memory;
mod names;
