//! The development database: where rehearsals run and where `--dev` points.
//!
//! Answers two questions. *Which* Postgres can be had on this machine without
//! asking anybody ([`resolve()`]), and *how* to get a new, empty, isolated
//! database of it ([`Lease`]) or one that is kept for the project. Knows
//! nothing of schemas, migrations or the target database.

mod cluster;
mod docker;
pub mod embedded;
mod error;
pub mod install;
mod keeper;
pub mod kept;
mod lease;
mod lent;
mod notice;
mod npm_links;
mod os;
mod password;
mod resolve;
mod sql;
mod url_server;
mod wait;

pub use cluster::LocalCluster;
pub use docker::Docker;
pub use embedded::Embedded;
pub use error::DevError;
pub use lease::{Abilities, Engine, Lease, Sessions};
pub use notice::{Notice, Tried, Unavailable};
pub use resolve::{DevDatabase, Needs, Options, Resolved, resolve};
pub use url_server::UrlServer;
