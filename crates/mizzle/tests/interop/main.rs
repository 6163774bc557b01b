//! mizzle and the real drizzle-kits on one folder, one ledger and one database:
//! what one of them wrote, the other finds complete. Runs in the lane `interop`,
//! which installs them: `cargo xtask test --lane interop`.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop where it stands")]

mod check;
mod folder;
mod ledger;
mod project;
