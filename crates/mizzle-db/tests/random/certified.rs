//! Rehearsals of pairs: a migration of which the other judges say that it is right is
//! certified, and its way back is proved or refused with a reason.

use crate::pair::{Pair, planned};
use mizzle_core::plan::Plan;
use mizzle_core::postgres::back::back;
use mizzle_core::postgres::change::Change;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::schema::Schema;
use mizzle_db::devdb::LocalCluster;
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::migration::Migration;
use mizzle_db::rehearse::{Back, Extent, Rehearsal, Rehearsed, Tell, rehearse};
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What rehearsals came to, counted.
#[derive(Default)]
pub(crate) struct Counts(Mutex<BTreeMap<String, usize>>);

impl Counts {
    fn count(&self, what: impl Into<String>) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *counts.entry(what.into()).or_default() += 1;
    }

    /// Do they say something? The counts are printed where `MIZZLE_TEST_TALLY` is set.
    pub(crate) fn check(&self) -> Result<(), String> {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let lines: Vec<String> =
            counts.iter().map(|(what, count)| format!("{count:>6} {what}")).collect();
        if std::env::var_os("MIZZLE_TEST_TALLY").is_some() {
            println!("{}", lines.join("\n"));
        }
        for what in ["certified", "back, with all rows", "back, without some rows"] {
            if !counts.contains_key(what) {
                return Err(format!("none of the pairs is {what}:\n{}", lines.join("\n")));
            }
        }
        Ok(())
    }
}

/// Rehearses a pair. The reason where that comes to no good end.
pub(crate) fn certify(cluster: &LocalCluster, pair: &Pair, counts: &Counts) -> Result<(), String> {
    let (before, after) = pair.schemas();
    let (start, _) = pair.diff(&Schema::default(), &before)?;
    let recorded = pair.recorded(&start)?;
    let (found, _) = pair.diff(&recorded, &after)?;
    if found.changes.is_empty() {
        return Ok(());
    }
    let up = planned(&found, pair.line);
    let way = back(&recorded, &found, pair.line).map_err(|error| format!("back: {error}"))?;
    let down = planned(&way, pair.line);
    let rehearsed = run(cluster, pair, &recorded, &found, &up, &down)?;
    match &rehearsed.extent {
        Extent::Whole => counts.count("certified"),
        Extent::UpTo { why, .. } => counts.count(format!("partly: {why}")),
    }
    counts.count(if rehearsed.unfilled.is_empty() { "all with rows" } else { "some without rows" });
    if !rehearsed.inherited.is_empty() {
        return Err(format!("nothing can be inherited: {:?}", rehearsed.inherited));
    }
    let loses = up.statements().flat_map(|it| &it.hazards).any(|hazard| hazard.is_loss());
    match &rehearsed.back {
        Back::Proved { changed } if changed.is_empty() => counts.count("back, with all rows"),
        Back::Proved { .. } if loses => counts.count("back, without some rows"),
        // Another type says the same in other letters: `1` as a numeric(10, 2) is `1.00`.
        Back::Proved { .. } if retypes(&found) => counts.count("back, in other letters"),
        Back::Proved { changed } => {
            return Err(format!(
                "rows of {changed:?} do not come back, and nothing says that they would not\n\n{}\n\n{}",
                up.to_file(false),
                down.to_file(false)
            ));
        }
        Back::Unproved(why) => {
            let is_known =
                ["it would take more than one transaction", "the statements that lead back fail: "]
                    .iter()
                    .any(|known| why.starts_with(known));
            // A column that comes back is the last one, and so it is in what `*` stands for.
            let is_star = why.starts_with("it does not lead back: ~ ")
                && down.to_file(false).contains("(select * from ");
            if !is_known && !is_star && rehearsed.extent == Extent::Whole {
                return Err(format!("{why}\n\n{}\n\n{}", up.to_file(false), down.to_file(false)));
            }
            // Names differ from seed to seed.
            let why = why.split('"').step_by(2).collect::<Vec<_>>().join("…");
            counts.count(format!("no way back: {why}"));
        }
    }
    Ok(())
}

fn retypes(diff: &Diff) -> bool {
    diff.changes.iter().any(
        |change| matches!(change, Change::AlterColumn { from, to, .. } if !from.ty.same(&to.ty)),
    )
}

fn run(
    cluster: &LocalCluster,
    pair: &Pair,
    recorded: &Schema,
    diff: &Diff,
    up: &Plan,
    down: &Plan,
) -> Result<Rehearsed, String> {
    let sql = up.to_file(true);
    let migration = Migration::read("0001_next", 2_000, "0001_next.sql", sql.as_bytes())
        .map_err(|error| error.to_string())?;
    let down = down.to_file(true);
    let rehearsal = Rehearsal {
        history: &[],
        recorded,
        diff,
        up: &migration,
        down: Some(&down),
        line: pair.line,
        ledger: &LedgerPlace::usual(pair.line),
        tell: Tell(&|_| ()),
    };
    rehearse(&rehearsal, &mut || cluster.lease()).map_err(|error| format!("{error}\n\n{sql}"))
}
