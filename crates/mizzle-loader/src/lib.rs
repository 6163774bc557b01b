//! Runs a project's config and schema modules and hands out plain data: the config,
//! and what drizzle-orm says about the exported objects. Decides nothing about names,
//! defaults or SQL; that is `mizzle-core`'s. Not a public API.

pub mod config;
pub mod dotenv;
pub mod schema;

pub use config::{Config, ConfigSource, Credentials, Driver, Secret};
pub use dotenv::{Dotenv, read_dotenv};
pub use schema::SchemaSource;
