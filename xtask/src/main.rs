//! Builds, tests and measures mizzle.
fn main() {}
