//! What mizzle promises, as ratios within one run, so that they hold on any
//! machine.

use std::collections::BTreeMap;

use super::case::{Case, State, number};
use super::contender::{Contender, Layout};
use super::measure::Cost;
use super::schema::Change;

/// The cost of each contender in one case.
pub(crate) type Costs = BTreeMap<&'static str, Cost>;

/// One promise and how it stands.
pub(crate) struct Goal {
    pub(crate) promise: String,
    pub(crate) measured: String,
    pub(crate) kept: bool,
}

/// Every promise whose figures were measured.
pub(crate) fn check(results: &[(Case, Costs)]) -> Vec<Goal> {
    let mut goals = Vec::new();
    let find = |case: Case| results.iter().find(|(it, _)| *it == case).map(|(_, costs)| costs);
    let unchanged =
        |tables, credentials| Case::Generate { tables, change: Change::None, credentials };

    if let Some(mizzle) = find(Case::Version).and_then(|it| it.get(MIZZLE)) {
        let took = mizzle.wall.as_secs_f64() * 1_000.0;
        goals.push(at_most("`--version` in milliseconds", took, 10.0));
    }
    for (tables, faster, memory) in [(10, 12.0, 4.0), (100, 8.0, 4.0), (1_000, 3.5, 3.0)] {
        for credentials in [false, true] {
            let case = unchanged(tables, credentials);
            let Some((mizzle, kit)) = find(case).and_then(both) else { continue };
            let label = case.label();
            let ratio = seconds(kit) / seconds(mizzle);
            goals.push(at_least(&format!("{label}: times faster than drizzle-kit"), ratio, faster));
            let ratio = bytes(kit) / bytes(mizzle);
            goals.push(at_least(&format!("{label}: times less memory"), ratio, memory));
        }
    }
    // drizzle-kit has nothing like these, so they are promised in seconds.
    for (case, limit) in [
        (Case::Rehearse { tables: 10, state: State::Unknown }, 0.5),
        (Case::Rehearse { tables: 500, state: State::Unknown }, 2.0),
        (Case::Rehearse { tables: 500, state: State::Kept }, 2.0),
        (Case::Verify { migrations: 100 }, 5.0),
    ] {
        for (name, folder) in [(MIZZLE, ""), (MIZZLE_1, ", 1.0 folder")] {
            if let Some(mizzle) = find(case).and_then(|costs| costs.get(name)) {
                let promise = format!("{}{folder}: seconds", case.label());
                goals.push(at_most(&promise, seconds(*mizzle), limit));
            }
        }
    }
    let nothing = Case::Nothing { migrations: 1_000 };
    if let Some((mizzle, kit)) = find(nothing).and_then(both) {
        let ratio = seconds(kit) / seconds(mizzle);
        goals.push(at_least(&format!("{}: times faster", nothing.label()), ratio, 10.0));
    }
    let apply = Case::Apply { migrations: 1_000 };
    if let Some(costs) = find(apply)
        && let (Some(mizzle), Some(psql)) = (costs.get(MIZZLE), costs.get(PSQL))
    {
        let ratio = seconds(*mizzle) / seconds(*psql);
        goals.push(at_most(&format!("{}: times the wall time of psql", apply.label()), ratio, 1.2));
    }
    let introspect = |tables| find(Case::Introspect { tables });
    if let Some(costs) = introspect(1_000)
        && let (Some(mizzle), Some(dump)) = (costs.get(MIZZLE), costs.get(PSQL))
    {
        let label = Case::Introspect { tables: 1_000 }.label();
        let ratio = seconds(*mizzle) / seconds(*dump);
        goals.push(at_most(&format!("{label}: times its wall time"), ratio, 1.5));
        goals.push(at_most(&format!("{label}: MB"), bytes(*mizzle) / 1e6, 80.0));
        if let Some(small) = introspect(100).and_then(|costs| costs.get(MIZZLE)) {
            let promise = format!("{label}: times the cost of 100 tables");
            goals.push(at_most(&promise, seconds(*mizzle) / seconds(*small), 12.0));
        }
    }
    let growth = |credentials| {
        let small = *find(unchanged(100, credentials))?.get(MIZZLE)?;
        let large = *find(unchanged(1_000, credentials))?.get(MIZZLE)?;
        Some(seconds(large) / seconds(small))
    };
    if let Some(ratio) = growth(false) {
        let promise = format!("`generate`, from 100 to {} tables: times the cost", number(1_000));
        goals.push(at_most(&promise, ratio, 11.0));
    }
    goals
}

const MIZZLE: &str = Contender::Mizzle(Layout::V0).name();
const MIZZLE_1: &str = Contender::Mizzle(Layout::V1).name();
const KIT: &str = Contender::Kit(Layout::V0).name();
const PSQL: &str = Contender::Psql.name();

fn both(costs: &Costs) -> Option<(Cost, Cost)> {
    Some((*costs.get(MIZZLE)?, *costs.get(KIT)?))
}

fn at_least(promise: &str, measured: f64, limit: f64) -> Goal {
    Goal {
        promise: format!("{promise}: at least {limit}"),
        measured: format!("{measured:.1}"),
        kept: measured >= limit,
    }
}

/// A promise of no more than so much.
pub(crate) fn at_most(promise: &str, measured: f64, limit: f64) -> Goal {
    Goal {
        promise: format!("{promise}: at most {limit}"),
        measured: format!("{measured:.2}"),
        kept: measured <= limit,
    }
}

fn seconds(cost: Cost) -> f64 {
    cost.wall.as_secs_f64()
}

fn bytes(cost: Cost) -> f64 {
    // A resident set is far below the 2^52 bytes that a float counts exactly.
    cost.peak as f64
}
