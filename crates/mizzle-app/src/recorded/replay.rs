//! What the newest migrations do, where no snapshot says it: they run on a development
//! database, and the difference that they make there is taken over.

use super::{engine, why};
use crate::dev::{DevFailure, DevFlags};
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::OnDisk;
use crate::project::Project;
use mizzle_core::folder::Recorded;
use mizzle_core::naming::Line;
use mizzle_core::postgres::from_catalog::Fidelity;
use mizzle_core::postgres::replayed::{replayed, with_words};
use mizzle_core::postgres::schema::Schema;
use mizzle_db::devdb::DevDatabase;
use mizzle_db::introspect::in_words_of;
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;
use mizzle_db::replay::{Replay, ReplayError, replay};
use mizzle_db::runner::RunError;

/// How many objects a message names before it only counts.
const NAMED: usize = 10;

/// What is built to replay them, as messages name it.
const SCHEMA: &str = "the schema";

/// A folder whose newest migrations were replayed.
pub(crate) struct Replayed {
    database: DevDatabase,
    migrations: Vec<Migration>,
}

/// Replays the migrations that come after the newest snapshot, and gives the schema that
/// the folder records with what they do. `None` where that is not possible, which is told.
pub(super) fn run(
    project: &Project,
    disk: &OnDisk,
    recorded: &Recorded,
    flags: &DevFlags,
    major: Option<u32>,
    events: Events<'_>,
) -> Result<Option<(Replayed, Schema)>, Error> {
    let Some(first) = recorded.replay.first() else { return Ok(None) };
    let which = which(disk, recorded);
    let mut migrations = Vec::new();
    let mut earlier = 0;
    for (position, file) in disk.folder.migrations.iter().enumerate() {
        if !file.sql_exists {
            if position >= *first {
                events(Event::Warning(missing(disk, &file.tag, &file.sql)));
            }
            continue;
        }
        match disk.migration(file) {
            Ok(migration) => {
                earlier += usize::from(position < *first);
                migrations.push(migration);
            }
            // What came before the snapshot is not run unless it must be.
            Err(_) if position < *first => {}
            Err(error) => {
                let why = error.explain().message;
                events(Event::Warning(unknown(&which, &format!("cannot be read ({why})"))));
                return Ok(None);
            }
        }
    }
    if migrations.len() == earlier {
        return Ok(None);
    }
    let database = match engine(project, flags, &migrations, major, events)? {
        Ok(database) => database,
        Err(unavailable) => {
            let why = format!("cannot be replayed, since {unavailable}");
            events(Event::Warning(unknown(&which, &why).hint(unavailable.help())));
            return Ok(None);
        }
    };
    events(Event::Started(Stage::Replay));
    let line = disk.folder.layout.line();
    let what = Replay {
        base: recorded.base.is_some().then_some(&recorded.schema),
        migrations: &migrations,
        earlier,
        line,
        ledger: &crate::destination::ledger(project, line),
    };
    match replay(&what, &mut || database.lease()) {
        Ok(found) => {
            match &found.stopped {
                Some(error) => events(Event::Warning(stopped(&which, error, &database))),
                None => events(Event::Finished(Stage::Replay)),
            }
            tell_unmodelled(&which, &found.before.fidelity, &found.after.fidelity, events);
            let schema = replayed(&recorded.schema, &found.before.schema, &found.after.schema);
            Ok(Some((Replayed { database, migrations }, schema)))
        }
        Err(error) if error.is_loss() => {
            Err(DevFailure::Lost { doing: REPLAYING, why: error.to_string() }.into())
        }
        Err(error) => {
            events(Event::Warning(failed(&which, &error, &database)));
            Ok(None)
        }
    }
}

/// What is being done where the development database goes away.
pub(super) const REPLAYING: &str = "the migrations were replayed";

impl Replayed {
    /// The development database, for whatever comes next.
    pub(crate) fn into_database(self) -> DevDatabase {
        self.database
    }

