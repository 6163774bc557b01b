//! PostgreSQL: its model and everything that is done with it.

pub mod casing;
pub mod change;
pub mod defaults;
pub mod diff;
pub mod drizzle;
pub mod from_drizzle;
pub mod names;
pub mod schema;
pub mod sequences;
pub mod types;
