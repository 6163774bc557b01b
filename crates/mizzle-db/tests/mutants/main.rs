//! Broken migrations and broken ways back: where an independent judge (`pg_dump`, and the
//! rows) sees that one does not do what it should, the rehearsal sees it too.
//!
//! Right ones come from the random pairs; each is broken in several ways. A test is a seed,
//! and in the end there must have been enough of them.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at what is wrong, and says how much it has tried"
)]

#[path = "../random/archived.rs"]
mod archived;
#[path = "../random/build.rs"]
mod build;
#[path = "../random/counters.rs"]
mod counters;
#[path = "../random/design/mod.rs"]
mod design;
#[path = "../../../mizzle-app/tests/corpus/dump.rs"]
mod dump;
mod judge;
#[path = "../random/mutate.rs"]
mod mutate;
mod mutation;
#[expect(dead_code, reason = "nothing is made smaller here")]
#[path = "../random/pair.rs"]
mod pair;
#[expect(dead_code, reason = "a pair that is right is proved elsewhere")]
#[path = "../random/prove.rs"]
mod prove;
#[path = "../../../mizzle-core/tests/properties/random.rs"]
mod random;
#[expect(dead_code, reason = "what is read is compared elsewhere")]
#[path = "../../../mizzle-app/tests/corpus/read.rs"]
mod read;
#[path = "../random/repair.rs"]
mod repair;
#[path = "../random/rows.rs"]
mod rows;
#[path = "../../../mizzle-app/tests/cases/script.rs"]
mod script;
#[expect(dead_code, reason = "what a case has and a pair has not")]
#[path = "../../../mizzle-app/tests/corpus/server.rs"]
mod server;
#[path = "../random/views.rs"]
mod views;

use judge::Judge;
use libtest_mimic::{Arguments, Trial};
use mizzle_db::devdb::LocalCluster;
use mizzle_db::test_support::cluster;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};

/// How many seeds there are.
const SEEDS: u64 = 120;
const MANY: u64 = 1_000;

/// How many broken ones there must be at least.
const LEAST: usize = 200;

fn main() {
    let arguments = Arguments::from_args();
    let seeds = if std::env::var_os("MIZZLE_TEST_FULL").is_some() { MANY } else { SEEDS };
    let judges: Arc<Mutex<Vec<Judge>>> = Arc::default();
    let engine: Arc<OnceLock<LocalCluster>> = Arc::default();
    let caught: Arc<AtomicUsize> = Arc::default();
    let trials = (1..=seeds).map(|seed| {
        let (judges, engine, caught) =
            (Arc::clone(&judges), Arc::clone(&engine), Arc::clone(&caught));
        Trial::test(format!("seed/{seed}"), move || {
            let free = judges.lock().unwrap().pop();
            let mut judge = free.unwrap_or_else(Judge::new);
            let engine = engine.get_or_init(|| cluster(None));
            let result = judge.try_all(engine, seed);
            judges.lock().unwrap().push(judge);
            caught.fetch_add(result?, Ordering::Relaxed);
            Ok(())
        })
    });
    let all = arguments.filter.is_none();
    let conclusion = libtest_mimic::run(&arguments, trials.collect());
    let caught = caught.load(Ordering::Relaxed);
    // Their databases go with them.
    drop((judges, engine));
    println!("{caught} broken ones were caught");
    assert!(
        !all || conclusion.has_failed() || caught >= LEAST,
        "only {caught} broken ones were tried, and {LEAST} are wanted"
    );
    conclusion.exit();
}
