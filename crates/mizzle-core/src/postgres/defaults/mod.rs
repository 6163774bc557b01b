//! Column defaults: what a JavaScript value means as one, whether two say the same, and
//! whether a column can have one.

pub mod array;
mod fits;
mod from_literal;
mod meaning;
mod reads;

pub use fits::{Labels, Misfit, misfit};
pub use from_literal::{Built, from_literal};
pub(crate) use meaning::string_constant;
pub use meaning::{same, trim_casts};
