//! The operations of mizzle over a project and a target: arguments in, events out,
//! results as values. Not a public API.
//!
//! Nothing here prints, asks a person, or knows an exit code: the command line, and
//! later the studio and the MCP server, are callers of the same functions. Nothing
//! here knows SQL or JavaScript either; it joins what `mizzle-loader`, `mizzle-core`
//! and `mizzle-db` can do.

pub mod address;
pub mod adopt;
mod alone;
pub mod archive;
pub mod baseline;
pub mod batch;
pub mod check;
mod compare;
pub mod destination;
pub mod dev;
pub mod diff;
pub mod drift;
pub mod environment;
pub mod erd;
pub mod error;
pub mod event;
pub mod export;
pub mod files;
pub mod folder;
pub mod generate;
pub mod git;
pub mod load;
mod look;
pub mod managed;
pub mod mark;
pub mod migrate;
pub mod mizzle_toml;
pub mod project;
mod recorded;
pub mod rehearse;
pub mod reset;
pub mod review;
pub mod rollback;
mod rows;
mod run;
pub mod schema;
pub mod seal;
pub mod status;
pub mod sum;
pub mod target;
pub mod verify;

pub use error::{Error, Explanation, Kind, Place};
pub use event::{Event, Events, Stage};
