//! PostgreSQL: its model and everything that is done with it.

pub mod casing;
pub mod defaults;
pub mod drizzle;
pub mod from_drizzle;
pub mod names;
pub mod schema;
pub mod sequences;
pub mod types;
