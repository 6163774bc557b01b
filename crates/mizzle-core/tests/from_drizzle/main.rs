//! The model of what a schema exports, from the extractor's data as it comes.

mod defaults;
mod extract;
mod names;
mod problems;
