//! PostgreSQL: its model and everything that is done with it.

pub mod back;
pub mod casing;
pub mod catalog;
pub mod change;
pub mod defaults;
pub mod definition;
pub mod diff;
pub mod difference;
pub mod drizzle;
pub mod fingerprint;
pub mod from_catalog;
pub mod from_drizzle;
pub mod migration_name;
pub mod names;
pub mod plan;
pub mod removed;
mod render;
pub mod replayed;
pub mod reworded;
pub mod schema;
pub mod sequences;
pub mod snapshot;
pub mod summary;
pub mod told;
pub mod touched;
pub mod types;
pub mod uncompared;
