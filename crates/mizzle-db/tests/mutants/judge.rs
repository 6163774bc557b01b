//! What is wrong with a broken migration, by its dump and its rows; and whether the
//! rehearsal says so too.

use crate::design::Id;
use crate::dump;
use crate::mutation::{Mutant, mutants};
use crate::pair::{Pair, planned};
use crate::prove::{Bench, Cells, cells, place, prepare, wipe};
use crate::random::Random;
use crate::rows::{Kept, kept, rows};
use crate::server::Database;
use mizzle_core::plan::{Plan, Segment};
use mizzle_core::postgres::back::back;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::schema::{QName, Schema};
use mizzle_core::postgres::touched::Touched;
use mizzle_core::sql::{Ident, Literal};
use mizzle_db::devdb::LocalCluster;
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::migration::Migration;
use mizzle_db::rehearse::{Back, Rehearsal, RehearseError, Rehearsed, Tell, rehearse};

/// How many of a plan's mutants are tried.
const MOST: usize = 8;

/// The judge, with a database of its own.
pub(crate) struct Judge {
    bench: Bench,
    /// Why the last plan did not run.
    why: String,
}

/// A pair that is right.
struct Right<'a> {
    pair: &'a Pair,
    start: Diff,
    recorded: Schema,
    found: Diff,
    up: Plan,
    down: Plan,
}

/// What a database holds.
#[derive(PartialEq)]
struct State {
    dump: String,
    rows: Vec<Cells>,
}

impl Judge {
    pub(crate) fn new() -> Self {
        Self { bench: Bench::new(), why: String::new() }
    }

    /// Tries mutants of a pair, and says how many were broken, and caught.
    pub(crate) fn try_all(&mut self, engine: &LocalCluster, seed: u64) -> Result<usize, String> {
        let pair = Pair::of(seed);
        // Roles are the server's, and not in the dump.
        let has_roles = !(pair.before.roles.is_empty() && pair.after.roles.is_empty());
        if has_roles {
            return Ok(0);
        }
        let (before, after) = pair.schemas();
        let (start, _) = pair.diff(&Schema::default(), &before)?;
        let recorded = pair.recorded(&start)?;
        let (found, _) = pair.diff(&recorded, &after)?;
        let up = planned(&found, pair.line);
        let way = back(&recorded, &found, pair.line).map_err(|error| error.to_string())?;
        let down = planned(&way, pair.line);
        let right = Right { pair: &pair, start, recorded, found, up, down };
        let (Some(up), Ok(rehearsed)) =
            (self.state(&right, &[&right.up], false)?, right.rehearse(engine, &right.up, None))
        else {
            return Ok(0);
        };
        let touched = Touched::by(&right.found.changes);
        let unfilled: Vec<&QName> = rehearsed.unfilled.iter().map(|one| &one.table).collect();
        let tables: Vec<QName> = right
            .rows_kept()
            .into_iter()
            .map(|(id, _)| (place(&pair, id, true), place(&pair, id, false)))
            .filter(|(was, _)| touched.tables().contains(was) && !unfilled.contains(&was))
            .map(|(_, is)| is)
            .collect();
        let mut random = Random::new(seed);
        let mut caught = 0;
        for mutant in some(mutants(&right.up, &tables), &mut random) {
            caught += usize::from(self.up(engine, &right, &mutant, &up)?);
        }
        let proved = right.rehearse(engine, &right.up, Some(&right.down));
        let is_proved = proved.is_ok_and(|proved| proved.back == Back::Proved { changed: vec![] });
        if is_proved && let Some(there) = self.state(&right, &[&right.up, &right.down], true)? {
            for mutant in some(mutants(&right.down, &[]), &mut random) {
                caught += usize::from(self.down(engine, &right, &mutant, &there)?);
            }
        }
        Ok(caught)
    }

    /// Is a mutant of the migration broken? Then the rehearsal must say so.
    fn up(
        &mut self,
        engine: &LocalCluster,
        right: &Right<'_>,
        mutant: &Mutant,
        expected: &State,
    ) -> Result<bool, String> {
        let state = self.state(right, &[&mutant.plan], false)?;
        if state.as_ref() == Some(expected) {
            return Ok(false);
        }
        match right.rehearse(engine, &mutant.plan, None) {
            Err(error) if error.is_verdict() => Ok(true),
            // A file says by itself where no transaction can be.
            Ok(_) if state.is_none() && self.why.contains("25001") => Ok(false),
            // It is said that the migration cannot run on rows.
            Ok(rehearsed) if !rehearsed.unfilled.is_empty() => Ok(false),
            Ok(_) => Err(self.missed(mutant, state.as_ref(), expected)),
            Err(error) => Err(format!("{}: {error}", mutant.how)),
        }
    }

