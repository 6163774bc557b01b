//! Is what the migrations touched still as they left it? The actual database against the
//! schema recorded right after them, in one server's words, as far as they answer for it.

use super::RollbackError;
use super::states::Between;
use crate::destination::Opened;
use crate::dev::DevFlags;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::OnDisk;
use crate::managed::Managed;
use crate::project::Project;
use crate::recorded::{self, engine};
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions};
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::summary::summarize;
use mizzle_core::postgres::touched::Touched;
use mizzle_db::devdb::DevDatabase;
use mizzle_db::introspect::{CompareError, compare};
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;

/// How often a comparison may ask; what is in a renamed table is asked for later.
const ROUNDS: usize = 8;

/// Where to look.
pub(super) struct Look<'a> {
    pub(super) project: &'a Project,
    pub(super) dev: &'a DevFlags,
    pub(super) line: Line,
    pub(super) opened: &'a Opened,
    pub(super) disk: &'a OnDisk,
    /// The migrations that are applied, by their places in the folder.
    pub(super) applied: Vec<usize>,
}

impl Look<'_> {
    /// Refuses where it is not. Where there is nothing to compare with, that is told.
    ///
    /// `order` are the migrations to undo, the last one first, `between` what they lie
    /// between, and `whole` the schema after all that are applied. Where branches were
    /// applied in another order than the folder's, a migration's own snapshot may tell
    /// better how it left things.
    pub(super) fn check(
        &self,
        migrations: &[Migration],
        order: &[usize],
        between: &[Option<Between>],
        whole: Option<&Schema>,
        events: Events<'_>,
    ) -> Result<(), Error> {
        if order.is_empty() {
            return Ok(());
        }
        let known: Option<Vec<&Between>> = between.iter().map(Option::as_ref).collect();
        let (Some(known), Some(whole)) = (known, whole) else {
            events(Event::Warning(uncompared("the folder does not record it")));
            return Ok(());
        };
        let database = match engine(self.project, self.dev, migrations, None, events)? {
            Ok(database) => database,
            Err(unavailable) => {
                let warning = uncompared(&unavailable.to_string()).hint(unavailable.help());
                events(Event::Warning(warning));
                return Ok(());
            }
        };
        events(Event::Started(Stage::Database));
        let touched: Vec<Touched> = known.iter().map(|one| Touched::by(&one.forward)).collect();
        let mut left: Vec<(usize, Vec<String>)> =
            (0..order.len()).map(|step| (step, Vec::new())).collect();
        let mut seen: Vec<&Schema> = Vec::new();
        for state in std::iter::once(whole).chain(known.iter().map(|one| &one.after)) {
            if left.is_empty() {
                break;
            }
            if seen.contains(&state) {
                continue;
            }
            seen.push(state);
            match self.differences(migrations, state, &database) {
                Ok(diff) => still(&mut left, &diff, &touched),
                Err(error) => {
                    events(Event::Warning(uncompared(&error.to_string())));
                    return Ok(());
                }
            }
        }
        events(Event::Finished(Stage::Database));
        // What the history makes otherwise than its snapshots say was always so. To run it
        // takes longer than to read them, so it is asked last.
        if !left.is_empty()
            && let Some(made) = self.made(migrations, &database, events)?
            && let Ok(diff) = self.differences(migrations, &made, &database)
        {
            still(&mut left, &diff, &touched);
        }
        if left.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> =
            left.iter().map(|(step, _)| migrations[order[*step]].name.as_str()).collect();
        let mut differences: Vec<String> = Vec::new();
        for line in left.iter().flat_map(|(_, lines)| lines) {
            if !differences.contains(line) {
                differences.push(line.clone());
            }
        }
        Err(RollbackError::Drifted {
            migrations: names.join(" and "),
            target: self.opened.display.clone(),
            differences,
        }
        .into())
    }

    /// The schema that the applied migrations make when they run.
    fn made(
        &self,
        migrations: &[Migration],
        database: &DevDatabase,
        events: Events<'_>,
    ) -> Result<Option<Schema>, Error> {
        let disk = self.disk.only(&self.applied);
        let snapshots = recorded::snapshots(&disk)?;
        let migrations: Vec<Migration> =
            self.applied.iter().filter_map(|place| migrations.get(*place)).cloned().collect();
        let line = self.line;
        let made =
            recorded::history(self.project, &snapshots, &migrations, line, database, events)?;
        Ok(made.map(|history| history.schema))
    }

    /// What leads from the database to a schema. Nobody is asked: what is called otherwise
    /// is something else.
    fn differences(
        &self,
        migrations: &[Migration],
        recorded: &Schema,
        database: &DevDatabase,
    ) -> Result<Diff, CompareError> {
        let line = self.line;
        let managed = Managed::of(self.project, line, recorded);
        let prelude = Prelude::of(migrations, migrations.len(), recorded);
        let target = &self.opened.target;
        let mut answers = Answers::default();
        let mut rounds = ROUNDS;
        loop {
            let options = DiffOptions { line, answers: &answers };
            let compared = managed.read(|read| {
                compare(target, recorded, read, &options, &prelude, &mut || database.lease())
            });
            match compared {
                Err(CompareError::Diff(DiffError::Undecided(questions))) if rounds > 0 => {
                    rounds -= 1;
                    for question in &questions {
                        answers.push(question.create_hint());
                    }
                }
                Ok(compared) => return Ok(compared.diff),
                Err(error) => return Err(error),
            }
        }
    }
}

/// Keeps the steps whose migration touched what differs, with the lines that were found first.
fn still(left: &mut Vec<(usize, Vec<String>)>, diff: &Diff, touched: &[Touched]) {
    left.retain_mut(|(step, shown)| {
        let found = about(diff, &touched[*step]);
        if shown.is_empty() {
            shown.clone_from(&found);
        }
        !found.is_empty()
    });
}

/// The differences in what a migration touched, a line each.
fn about(diff: &Diff, touched: &Touched) -> Vec<String> {
    let changes = diff.changes.iter();
    changes
        .filter(|change| touched.has(change) && !is_name_alone(change))
        .map(|change| {
            let summary = summarize(change);
            format!("{} {}", summary.mark.sign(), summary.text)
        })
        .collect()
}

/// Names that nobody chose differ from server to server, and carry nothing.
fn is_name_alone(change: &Change) -> bool {
    matches!(change, Change::RenamePart { .. } | Change::RenameOwnedSequence { .. })
}

fn uncompared(why: &str) -> Warning {
    Warning::new(format!(
        "whether the database is still as the migration left it was not compared: {why}"
    ))
}
