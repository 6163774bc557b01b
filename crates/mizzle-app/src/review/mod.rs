//! Migrations as people look at them before and after they run: cut as the runner cuts them,
//! with what each statement does, what the migration changes, and what it takes away.
//!
//! Nothing is changed here. What mizzle itself planned it knows by planning it again;
//! about SQL that somebody else wrote nothing is guessed.

mod columns;
mod detail;
mod objects;
mod pending;
mod segments;
mod sides;
mod words;

pub use columns::{ColumnNotice, column_notices};
pub use detail::{Detail, detail};
pub(crate) use objects::objects;
pub use objects::{ChangeKind, ObjectChange};
pub use pending::{Pending, Preview, pending};
pub use segments::{Segment, Statement};
pub use sides::{Desired, Sides, sides};
pub use words::{ColumnWords, column_words};

use crate::dev::DevFlags;
use crate::target::TargetFlags;

/// What is looked at.
#[derive(Debug, Clone)]
pub struct Request {
    /// Which database.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
}
