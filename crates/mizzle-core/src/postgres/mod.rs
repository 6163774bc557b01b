//! PostgreSQL: its model and everything that is done with it.

pub mod schema;
pub mod drizzle;
