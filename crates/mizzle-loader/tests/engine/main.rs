//! The engine on small projects, each written to a temporary folder.

mod builtins;
mod errors;
mod limits;
mod locating;
mod modules;
mod project;
mod resolving;
mod sandbox;
mod stand_ins;
mod typescript;
