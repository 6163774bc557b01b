//! The golden cases, as text: what changes, which statements, what to know about
//! them. Needs no server. `UPDATE_EXPECT=1` writes what is found; read it before it is
//! committed.
#![expect(
    clippy::panic,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at what is wrong"
)]

#[expect(dead_code, reason = "rows and the way back are for the proof on a server")]
mod case;
mod drawn;
mod golden;
mod load;
mod script;

use libtest_mimic::{Arguments, Trial};
use std::sync::Arc;

fn main() {
    let arguments = Arguments::from_args();
    let Some(loaders) = load::Loaders::start() else {
        assert!(
            std::env::var_os("MIZZLE_TEST_ORM_DIR").is_none(),
            "MIZZLE_TEST_ORM_DIR holds no drizzle-orm 0.45 and rc.5"
        );
        println!("there is no drizzle-orm to load the cases with: run `cargo xtask build` first");
        return;
    };
    let loaders = Arc::new(loaders);
    let trials = case::Case::all()
        .into_iter()
        .map(|case| {
            let loaders = Arc::clone(&loaders);
            Trial::test(case.name.clone(), move || {
                golden::check(&loaders, &case);
                Ok(())
            })
        })
        .collect();
    libtest_mimic::run(&arguments, trials).exit();
}