    /// Says what the server says in the words of the schema files, where it is the same.
    pub(crate) fn take_words(
        &self,
        schema: &mut Schema,
        desired: &Schema,
        line: Line,
        events: Events<'_>,
    ) -> Result<(), Error> {
        let prelude = Prelude::of(&self.migrations, self.migrations.len(), desired);
        let lease = self.database.lease().map_err(ReplayError::from);
        let built = lease.and_then(|lease| {
            in_words_of(&lease, desired, schema, line, &prelude).map_err(ReplayError::from)
        });
        match built {
            Ok(built) => *schema = with_words(schema, desired, &built),
            Err(error) if error.is_loss() => {
                return Err(DevFailure::Lost { doing: REPLAYING, why: error.to_string() }.into());
            }
            Err(error) => events(Event::Warning(
                Warning::new(format!(
                    "the schema files cannot be compared with what the migrations made ({}), so \
                     that the same in other words may show as a change",
                    why(&error, SCHEMA)
                ))
                .hint("read the SQL before you apply it"),
            )),
        }
        Ok(())
    }
}

/// The migrations without a snapshot, as the subject of a sentence in the plural or not.
struct Which {
    names: String,
    several: bool,
}

fn which(disk: &OnDisk, recorded: &Recorded) -> Which {
    let tags: Vec<&str> =
        recorded.replay.iter().map(|index| disk.folder.migrations[*index].tag.as_str()).collect();
    let names = match tags.as_slice() {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, .., last] => format!("{} migrations, {first} to {last},", tags.len()),
    };
    Which { names, several: tags.len() > 1 }
}

fn unknown(which: &Which, why: &str) -> Warning {
    let (have, they) = if which.several { ("have", "they change") } else { ("has", "it changes") };
    Warning::new(format!(
        "{} {have} no snapshot and {why}; what {they} is not known here, and the new migration \
         may repeat it",
        which.names
    ))
    .hint("read the SQL before you apply it")
}

fn missing(disk: &OnDisk, tag: &str, file: &str) -> Warning {
    Warning::new(format!(
        "{tag} has no snapshot, and {} is missing; what it changes is not known here",
        disk.show(file).display()
    ))
    .hint("restore the file from version control")
}

fn failed(which: &Which, error: &ReplayError, database: &DevDatabase) -> Warning {
    let run = if which.several { "do not run" } else { "does not run" };
    let (engine, why) = (database.label(), why(error, SCHEMA));
    unknown(which, &format!("{run} on the development database, {engine} ({why})"))
}

/// One of the migrations does not run. Those before it have.
fn stopped(which: &Which, error: &RunError, database: &DevDatabase) -> Warning {
    let RunError::Failed { failure, .. } = error else {
        return unknown(which, &format!("cannot be replayed ({error})"));
    };
    let (engine, name) = (database.label(), &failure.migration);
    Warning::new(format!(
        "{name} has no snapshot and does not run on the development database, {engine} \
         ({failure}); what it changes, and what those behind it do, is not known here, and the \
         new migration may repeat it"
    ))
    .hint("read the SQL before you apply it")
}

/// What the migrations make that the model cannot say.
fn tell_unmodelled(which: &Which, before: &Fidelity, after: &Fidelity, events: Events<'_>) {
    let new = after.unmodelled.iter().filter(|thing| !before.unmodelled.contains(thing));
    let names: Vec<String> =
        new.map(|thing| format!("{} {}", thing.kind.nouns().0, thing.name)).collect();
    if names.is_empty() {
        return;
    }
    let make = if which.several { "make" } else { "makes" };
    events(Event::Warning(Warning::new(format!(
        "{} {make} what no schema file can say, and what stays as it is: {}",
        which.names,
        some(&names)
    ))));
}

/// Tells what only replayed migrations have made and the schema files do not have.
pub(crate) fn tell_leftovers(leftovers: &[String], events: Events<'_>) {
    if leftovers.is_empty() {
        return;
    }
    events(Event::Warning(
        Warning::new(format!(
            "the migrations without a snapshot make what the schema files do not have, and what \
             stays as it is: {}",
            some(leftovers)
        ))
        .hint("to drop it, write a migration by hand: `mizzle generate --custom`"),
    ));
}

/// The first of a list, and how many there are more.
fn some(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    match names.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}
