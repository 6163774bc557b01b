//! `--keep-data`: the plans of a migration that keeps what it takes away.

use super::Prepared;
use super::outcome::Kept;
use super::write::Draft;
use crate::archive::schema_filter;
use mizzle_core::postgres::archive::{Archived, archive};
use mizzle_core::postgres::diff::Diff;

/// A migration that keeps what it takes away.
pub(super) struct Keeping {
    pub(super) archived: Archived,
    /// What keeps drizzle-kit's `push` away from the archive.
    pub(super) schema_filter: Option<String>,
}

/// Lets the draft of a migration keep what it takes away. `None` where it takes nothing, or
/// nothing leads back from it.
pub(super) fn keep(prepared: &Prepared<'_>, made: &Diff, draft: &mut Draft) -> Option<Keeping> {
    let baseline = &prepared.baseline;
    let line = baseline.line();
    let archived = archive(&baseline.schema, made, &draft.files.tag, line).ok()?;
    if archived.tables.is_empty() && archived.left.is_empty() {
        return None;
    }
    draft.sql = archived.up.to_file(prepared.project.breakpoints);
    let schema_filter = (!archived.tables.is_empty())
        .then(|| schema_filter(&prepared.project.filter, line))
        .flatten();
    Some(Keeping { archived, schema_filter })
}

/// Would it keep something?
pub(super) fn would_keep(prepared: &Prepared<'_>, made: &Diff, draft: &Draft) -> bool {
    let baseline = &prepared.baseline;
    let archived = archive(&baseline.schema, made, &draft.files.tag, baseline.line());
    archived.is_ok_and(|archived| !archived.tables.is_empty())
}

impl Keeping {
    /// What is kept, and where.
    pub(super) fn kept(&self) -> Vec<Kept> {
        let tables = self.archived.tables.iter();
        tables.map(|kept| Kept { what: kept.what.clone(), table: kept.name.clone() }).collect()
    }

    /// What is not, and why.
    pub(super) fn left(&self) -> Vec<(String, String)> {
        self.archived.left.iter().map(|left| (left.what.clone(), left.why.clone())).collect()
    }
}