    /// The same for a mutant of the way back.
    fn down(
        &mut self,
        engine: &LocalCluster,
        right: &Right<'_>,
        mutant: &Mutant,
        expected: &State,
    ) -> Result<bool, String> {
        let state = self.state(right, &[&right.up, &mutant.plan], true)?;
        if state.as_ref() == Some(expected) {
            return Ok(false);
        }
        let rehearsed = right
            .rehearse(engine, &right.up, Some(&mutant.plan))
            .map_err(|error| format!("{}: {error}", mutant.how))?;
        match rehearsed.back {
            Back::Unproved(_) => Ok(true),
            Back::Proved { changed } if !changed.is_empty() => Ok(true),
            Back::Proved { .. } => Err(self.missed(mutant, state.as_ref(), expected)),
        }
    }

    /// The database of the pair after some plans; `None` where one of them fails.
    fn state(
        &mut self,
        right: &Right<'_>,
        plans: &[&Plan],
        returned: bool,
    ) -> Result<Option<State>, String> {
        let database = &mut self.bench.migrated;
        wipe(database);
        prepare(database);
        database.apply(&planned(&right.start, right.pair.line))?;
        let mut inserts = vec!["SET session_replication_role = replica".to_owned()];
        let all = rows(right.pair);
        inserts.extend(all.iter().map(|rows| rows.sql.clone()).filter(|sql| !sql.is_empty()));
        inserts.push("SET session_replication_role = origin".to_owned());
        database.run(&inserts.join(";\n"))?;
        for plan in plans {
            if let Err(error) = database.apply(plan) {
                self.why = error;
                // A failure may have left a transaction open.
                database.run("ROLLBACK")?;
                return Ok(None);
            }
        }
        let kept = right.rows_kept();
        let mut found = Vec::new();
        for (id, kept) in &kept {
            let name = place(right.pair, *id, returned);
            if !has(database, &name, kept, returned) {
                return Ok(None);
            }
            found.push(cells(database, &name, kept, returned));
        }
        let dump = dump::schema(database.url());
        Ok(Some(State { dump, rows: found }))
    }
}

impl Judge {
    fn missed(&self, mutant: &Mutant, state: Option<&State>, expected: &State) -> String {
        let why = match state {
            None => format!("it does not run: {}", self.why),
            Some(state) if state.rows != expected.rows => {
                format!("the rows are {:?} and should be {:?}", state.rows, expected.rows)
            }
            Some(state) => dump::difference(&state.dump, &expected.dump),
        };
        let segments = mutant.plan.segments.iter();
        let count: usize = segments
            .map(|segment| match segment {
                Segment::Transaction(statements) => statements.len(),
                Segment::Alone(_) => 1,
            })
            .sum();
        format!("not caught: {} (of {count})\n{why}\n\n{}", mutant.how, mutant.plan.to_file(false))
    }
}

impl Right<'_> {
    /// The tables with rows that stay, and what of them stays.
    fn rows_kept(&self) -> Vec<(Id, Vec<Kept>)> {
        let all = rows(self.pair).into_iter().filter(|rows| rows.count > 0);
        all.map(|rows| (rows.table, kept(self.pair, rows.table)))
            .filter(|(_, kept)| !kept.is_empty())
            .collect()
    }

    fn rehearse(
        &self,
        engine: &LocalCluster,
        up: &Plan,
        down: Option<&Plan>,
    ) -> Result<Rehearsed, RehearseError> {
        let sql = up.to_file(true);
        let migration = Migration::read("0001_next", 2_000, "0001_next.sql", sql.as_bytes())
            .unwrap_or_else(|error| panic!("{error}"));
        let down = down.map(|down| down.to_file(true));
        let rehearsal = Rehearsal {
            history: &[],
            recorded: &self.recorded,
            diff: &self.found,
            up: &migration,
            down: down.as_deref(),
            line: self.pair.line,
            ledger: &LedgerPlace::usual(self.pair.line),
            tell: Tell(&|_| ()),
        };
        rehearse(&rehearsal, &mut || engine.lease())
    }
}

/// Has the database all the columns of a table that are to be read?
fn has(database: &mut Database, table: &QName, kept: &[Kept], returned: bool) -> bool {
    kept.iter().all(|kept| {
        let column = if returned { &kept.before } else { &kept.after };
        let table = format!("{}.{}", Ident(&table.schema), Ident(&table.name));
        let sql = format!(
            "SELECT count(*) FROM pg_attribute WHERE attrelid = to_regclass({}) AND attname = {}",
            Literal(&table),
            Literal(column)
        );
        database.rows(&sql) == "1"
    })
}

/// A few of them, spread over all.
fn some(mut all: Vec<Mutant>, random: &mut Random) -> Vec<Mutant> {
    let mut chosen = Vec::new();
    while chosen.len() < MOST && !all.is_empty() {
        chosen.push(all.swap_remove(random.below(all.len())));
    }
    chosen
}
