//! Broken migrations and broken ways back: where an independent judge (`pg_dump`, and the
//! rows) sees that one does not do what it should, the rehearsal sees it too.
//!
//! Right ones come from the random pairs; each is broken in several ways. A test takes some
//! seeds, and must have found enough broken ones among them.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at what is wrong, and says how much it has tried"
)]

#[path = "../random/archived.rs"]
mod archived;
#[path = "../random/build/mod.rs"]
mod build;
#[path = "../random/counters.rs"]
mod counters;
#[path = "../random/design/mod.rs"]
mod design;
#[path = "../../../mizzle-app/tests/corpus/dump.rs"]
mod dump;
mod judge;
#[path = "../random/mutate/mod.rs"]
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
use mizzle_db::test_support::cluster;

/// How many seeds there are, and how many one server rehearses.
const SEEDS: u64 = 150;
const MANY: u64 = 1_200;
const TOGETHER: usize = 30;

/// How many broken ones of that many seeds there must be at least: of those that always
/// run, and of any.
const LEAST: usize = 45;
const LEAST_OF_ANY: usize = 25;

fn main() {
    let arguments = Arguments::from_args();
    let seeds = if std::env::var_os("MIZZLE_TEST_FULL").is_some() { MANY } else { SEEDS };
    let trials = (1..=seeds).step_by(TOGETHER).map(|first| {
        Trial::test(format!("from/{first}"), move || {
            let (engine, mut judge) = (cluster(None), Judge::new());
            let mut caught = 0;
            for seed in first..first + TOGETHER as u64 {
                caught += judge
                    .try_all(&engine, seed)
                    .map_err(|error| format!("seed {seed}: {error}"))?;
            }
            println!("{caught} broken ones were caught");
            let least = if first <= SEEDS { LEAST } else { LEAST_OF_ANY };
            if caught < least {
                return Err(format!("only {caught} broken ones, and {least} are wanted").into());
            }
            Ok(())
        })
    });
    libtest_mimic::run(&arguments, trials.collect()).exit();
}
