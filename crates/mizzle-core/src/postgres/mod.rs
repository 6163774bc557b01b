//! PostgreSQL: its model and everything that is done with it.

pub mod drizzle;
pub mod schema;
