//! The studio: the database and its migrations in the browser, served by the binary to this
//! machine alone. Not a public API.
//!
//! It is a caller of `mizzle-app` and `mizzle-db` like the command line: it reads requests,
//! calls operations, and writes answers. It makes no SQL and decides nothing about schemas.

mod about;
mod api;
mod body;
mod data;
mod error;
mod guard;
mod lines;
mod listen;
mod migrations;
mod page;
mod refusal;
mod running;
mod secret;
mod serve;
mod state;

pub use error::StudioError;
pub use listen::Listen;
pub use serve::Studio;
pub use state::Options;
