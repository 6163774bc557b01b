//! The domain of mizzle: what a database schema is, how two of them differ, and
//! the SQL that takes one to the other. Not a public API.
//!
//! Everything here is a plain function from values to values: no files, no
//! network, no environment, no clock, no randomness, nothing async. Whoever
//! calls brings the text of the files and takes back the text to write, so the
//! same input gives the same bytes on every machine.

pub mod dialect;
pub mod diff;
pub mod folder;
pub mod hints;
pub mod json;
pub mod naming;
pub mod plan;
pub mod postgres;
pub mod script;
pub mod sql;
