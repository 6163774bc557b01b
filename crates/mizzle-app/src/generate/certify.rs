//! A migration before it is written: rehearsed on a development database, and its way
//! back proved there.

use super::keep::Keeping;
use super::outcome::{Rehearsal, WayBack};
use super::write::Draft;
use super::{GenerateError, Prepared};
use crate::error::{Error, Explanation};
use crate::event::{Event, Events, Stage, Warning};
use crate::{recorded, run};
use mizzle_core::folder::down::{Certificate, Kind};
use mizzle_core::plan::{Hazard, Plan};
use mizzle_core::postgres::back::back;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::fingerprint::fingerprint;
use mizzle_core::postgres::plan::plan;
use mizzle_db::devdb::{Abilities, DevDatabase};
use mizzle_db::migration::Migration;
use mizzle_db::rehearse::{self, Back, Extent, RehearseError, Rehearsed, Tell, rehearse_on};
use mizzle_db::runner::RunError;
use std::cell::RefCell;

/// What leads back, before it is proved.
struct Candidate {
    plan: Plan,
    sql: String,
    /// Does it put back what the migration keeps?
    archives: bool,
}

/// Rehearses a migration that is about to be written. Where nothing can be found out, that
/// is told, and the migration is not certified; where it does not do what it should, that
/// is the error.
pub(super) fn certify(
    prepared: &Prepared<'_>,
    draft: &Draft,
    diff: &Diff,
    made: &Diff,
    up: &Plan,
    kept: Option<&Keeping>,
    events: Events<'_>,
) -> Result<(Rehearsal, WayBack), Error> {
    if prepared.request.no_rehearse {
        return Ok(unrehearsed("`--no-rehearse` was given", None));
    }
    let migration = match draft.migration(&prepared.baseline.disk) {
        Ok(migration) => migration,
        Err(error) => return Ok(unrehearsed(&error.to_string(), None)),
    };
    let history = history(prepared);
    let line = prepared.baseline.line();
    let from = &prepared.baseline.schema;
    let candidate = match kept {
        Some(kept) => Ok(kept.archived.down.clone()),
        None => back(from, made, line).map(|way| plan(&way, line)),
    };
    let candidate = candidate.map(|plan| {
        let archives = kept.is_some_and(|kept| !kept.archived.tables.is_empty());
        Candidate { sql: plan.to_file(prepared.project.breakpoints), plan, archives }
    });
    let what = rehearse::Rehearsal {
        history: &history,
        recorded: from,
        diff: made,
        up: &migration,
        down: candidate.as_ref().ok().map(|candidate| candidate.sql.as_str()),
        line,
        ledger: &crate::destination::ledger(prepared.project, line),
        tell: Tell(&|_| ()),
    };
    let database = match open(prepared, &what, events)? {
        Ok(database) => database,
        Err((why, help)) => return Ok(unrehearsed(&why, Some(help))),
    };
    events(Event::Started(Stage::Rehearsal));
    let told = RefCell::new(&mut *events);
    let pass_on = |event| (told.borrow_mut())(Event::Run(event));
    let what = rehearse::Rehearsal { tell: Tell(&pass_on), ..what };
    // While the server works.
    let (rehearsed, fingerprints) = std::thread::scope(|scope| {
        let fingerprints = scope.spawn(|| [from, &diff.result].map(fingerprint));
        let rehearsed = rehearse_on(&what, database);
        match fingerprints.join() {
            Ok(fingerprints) => (rehearsed, fingerprints),
            Err(panic) => std::panic::resume_unwind(panic),
        }
    });
    let rehearsed = match rehearsed {
        Ok(rehearsed) => rehearsed,
        Err(error) if error.is_verdict() || error.is_loss() => {
            return Err(GenerateError::Rehearsal(Box::new(error)).into());
        }
        Err(error) => {
            events(Event::Abandoned(Stage::Rehearsal));
            return Ok(unrehearsed(&error.to_string(), None));
        }
    };
    events(Event::Finished(Stage::Rehearsal));
    tell(&rehearsed, events);
    let back = match candidate {
        Ok(candidate) => way_back(prepared, draft, up, candidate, &rehearsed, fingerprints),
        Err(error) => WayBack::None { why: error.to_string() },
    };
    Ok((outcome(&rehearsed), back))
}

/// The migrations before it. A file that cannot be read is missed where the history has to
/// run, and nowhere else.
fn history(prepared: &Prepared<'_>) -> Vec<Migration> {
    let disk = &prepared.baseline.disk;
    let files = disk.folder.migrations.iter().filter(|file| file.sql_exists);
    files.filter_map(|file| disk.migration(file).ok()).collect()
}

fn open(
    prepared: &Prepared<'_>,
    what: &rehearse::Rehearsal<'_>,
    events: Events<'_>,
) -> Result<Result<DevDatabase, (String, String)>, Error> {
    if let Some(database) = prepared.database.take() {
        return Ok(Ok(database));
    }
    let (project, flags) = (prepared.project, &prepared.request.dev);
    recorded::to_rehearse(project, flags, what.history, what.up, rehearse::state(what), events)
}

fn unrehearsed(why: &str, help: Option<String>) -> (Rehearsal, WayBack) {
    let back = WayBack::None { why: "a way back is written once it was taken".to_owned() };
    (Rehearsal::No { why: why.to_owned(), help }, back)
}

