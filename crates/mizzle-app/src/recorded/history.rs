//! What the migrations themselves make. Snapshots say what a history comes to as long as
//! nobody wrote SQL by hand; a database has run the SQL.
//!
//! The whole history runs on a development database. Where it does something else than its
//! snapshots say, that is taken over into the schema that they record, with its names and
//! words, and listed: it is inherited, and nobody's drift.

use super::replay::REPLAYING;
use super::why;
use crate::destination;
use crate::dev::DevFailure;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::project::Project;
use mizzle_core::folder::Recorded;
use mizzle_core::naming::Line;
use mizzle_core::postgres::difference::{diff_as_found, keep_derived_names};
use mizzle_core::postgres::from_catalog::{Named, Unmodelled};
use mizzle_core::postgres::replayed::replayed;
use mizzle_core::postgres::reworded::{in_order_of, reworded, standalone};
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::summary::summarize;
use mizzle_db::devdb::DevDatabase;
use mizzle_db::introspect::{CompareError, Definitions, read_back};
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;
use mizzle_db::replay::{Replay, ReplayError, replay};
use mizzle_db::runner::RunError;

/// What is built beside the history, as messages name it.
const RECORDED: &str = "the schema of the snapshots";

/// What a history makes.
pub(crate) struct History {
    /// The schema, in the words of the development database.
    pub(crate) schema: Schema,
    /// Was it replayed? Else it is what the snapshots say, in the words of their authors.
    pub(crate) is_replayed: bool,
    /// Where that is not what the snapshots say, one line each.
    pub(crate) inherited: Vec<String>,
    /// What it makes that no schema can say.
    pub(crate) unmodelled: Vec<Named<Unmodelled>>,
    /// How the development database defines it.
    pub(crate) definitions: Definitions,
    /// The major version of that, where it was replayed.
    pub(crate) major: Option<u32>,
}

impl History {
    /// What the snapshots say, where nothing can be replayed.
    pub(crate) fn of_snapshots(schema: Schema) -> Self {
        Self {
            schema,
            is_replayed: false,
            inherited: Vec::new(),
            unmodelled: Vec::new(),
            definitions: Definitions::new(),
            major: None,
        }
    }
}

/// Replays the whole history. `None` where that is not possible, which is told.
pub(crate) fn history(
    project: &Project,
    snapshots: &Recorded,
    migrations: &[Migration],
    line: Line,
    engine: &DevDatabase,
    events: Events<'_>,
) -> Result<Option<History>, Error> {
    events(Event::Started(Stage::History));
    let ledger = destination::ledger(project, line);
    let what = Replay { base: None, migrations, earlier: 0, line, ledger: &ledger };
    let found = match replay(&what, &mut || engine.lease()) {
        Ok(found) => found,
        Err(error) => return unreplayed(&error, events),
    };
    if let Some(error) = found.stopped {
        events(Event::Warning(unknown(&stopped(&error, engine))));
        return Ok(None);
    }
    let base = &snapshots.schema;
    let prelude = Prelude::of(migrations, migrations.len(), base);
    let ordered = in_order_of(base, &found.after.schema);
    let built = engine
        .lease()
        .map_err(CompareError::from)
        .and_then(|lease| read_back(&lease, &standalone(&ordered), line, &prelude));
    let built = match built {
        Ok(built) => built.schema,
        Err(error) => return unreplayed(&error.into(), events),
    };
    events(Event::Finished(Stage::History));
    let worded = reworded(base, &built);
    let mut schema = replayed(&worded, &built, &found.after.schema);
    // The ledger's own was made for the run.
    let inhabited = schema.inhabited_namespaces().contains(ledger.schema.as_str());
    let is_known = base.namespaces.contains(&ledger.schema);
    if !is_known && (!inhabited || schema.tables.keys().all(|name| name.schema != ledger.schema)) {
        schema.namespaces.retain(|name| *name != ledger.schema);
    }
    // Roles are the server's: what was there before is nobody's here.
    schema.roles.clone_from(&base.roles);
    for (name, role) in &found.after.schema.roles {
        if !found.before.schema.roles.contains_key(name) && !schema.roles.contains_key(name) {
            schema.roles.insert(name.clone(), role.clone());
        }
    }
    // These were not built: the tables are not there to build them on.
    let worded = Schema { linked_policies: schema.linked_policies.clone(), ..worded };
    // Where the newest migrations have no snapshot, it cannot disagree with them.
    let inherited =
        if snapshots.replay.is_empty() { lines(&worded, &schema, line) } else { vec![] };
    let mut unmodelled = found.after.fidelity.unmodelled;
    unmodelled.retain(|thing| !found.before.fidelity.unmodelled.contains(thing));
    let major = Some(engine.abilities().version.major);
    let definitions = found.definitions;
    Ok(Some(History { schema, is_replayed: true, inherited, unmodelled, definitions, major }))
}

/// Nothing is known of a history that could not be replayed; of one whose database went away
/// it is not even known whether it could.
fn unreplayed(error: &ReplayError, events: Events<'_>) -> Result<Option<History>, Error> {
    if error.is_loss() {
        return Err(DevFailure::Lost { doing: REPLAYING, why: error.to_string() }.into());
    }
    events(Event::Warning(unknown(&why(error, RECORDED))));
    Ok(None)
}

/// What leads from the one to the other, a line each.
fn lines(from: &Schema, to: &Schema, line: Line) -> Vec<String> {
    match diff_as_found(from, to, line) {
        Ok(diff) => keep_derived_names(diff)
            .0
            .changes
            .iter()
            .map(|change| {
                let summary = summarize(change);
                format!("{} {}", summary.mark.sign(), summary.text)
            })
            .collect(),
        Err(error) => vec![error.to_string()],
    }
}

fn unknown(why: &str) -> Warning {
    Warning::new(format!(
        "the history cannot be replayed ({why}); what only its SQL says, and no snapshot, is not \
         known here and may show as a difference"
    ))
}

fn stopped(error: &RunError, engine: &DevDatabase) -> String {
    let RunError::Failed { failure, .. } = error else { return error.to_string() };
    format!("{} does not run on {}: {failure}", failure.migration, engine.label())
}
