//! The golden cases, proved on a server: the migration leads to the very database that
//! the schema gives when it is built from nothing, rows that should survive do, and
//! there is a way back; and introspection reads of them what was wanted. Which server: see `mizzle_db::test_support`.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test stops at what is wrong"
)]

#[expect(dead_code, reason = "the text of a case is for the other target")]
#[path = "../cases/case.rs"]
mod case;
mod dump;
#[path = "../cases/load.rs"]
mod load;
mod proof;
mod read;
mod server;

use libtest_mimic::{Arguments, Trial};
use std::sync::Arc;

fn main() {
    let mut arguments = Arguments::from_args();
    if server::is_embedded() {
        // One backend: cases would only wait for each other.
        arguments.test_threads = Some(1);
    }
    let Some(loaders) = load::Loaders::start() else {
        assert!(
            std::env::var_os("MIZZLE_TEST_ORM_DIR").is_none(),
            "MIZZLE_TEST_ORM_DIR holds no drizzle-orm 0.45 and rc.5"
        );
        println!("there is no drizzle-orm to load the cases with: run `cargo xtask build` first");
        return;
    };
    let loaders = Arc::new(loaders);
    let mut trials = Vec::new();
    // Each database of the embedded engine is a server of its own, which takes seconds.
    // What the two lines differ in is text; one of them will do there.
    let lines = if server::is_embedded() && !is_full() { 1 } else { 2 };
    for case in case::Case::all() {
        for line in case.lines().into_iter().take(lines) {
            let (loaders, case) = (Arc::clone(&loaders), case.clone());
            trials.push(Trial::test(format!("{}/{}", case.name, case::word(line)), move || {
                proof::prove(&loaders, &case, line);
                Ok(())
            }));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// Are the long campaigns asked for?
fn is_full() -> bool {
    std::env::var_os("MIZZLE_TEST_FULL").is_some()
}
