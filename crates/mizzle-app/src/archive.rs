//! `archive`: what migrations have kept in the target's archive, listed and dropped.

use crate::destination;
use crate::dev::DevFlags;
use crate::error::{Error, Explanation};
use crate::event::{Event, Events};
use crate::folder::OnDisk;
use crate::project::Project;
use crate::target::TargetFlags;
use mizzle_core::naming::Line;
use mizzle_core::postgres::archive::SCHEMA;
use mizzle_db::archive::{self, Table};
use mizzle_db::cancel::Cancel;
use mizzle_db::runner::Options;
use mizzle_loader::config::Filter;

/// What is kept in a database.
#[derive(Debug)]
pub struct Archive {
    /// The target, as it is shown.
    pub target: String,
    /// What is kept there.
    pub kept: Vec<Kept>,
    /// What keeps drizzle-kit's `push` away from it, where the config does not: a line for
    /// the config.
    pub schema_filter: Option<String>,
}

/// A table of the archive.
#[derive(Debug)]
pub struct Kept {
    /// The migration that made it.
    pub migration: String,
    /// The table.
    pub table: Table,
}

/// What to drop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// These.
    Named(Vec<String>),
    /// Everything.
    All,
}

/// What was dropped.
#[derive(Debug)]
pub struct Dropped {
    /// The target, as it is shown.
    pub target: String,
    /// The tables.
    pub names: Vec<String>,
}

/// Why nothing was dropped.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// There is no such table.
    #[error("the archive keeps nothing called {}", names.join(", "))]
    Unknown {
        /// What was asked for.
        names: Vec<String>,
        /// What there is.
        there: Vec<String>,
    },
    /// Nothing was named.
    #[error("what to drop is not said")]
    Nothing,
}

impl ArchiveError {
    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("usage_error", self.to_string());
        match self {
            Self::Unknown { there, .. } if there.is_empty() => {
                explanation.note("nothing was dropped: the archive is empty")
            }
            Self::Unknown { there, .. } => explanation
                .note("nothing was dropped")
                .hint(format!("it keeps {}", there.join(", "))),
            Self::Nothing => explanation
                .hint("name it: `mizzle archive drop NAME`; `mizzle archive` lists the names")
                .hint("or drop everything: `mizzle archive drop --all`"),
        }
    }
}

/// Lists what is kept.
pub fn list(
    project: &Project,
    target: &TargetFlags,
    dev: &DevFlags,
    events: Events<'_>,
) -> Result<Archive, Error> {
    let opened = destination::open(project, target, dev, events)?;
    let disk = OnDisk::read(project, Line::V0)?;
    let tags: Vec<&str> = disk.folder.migrations.iter().map(|file| file.tag.as_str()).collect();
    let tables = archive::list(&opened.target).map_err(|error| Error::Run {
        error: Box::new(error),
        dev: opened.dev,
        sealed: false,
    })?;
    let kept = tables
        .into_iter()
        .map(|table| Kept { migration: migration(&table.name, &tags).to_owned(), table })
        .collect();
    let schema_filter = schema_filter(&project.filter, disk.folder.layout.line());
    Ok(Archive { target: opened.display, kept, schema_filter })
}

/// Drops what somebody named.
pub fn drop(
    project: &Project,
    target: &TargetFlags,
    dev: &DevFlags,
    what: &What,
    cancel: &Cancel,
    events: Events<'_>,
) -> Result<Dropped, Error> {
    if *what == What::Named(Vec::new()) {
        return Err(ArchiveError::Nothing.into());
    }
    let opened = destination::open(project, target, dev, events)?;
    let failed = |error| Error::Run { error: Box::new(error), dev: opened.dev, sealed: false };
    let there: Vec<String> = archive::list(&opened.target)
        .map_err(failed)?
        .into_iter()
        .map(|table| table.name)
        .collect();
    let names = match what {
        What::All => there,
        What::Named(names) => {
            let unknown: Vec<String> =
                names.iter().filter(|name| !there.contains(name)).cloned().collect();
            if !unknown.is_empty() {
                return Err(ArchiveError::Unknown { names: unknown, there }.into());
            }
            let mut names = names.clone();
            names.sort();
            names.dedup();
            names
        }
    };
    if !names.is_empty() {
        let options = Options::new(destination::ledger(project, Line::V0));
        let mut forward = |event| events(Event::Run(event));
        archive::drop(&opened.target, &names, &options, cancel, &mut forward).map_err(failed)?;
    }
    Ok(Dropped { target: opened.display, names })
}

/// The migration that a table is named after: the longest name of the folder that it
/// begins with, else what is before the first dot.
fn migration<'a>(name: &'a str, tags: &[&str]) -> &'a str {
    let begins = tags
        .iter()
        .filter(|tag| name.strip_prefix(**tag).is_some_and(|rest| rest.starts_with('.')));
    match begins.map(|tag| tag.len()).max() {
        Some(length) => &name[..length],
        None => name.split('.').next().unwrap_or(name),
    }
}

/// drizzle-kit 0.x looks into the schemas that it is told, and `public`; 1.0 into all.
pub(crate) fn schema_filter(filter: &Filter, line: Line) -> Option<String> {
    if !filter.has_schema(line, SCHEMA) {
        return None;
    }
    let others = filter.schemas.iter().flatten().filter(|name| *name != SCHEMA);
    let mut patterns: Vec<String> = others.map(|name| format!("{name:?}")).collect();
    match line {
        Line::V0 => {}
        Line::V1 => patterns.push(format!("\"!{SCHEMA}\"")),
    }
    Some(format!("schemaFilter: [{}],", patterns.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_belongs_to_the_migration_that_it_is_named_after() {
        let tags = ["0001_a", "0001_a.b"];
        assert_eq!(migration("0001_a.users.age", &tags), "0001_a");
        assert_eq!(migration("0001_a.b.users", &tags), "0001_a.b");
        assert_eq!(migration("0009_gone.users", &tags), "0009_gone");
    }

    #[test]
    fn push_is_kept_away_where_it_would_look() {
        let with = |schemas: Option<&[&str]>| Filter {
            schemas: schemas.map(|names| names.iter().map(|&name| name.to_owned()).collect()),
            ..Filter::default()
        };
        let line = |schemas, line| schema_filter(&with(schemas), line);
        assert_eq!(line(None, Line::V0), None);
        assert_eq!(line(None, Line::V1).unwrap(), "schemaFilter: [\"!mizzle_archive\"],");
        assert_eq!(
            line(Some(&["public", "mizzle*"]), Line::V1).unwrap(),
            "schemaFilter: [\"public\", \"mizzle*\", \"!mizzle_archive\"],"
        );
        assert_eq!(line(Some(&["public"]), Line::V1), None);
        assert_eq!(
            line(Some(&["public", "mizzle_archive"]), Line::V0).unwrap(),
            "schemaFilter: [\"public\"],"
        );
    }
}
