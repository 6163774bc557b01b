//! mizzle on the command line.
fn main() {}
