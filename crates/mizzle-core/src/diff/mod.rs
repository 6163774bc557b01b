//! What all dialects share in comparing two schemas: matching by key, and the
//! questions that matching cannot answer. Knows no object of any dialect.

pub mod keyed;
mod question;
pub mod rename;
mod similarity;

pub use question::{Candidate, Question, suggested};
pub use similarity::similarity;
