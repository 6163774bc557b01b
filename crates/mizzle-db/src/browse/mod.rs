//! What a database holds, for a person who looks at it and changes rows by hand: its
//! tables, their rows as the server's own text, edits, statements typed into a console.
//!
//! - *A value is text*, from the server to the page and back: the server prints it and the
//!   server reads it, so that nothing is ever rounded, shifted or decoded on the way.
//! - *What is not shown is not read*: large values are cut by the server, rows are counted
//!   only as far as that is quick, and what is long is handed on part by part.
//! - *A session keeps nothing.* Every call is one transaction that sets what it relies on,
//!   so that it works through a pooler and on a server with one backend.
//!
//! The calls wait; [`Cancel`] ends one from another thread, on the server as well.

mod catalog;
mod column;
mod console;
mod count;
mod edits;
mod error;
mod export;
mod filter;
mod rows;
mod run;
mod structure;
mod table;
mod value;

pub use catalog::{Catalog, Enum, Listed, Namespace, RelationKind};
pub use column::{Column, IdentityKind, Kind};
pub use console::{
    Console, Outcome, PlanKind, ResultColumn, Rows as ConsoleRows, StatementFailure,
    StatementResult,
};
pub use count::Count;
pub use edits::{Applied, Assignment, Edit, Value};
pub use error::BrowseError;
pub use export::{Export, Format};
pub use filter::{Filter, Operator};
pub use rows::{Cell, Page, Row, Rows, Sort};
pub use run::Browser;
pub use structure::{Part, Structure};
pub use table::{Identity, Reference, Table};

pub use crate::cancel::Cancel;
