//! `generate --redo`: the newest migration made again, as long as no database has
//! applied it.

use super::Request;
use super::baseline::Baseline;
use crate::batch::{self, Batch};
use crate::destination;
use crate::error::{Error, Explanation};
use crate::event::{Event, Events, Warning};
use crate::files::FileError;
use crate::folder::OnDisk;
use crate::project::Project;
use crate::sum::SumFile;
use mizzle_core::folder::{JOURNAL, Layout, MigrationFile, NewFiles};
use mizzle_core::hints::Answers;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::archive::archive;
use mizzle_core::postgres::diff::{DiffOptions, diff};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::snapshot;
use mizzle_db::runner::{self, Options};
use std::path::{Path, PathBuf};

/// The migration that is made again. Its files are still there.
pub(super) struct Redone {
    pub(super) migration: MigrationFile,
    layout: Layout,
}

/// Why a migration cannot be made again.
#[derive(Debug, thiserror::Error)]
pub enum RedoError {
    /// There is none.
    #[error("there is no migration in `{0}` to make again")]
    Nothing(String),
    /// A database has it.
    #[error("{migration} is applied to {target} and cannot be made again")]
    Applied {
        /// The migration.
        migration: String,
        /// The database.
        target: String,
    },
    /// Part of it is applied.
    #[error("{migration} is applied to {target} in part: a run of it has not reached its end")]
    Begun {
        /// The migration.
        migration: String,
        /// The database.
        target: String,
    },
    /// Nobody knows whether a database has it.
    #[error("whether {migration} is applied cannot be known: {why}")]
    Unknown {
        /// The migration.
        migration: String,
        /// Why not.
        why: String,
        /// What would help.
        hints: Vec<String>,
    },
    /// It was written by hand.
    #[error("{migration} was written by hand, and making it again would lose that")]
    Custom {
        /// The migration.
        migration: String,
    },
}

impl RedoError {
    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("redo_error", self.to_string());
        match self {
            Self::Nothing(_) => explanation.hint("`mizzle generate` makes the first one"),
            Self::Applied { .. } => explanation.hint("make a new one instead: `mizzle generate`"),
            Self::Begun { .. } => explanation.hint("finish it with `mizzle migrate`"),
            Self::Unknown { hints, .. } => hints
                .iter()
                .fold(explanation, |explanation, hint| explanation.hint(hint))
                .hint("if no database has it: `mizzle generate --redo --offline`"),
            Self::Custom { .. } => explanation
                .hint("edit it where it is, or remove it first if it is not needed any more"),
        }
    }
}

/// Takes the newest migration out of the folder, in memory, if it may be.
pub(super) fn take(
    project: &Project,
    disk: &mut OnDisk,
    request: &Request,
    events: Events<'_>,
) -> Result<Redone, Error> {
    let Some(last) = disk.folder.migrations.last() else {
        return Err(RedoError::Nothing(disk.shown.clone()).into());
    };
    if !request.offline {
        ask(project, disk, &last.tag, request, events)?;
    }
    refuse_handwritten(disk)?;
    if is_edited(project, disk) {
        events(Event::Warning(Warning::new(format!(
            "{} is not as mizzle writes it (edited by hand, or made by drizzle-kit); it is replaced",
            disk.show(&last.sql).display()
        ))));
    }
    let layout = disk.folder.layout;
    match disk.folder.pop() {
        Some(migration) => Ok(Redone { migration, layout }),
        None => Err(RedoError::Nothing(disk.shown.clone()).into()),
    }
}

/// Asks the configured database whether it has the newest migration.
fn ask(
    project: &Project,
    disk: &OnDisk,
    tag: &str,
    request: &Request,
    events: Events<'_>,
) -> Result<(), Error> {
    let unknown = |error: &Error| {
        let explanation = error.explain();
        let why = explanation.message;
        Error::from(RedoError::Unknown { migration: tag.to_owned(), why, hints: explanation.hints })
    };
    let migrations = disk.migrations()?;
    let newest = migrations.len().saturating_sub(1);
    let opened = destination::open(project, &request.target, &request.dev, events)
        .map_err(|error| unknown(&error))?;
    let options = Options::new(destination::ledger(project, disk.folder.layout.line()));
    let plan = runner::plan(&opened.target, &migrations, &options)
        .map_err(|error| unknown(&error.into()))?;
    let (migration, target) = (tag.to_owned(), opened.display);
    match plan.pending.iter().find(|pending| pending.index == newest) {
        None => Err(RedoError::Applied { migration, target }.into()),
        Some(pending) if pending.done_segments > 0 || pending.open => {
            Err(RedoError::Begun { migration, target }.into())
        }
        Some(_) => Ok(()),
    }
}

