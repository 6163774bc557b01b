//! One object of a schema as DDL, for people to read: what is expected, what is found.
//! How SQL is written, `render` knows alone.

pub use super::render::{definition, of_column, of_part, of_row_security};
