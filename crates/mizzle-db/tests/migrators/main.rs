//! One ledger, two programs: drizzle-orm's own `migrate()`, run by Node, and
//! ours. What one of them applied, the other must not apply again.
//!
//! `MIZZLE_TEST_KITS_DIR` holds the releases (`0.31`, `rc.4`, `rc.5`), each with
//! its `node_modules`; `cargo xtask test interop` installs them.
#![expect(clippy::unwrap_used, reason = "a test stops at the first thing that is missing")]

mod folder;
mod interop;
mod orm;
