//! SQL text: the only ways in which names and values enter it, and how it is
//! taken apart again.

mod ident;
mod literal;
mod writer;

pub use ident::Ident;
pub use literal::Literal;
pub use writer::{Separated, idents};