/// A migration whose snapshot says what the one before it says changes nothing that a
/// schema file could: it holds SQL by hand.
fn refuse_handwritten(disk: &OnDisk) -> Result<(), Error> {
    let Some((last, before)) = disk.folder.migrations.split_last() else { return Ok(()) };
    let custom = || RedoError::Custom { migration: last.tag.clone() };
    let Some(path) = &last.snapshot else { return Err(custom().into()) };
    let mut earlier = disk.clone();
    earlier.folder.pop();
    let read = |disk: &OnDisk| crate::recorded::snapshots(disk).map(|recorded| recorded.schema);
    if before.is_empty() {
        // The first of a folder records what it creates.
        let text = disk.read_file(path).unwrap_or_default();
        let empty = snapshot::read(&text).is_ok_and(|read| read.schema == Default::default());
        return if empty { Err(custom().into()) } else { Ok(()) };
    }
    if read(disk)? == read(&earlier)? { Err(custom().into()) } else { Ok(()) }
}

/// Is the newest migration's text another than the one that its snapshot leads to?
/// Where that cannot be told, it is taken for unedited.
fn is_edited(project: &Project, disk: &OnDisk) -> bool {
    let Some(last) = disk.folder.migrations.last() else { return false };
    let mut earlier = disk.clone();
    earlier.folder.pop();
    let line = disk.folder.layout.line();
    // It may have been made with `--keep-data` or without.
    let expected = (|| {
        let from = crate::recorded::snapshots(&earlier).ok()?.schema;
        let to = crate::recorded::snapshots(disk).ok()?.schema;
        let options = DiffOptions { line, answers: &Answers::default() };
        let diff = diff(&from, &to, &options).ok()?;
        let keeping = archive(&from, &diff, &last.tag, line).ok().map(|archived| archived.up);
        let plans: Vec<Plan> = keeping.into_iter().chain([plan(&diff, line)]).collect();
        Some(plans.into_iter().map(|plan| plan.to_file(project.breakpoints)))
    })();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    match (expected, disk.read_file(&last.sql)) {
        (Some(mut expected), Ok(text)) => expected.all(|one| words(&one) != words(&text)),
        (None, _) | (_, Err(_)) => false,
    }
}

impl Redone {
    /// Puts the new files in the place of the old ones.
    pub(super) fn replace(
        &self,
        out: &Path,
        new: &NewFiles,
        has_down: bool,
        batch: Batch,
    ) -> Result<(), FileError> {
        match self.layout {
            Layout::Journal => {
                // The journal names the new one from then on; the old file is litter.
                let kept = [Some(&new.sql), Some(&new.snapshot), has_down.then_some(&new.down)];
                let old = self.files().into_iter().filter(|old| !kept.contains(&Some(old)));
                batch.commit_and_remove(&old.map(|old| out.join(old)).collect::<Vec<_>>())
            }
            Layout::Folders => batch.commit_instead_of(&out.join(&self.migration.tag)),
        }
    }

    /// Takes the migration away, where nothing is left of it.
    pub(super) fn remove(&self, baseline: &Baseline, sum: &SumFile) -> Result<PathBuf, Error> {
        let out = &baseline.disk.path;
        let gone = Some(self.migration.tag.as_str());
        match (self.layout, &baseline.disk.folder.journal) {
            (Layout::Journal, Some(journal)) => {
                let mut batch = Batch::default();
                batch.add(out.join(JOURNAL), &journal.to_text())?;
                sum.add_to(&mut batch, &baseline.disk, None, gone)?;
                let old = self.files().into_iter().map(|old| out.join(old));
                batch.commit_and_remove(&old.collect::<Vec<_>>())?;
            }
            (Layout::Journal | Layout::Folders, _) => {
                let mut batch = Batch::default();
                sum.add_to(&mut batch, &baseline.disk, None, gone)?;
                batch::remove_folder(&out.join(&self.migration.tag))?;
                batch.commit()?;
            }
        }
        Ok(baseline.disk.show(&self.migration.sql))
    }

    fn files(&self) -> Vec<String> {
        let migration = &self.migration;
        let mut files = vec![migration.sql.clone()];
        files.extend(migration.snapshot.clone());
        files.extend(migration.down.clone());
        files
    }
}
