//! Random pairs of schemas, with fixed seeds, on a server: the migration from the first
//! to the second leads to the very database that the second gives when it is built from
//! nothing, by our introspection and by `pg_dump`; a second plan is empty; rows that the
//! change does not touch are as they were; and what the migration takes away comes back,
//! where it keeps it.
//!
//! Each pair is rehearsed as well: what the judges take for right is certified, and every way
//! back is proved, or refused with a reason.
//!
//! A test is a seed, or rehearses some of them. 300 run always, 5,000 with `MIZZLE_TEST_FULL`; `--exact
//! seed/17` runs one again. What fails is made smaller and printed.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at what is wrong"
)]

mod archived;
mod build;
mod certified;
mod counters;
mod design;
#[path = "../../../mizzle-app/tests/corpus/dump.rs"]
mod dump;
mod mutate;
mod pair;
mod prove;
#[path = "../../../mizzle-core/tests/properties/random.rs"]
mod random;
#[expect(dead_code, reason = "a pair has what somebody else owns beside it")]
#[path = "../../../mizzle-app/tests/corpus/read.rs"]
mod read;
mod repair;
mod rows;
#[path = "../../../mizzle-app/tests/cases/script.rs"]
mod script;
#[expect(dead_code, reason = "what a case has and a pair has not")]
#[path = "../../../mizzle-app/tests/corpus/server.rs"]
mod server;
mod shrink;
mod tally;
mod views;

use certified::{Counts, certify};
use libtest_mimic::{Arguments, Trial};
use mizzle_db::test_support::cluster;
use pair::Pair;
use prove::{Bench, prove};
use std::sync::{Arc, Mutex};

/// How many seeds there are, and how many for a long campaign.
const SEEDS: u64 = 300;
const MANY: u64 = 5_000;

/// How many of them one server rehearses.
const TOGETHER: usize = 50;

fn main() {
    let arguments = Arguments::from_args();
    let seeds = if std::env::var_os("MIZZLE_TEST_FULL").is_some() { MANY } else { SEEDS };
    let benches: Arc<Mutex<Vec<Bench>>> = Arc::default();
    let mut trials = vec![Trial::test("tally", || tally::check(SEEDS).map_err(Into::into))];
    trials.extend((1..=seeds).map(|seed| {
        let benches = Arc::clone(&benches);
        Trial::test(format!("seed/{seed}"), move || {
            let free = benches.lock().unwrap().pop();
            let mut bench = free.unwrap_or_else(Bench::new);
            let mut judge = |pair: &Pair| prove(&mut bench, pair);
            let result = shrunk(&mut judge, Pair::of(seed));
            benches.lock().unwrap().push(bench);
            result
        })
    }));
    // Each of these starts a server of its own.
    trials.extend((1..=seeds).step_by(TOGETHER).map(|first| {
        Trial::test(format!("certified/{first}"), move || {
            let (cluster, counts) = (cluster(None), Counts::default());
            let mut judge = |pair: &Pair| certify(&cluster, pair, &counts);
            let last = seeds.min(first + TOGETHER as u64 - 1);
            (first..=last).try_for_each(|seed| shrunk(&mut judge, Pair::of(seed)))?;
            counts.check()?;
            Ok(())
        })
    }));
    let conclusion = libtest_mimic::run(&arguments, trials);
    // Their databases go with them.
    drop(benches);
    conclusion.exit();
}

/// Judges a pair; what fails is made smaller and described.
fn shrunk(
    judge: &mut dyn FnMut(&Pair) -> Result<(), String>,
    pair: Pair,
) -> Result<(), libtest_mimic::Failed> {
    judge(&pair).map_err(|error| {
        let (pair, error) = shrink::shrink(judge, pair, error);
        shrink::describe(&pair, &error).into()
    })
}
