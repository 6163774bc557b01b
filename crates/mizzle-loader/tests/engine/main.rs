//! The engine on small projects, each written to a temporary folder.

mod builtins;
mod errors;
mod modules;
mod project;
mod typescript;
