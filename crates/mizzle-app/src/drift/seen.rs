//! Which migrations a database has, as its ledger says.

use crate::destination;
use crate::error::Error;
use crate::event::{Event, Events, Warning};
use crate::folder::OnDisk;
use crate::project::Project;
use mizzle_db::connection::Connection;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{self, LedgerState, Options, RunError};

/// What the ledger says.
pub(super) struct Seen {
    /// Places of the migrations that are applied.
    applied: Vec<usize>,
    /// Names of those that are not.
    pub(super) pending: Vec<String>,
}

impl Seen {
    /// The folder and the migrations, without those that are not applied.
    pub(super) fn applied(
        &self,
        disk: OnDisk,
        migrations: Vec<Migration>,
    ) -> (OnDisk, Vec<Migration>) {
        let has = |place: &usize| self.applied.contains(place);
        let migrations =
            migrations.into_iter().enumerate().filter(|(place, _)| has(place)).map(|(_, own)| own);
        (disk.only(&self.applied), migrations.collect())
    }
}

/// Reads the ledger, and says what is odd about it.
pub(super) fn look(
    project: &Project,
    disk: &OnDisk,
    migrations: &[Migration],
    connection: &mut Connection,
    events: Events<'_>,
) -> Result<Seen, Error> {
    let options = Options::new(destination::ledger(project, disk.folder.layout.line()));
    let plan = match runner::plan_with(connection, migrations, &options) {
        Ok(plan) => plan,
        Err(RunError::Right(right)) => {
            events(Event::Warning(
                Warning::new(format!("{right}, so that all migrations are taken for applied"))
                    .hint(&right.grant),
            ));
            return Ok(Seen { applied: (0..migrations.len()).collect(), pending: Vec::new() });
        }
        Err(error) => return Err(error.into()),
    };
    for warning in &plan.warnings {
        events(Event::Warning(Warning::new(warning.to_string())));
    }
    if plan.ledger == LedgerState::Missing && !migrations.is_empty() {
        events(Event::Warning(Warning::new(format!(
            "the database has no migrations table {}: to the migrations, everything in it is \
                 unexpected",
            options.ledger.qualified()
        ))));
    }
    let is_pending = |place: &usize| plan.pending.iter().any(|pending| pending.index == *place);
    let (pending, applied): (Vec<usize>, Vec<usize>) =
        (0..migrations.len()).partition(|place| is_pending(place));
    for begun in plan.pending.iter().filter(|own| own.done_segments > 0 || own.open) {
        if let Some(migration) = migrations.get(begun.index) {
            events(Event::Warning(
                Warning::new(format!(
                    "{} is applied in part: what it has done so far shows as a difference",
                    migration.name
                ))
                .hint("finish it with `mizzle migrate`"),
            ));
        }
    }
    let name = |place: &usize| migrations.get(*place).map(|migration| migration.name.clone());
    let names: Vec<String> = pending.iter().filter_map(name).collect();
    if let (Some(first), Some(last)) = (pending.first(), applied.last())
        && first < last
    {
        events(Event::Warning(Warning::new(format!(
            "{} is not applied, and later ones are: what the later snapshots say of it shows as a \
             difference",
            names.first().map_or("a migration", String::as_str)
        ))));
    }
    Ok(Seen { applied, pending: names })
}
