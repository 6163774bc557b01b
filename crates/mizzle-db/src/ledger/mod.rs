//! The table in which drizzle records what is applied, read and written as
//! drizzle-orm's own migrators do, of both lines.
//!
//! 0.x: `id, hash, created_at`. 1.0: the same and `name, applied_at`. Only what
//! is missing is created, since creating needs rights that reading does not.

mod matching;
mod others;
mod rights;
mod table;
mod watch;

pub(crate) use matching::match_rows;
pub use matching::{Edited, Matches};
pub use others::others;
pub(crate) use others::seen as others_seen;
pub use rights::MissingRight;
pub(crate) use table::{Found, delete_sql, insert_sql, ordered_sql, upgrade_sql};
pub use table::{LedgerPlace, LedgerRow, Shape};
pub(crate) use watch::Watch;
