//! The format of drizzle-kit 0.23 to 0.31, and tolerantly its forerunners: maps of
//! objects under `schema.name`, constraints inside their tables.

mod defaults;
mod file;
mod read;
mod views;
mod write;

pub use defaults::spell as spell_default;
pub use read::read;
pub use write::write;
