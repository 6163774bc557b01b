//! SQL text: the only ways in which names and values enter it, and how it is
//! taken apart again.

pub mod classify;
pub mod created;
mod cursor;
mod ident;
pub mod lexer;
pub mod lines;
mod literal;
pub mod refused;
pub mod session;
pub mod split;
pub mod unmodelled;
pub mod words;
mod writer;

pub use ident::Ident;
pub use literal::Literal;
pub use writer::{Separated, idents};
