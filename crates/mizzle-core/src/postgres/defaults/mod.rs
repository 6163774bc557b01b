//! Column defaults: what a JavaScript value means as one, and whether two say the
//! same.

pub mod array;
mod from_literal;
mod meaning;

pub use from_literal::{Built, from_literal};
pub(crate) use meaning::string_constant;
pub use meaning::{same, trim_casts};
