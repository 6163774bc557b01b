//! The embedded Postgres as a helper program.
fn main() {}
