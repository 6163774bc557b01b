//! Runs a project's config and schema modules, which are programs, in an embedded
//! JavaScript engine and hands out plain data: the config, and what drizzle-orm says
//! about the exported objects. Not a public API.
//!
//! TypeScript is stripped and modules are found the way a project's own tools do
//! it; no Node is needed. The code runs in a sandbox: it may read files and the
//! environment it was given, and nothing else. This crate decides nothing about
//! names, defaults or SQL, which is `mizzle-core`'s, and it never prints.

pub mod config;
pub mod dotenv;
pub mod edit;
pub mod embedded;
mod engine;
mod error;
mod loader;
mod node;
mod options;
mod order;
mod resolve;
pub mod schema;
mod source;
mod syntax;
mod unit;

pub use config::{Config, ConfigSource, Credentials, Driver, Secret};
pub use dotenv::{Dotenv, read_dotenv};
pub use error::{Frame, LoadError, LoadErrorKind, Place, Step};
pub use loader::{Loader, Resolved, Script, Way};
pub use options::{Console, Embedded, Limits, Options, Result, Stream};
pub use schema::SchemaSource;
pub use syntax::Within;