fn outcome(rehearsed: &Rehearsed) -> Rehearsal {
    let engine = rehearsed.abilities.to_string();
    let word = word(&rehearsed.abilities);
    match &rehearsed.extent {
        Extent::Whole => Rehearsal::Whole { engine, word, unfilled: rehearsed.unfilled.clone() },
        Extent::UpTo { statement, why } => {
            Rehearsal::UpTo { engine, statement: *statement, why: why.clone() }
        }
    }
}

/// As `mizzle.sum` keeps it.
pub(crate) fn word(abilities: &Abilities) -> String {
    format!("{}-{}", abilities.engine, abilities.version.full)
}

pub(crate) fn tell(rehearsed: &Rehearsed, events: Events<'_>) {
    if let Some(why) = &rehearsed.unreplayed {
        events(Event::Warning(
            Warning::new(format!(
                "the history holds SQL by hand and does not replay ({why}); the migration was \
                 rehearsed on what the newest snapshot says"
            ))
            .hint("make it replay on an empty database, so that a rehearsal has what it makes"),
        ));
    }
    if !rehearsed.inherited.is_empty() {
        let count = rehearsed.inherited.len();
        let things = if count == 1 { "thing" } else { "things" };
        let named: Vec<String> =
            rehearsed.inherited.iter().take(3).map(|one| format!("`{one}`")).collect();
        let more = if count > 3 { ", …" } else { "" };
        events(Event::Warning(
            Warning::new(format!(
                "the history makes {count} {things} otherwise than its snapshots say, and that \
                 stayed so: {}{more}",
                named.join(", ")
            ))
            .hint("see them all, and the ways to settle them: `mizzle verify`"),
        ));
    }
    if !rehearsed.gone.is_empty() {
        events(Event::Warning(Warning::new(format!(
            "the migration takes along what no schema file can say: {}",
            rehearsed.gone.join(", ")
        ))));
    }
}

/// The proved way back, with what it costs.
fn way_back(
    prepared: &Prepared<'_>,
    draft: &Draft,
    up: &Plan,
    candidate: Candidate,
    rehearsed: &Rehearsed,
    [before, after]: [String; 2],
) -> WayBack {
    let changed = match &rehearsed.back {
        Back::Proved { changed } => changed,
        Back::Unproved(why) => return WayBack::None { why: why.clone() },
    };
    let mut lost = losses(up);
    if lost.is_empty() {
        lost.extend(changed.iter().map(|table| format!("values in rows of {table}")));
    }
    let certificate = Certificate {
        migration: draft.files.tag.clone(),
        kind: match (lost.is_empty(), candidate.archives) {
            (true, false) => Kind::Lossless,
            (true, true) => Kind::ByArchive,
            (false, _) => Kind::Lossy,
        },
        proved_on: rehearsed.abilities.to_string(),
        before,
        after,
        lost,
        removes: losses(&candidate.plan),
        without_rows: rehearsed.unfilled.iter().map(|one| one.table.to_string()).collect(),
    };
    WayBack::Certified {
        text: format!("{certificate}\n{}", candidate.sql),
        path: prepared.baseline.disk.show(&draft.files.down),
        certificate,
    }
}

/// What a plan deletes or changes, each thing once.
fn losses(plan: &Plan) -> Vec<String> {
    let mut losses: Vec<String> = Vec::new();
    for hazard in plan.statements().flat_map(|statement| &statement.hazards) {
        let what = if let Hazard::DeletesData { what } | Hazard::ChangesData { what } = hazard {
            what
        } else {
            continue;
        };
        if !losses.contains(what) {
            losses.push(what.clone());
        }
    }
    losses
}

/// Why a migration was not written.
pub(super) fn explain(error: &RehearseError) -> Explanation {
    if error.is_loss() {
        return shortcoming(error)
            .note("nothing was written")
            .hint("run it again: `mizzle generate`");
    }
    shortcoming(error)
        .note("nothing was written")
        .hint("see the SQL: `mizzle generate --explain`")
        .hint("write it all the same: `mizzle generate --no-rehearse`")
}

/// What a migration does otherwise than it should, whoever asked.
pub(crate) fn shortcoming(error: &RehearseError) -> Explanation {
    if error.is_loss() {
        // The first line; a statement that may follow has nothing to do with it.
        let error = error.to_string();
        let why = error.lines().next().unwrap_or_default();
        let message = format!("the development database went away in the rehearsal: {why}");
        return Explanation::new("dev_database_error", message);
    }
    let mut explanation = match error {
        RehearseError::Run(error) | RehearseError::Seeded(error) => {
            let mut explanation = run::explain(error, false, false);
            // What a run would do next is not what comes next here.
            explanation.hints.clear();
            explanation.notes.clear();
            if let RunError::Failed { failure, .. } = &**error {
                explanation = explanation.note(format!(
                    "statement {} of {} failed in the rehearsal",
                    failure.number, failure.count
                ));
            }
            explanation
        }
        RehearseError::Differs(differences) => differences.iter().fold(
            Explanation::new(
                "rehearsal_failed",
                "the migration does not lead to what the schema files say",
            ),
            |explanation, difference| explanation.note(difference.to_string()),
        ),
        RehearseError::Rows { .. }
        | RehearseError::Engine(_)
        | RehearseError::Ground(_)
        | RehearseError::Session { .. }
        | RehearseError::Introspect(_)
        | RehearseError::Compare(_) => Explanation::new("rehearsal_failed", error.to_string()),
    };
    if let RehearseError::Seeded(_) = error {
        explanation = explanation
            .note("the rows that it fails on are made by earlier migrations, on every new database")
            .hint("put these rows right in a migration before it: `mizzle generate --custom`");
    }
    Explanation { code: "rehearsal_failed", ..explanation }
}
