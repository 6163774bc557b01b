//! What `baseline` needs of a migration that is being made: its two sides, and the names
//! that the database has where nobody wrote one.

use super::Prepared;
use crate::folder::OnDisk;
use mizzle_core::naming::Line;
use mizzle_core::postgres::difference::take_names;
use mizzle_core::postgres::schema::Schema;

impl Prepared<'_> {
    /// The folder.
    pub(crate) fn disk(&self) -> &OnDisk {
        &self.baseline.disk
    }

    /// Whose naming rules hold.
    pub(crate) fn line(&self) -> Line {
        self.baseline.line()
    }

    /// The schema of the schema files.
    pub(crate) fn desired(&self) -> Option<&Schema> {
        self.desired.as_ref()
    }

    /// Calls what nobody named as it is called in a database, so that the snapshot knows it
    /// by the name that it has.
    pub(crate) fn take_names(&mut self, named: &Schema) {
        if let Some(desired) = &mut self.desired {
            take_names(desired, named);
        }
    }
}
