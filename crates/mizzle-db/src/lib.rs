//! Databases: how to reach them, what they hold, and the safe running of
//! migrations. Not a public API.
//!
//! Everything that speaks to a server is here, and nothing else is: no prompts,
//! no printing, no JavaScript. What happens on the way is told through
//! callbacks; what came of it is a value.

pub mod about;
pub mod archive;
pub mod browse;
pub mod cancel;
pub mod connect;
pub mod connection;
pub mod devdb;
pub mod engine;
pub mod introspect;
pub mod ledger;
pub mod lock;
pub mod migration;
pub mod prelude;
pub mod rehearse;
pub mod replay;
pub mod runner;
pub mod scratch;
pub mod sizes;
pub mod target;
#[cfg(any(test, feature = "test-support"))]
pub mod test_support;
