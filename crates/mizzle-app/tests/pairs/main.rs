//! `diff --prove` over pairs of SQL files: the base, and the base with one change or
//! several, both ways. Whatever `pg_dump` says is different is never called the same; what
//! is called proved leads to the very dump; what is neither has a reason.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test stops at what is wrong")]

mod changes;
#[path = "../corpus/dump.rs"]
mod dump;
mod pair;

use changes::{Change, Kind};
use libtest_mimic::{Arguments, Trial};
use pair::Judge;
use std::sync::Arc;

/// The pairs have to be at least this many.
const LEAST: usize = 150;

fn main() {
    let arguments = Arguments::from_args();
    let judge = Arc::new(Judge::start());
    let changes = changes::all();
    let mut trials = Vec::new();
    for change in changes.iter().cloned().chain(changes::combinations(&changes)) {
        for forward in [true, false] {
            let (judge, change) = (Arc::clone(&judge), change.clone());
            let way = if forward { "to" } else { "from" };
            trials.push(Trial::test(format!("{way}/{}", change.name), move || {
                judge.prove(&change, forward);
                Ok(())
            }));
        }
    }
    assert!(trials.len() >= LEAST, "only {} pairs", trials.len());
    libtest_mimic::run(&arguments, trials).exit();
}
