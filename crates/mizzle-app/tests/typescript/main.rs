//! The TypeScript of a schema reads back to that schema: the golden cases and random ones,
//! in both lines of drizzle-orm. Where `MIZZLE_TEST_TSC_DIR` names a folder with TypeScript,
//! that checks it as well.
#![expect(
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test stops at what is wrong"
)]

#[expect(dead_code, reason = "a case is more than its schemas")]
#[path = "../cases/case.rs"]
mod case;
#[path = "../../../mizzle-core/tests/properties/generate.rs"]
mod generate;
#[path = "../cases/load.rs"]
mod load;
#[path = "../../../mizzle-core/tests/properties/random.rs"]
mod random;
mod written;

use libtest_mimic::{Arguments, Trial};
use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::Schema;
use random::Random;
use std::sync::Arc;
use written::Written;

/// How many random schemas there are in each line.
const SEEDS: u64 = 60;

fn main() {
    let arguments = Arguments::from_args();
    let (Some(loaders), Some(written)) = (load::Loaders::start(), Written::start()) else {
        println!("there is no drizzle-orm to load schemas with: run `cargo xtask build` first");
        return;
    };
    let (loaders, written) = (Arc::new(loaders), Arc::new(written));
    let mut trials = Vec::new();
    for case in case::Case::all() {
        for line in case.lines() {
            let (loaders, written, case) =
                (Arc::clone(&loaders), Arc::clone(&written), case.clone());
            trials.push(Trial::test(format!("{}/{}", case.name, case::word(line)), move || {
                let (before, after) = loaders.both(&case, line);
                for schema in [before, after] {
                    written.reads_back(&schema, line);
                }
                Ok(())
            }));
        }
    }
    for line in [Line::V0, Line::V1] {
        for seed in 1..=SEEDS {
            let written = Arc::clone(&written);
            trials.push(Trial::test(format!("seed/{seed}/{}", case::word(line)), move || {
                let mut random = Random::new(seed);
                let schema = generate::schema(&mut random, line);
                let changed: Schema = generate::mutate(&schema, &mut random, line);
                written.reads_back(&schema, line);
                written.reads_back(&changed, line);
                Ok(())
            }));
        }
    }
    // One start of TypeScript for all of them: each test may be a process of its own.
    trials.push(Trial::test("tsc", move || {
        for case in case::Case::all() {
            for line in case.lines() {
                let (before, after) = loaders.both(&case, line);
                written.write(&before, line);
                written.write(&after, line);
            }
        }
        for (seed, line) in (1..=SEEDS).flat_map(|seed| [(seed, Line::V0), (seed, Line::V1)]) {
            written.write(&generate::schema(&mut Random::new(seed), line), line);
        }
        written.check();
        Ok(())
    }));
    libtest_mimic::run(&arguments, trials).exit();
}
