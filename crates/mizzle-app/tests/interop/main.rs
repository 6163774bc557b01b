//! mizzle and the real drizzle-kit on one folder, in turn: what one of them wrote,
//! the other must read, and find complete.
//!
//! `MIZZLE_TEST_KITS_DIR` holds the kits, one folder a release (`0.31`, `rc.4`,
//! `rc.5`) with its `node_modules`; `cargo xtask test interop` installs them.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test stops at what is wrong"
)]

mod branches;
mod casing;
mod kit;
mod project;
mod rich;
mod steps;
mod whole;
