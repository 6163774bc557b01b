//! What a person sees: each command run as a process in a folder of its own, with
//! its two streams and its exit code on the page.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod check;
mod config;
mod folder;
mod help;
mod project;
mod studio;
mod sum;
#[cfg(unix)]
#[path = "../generate/terminal.rs"]
mod terminal;
mod usage;

use project::Project;

/// Every file of this folder is a module of this test; a forgotten one would never run.
#[test]
fn every_file_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli");
    let main = include_str!("main.rs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(module) = name.strip_suffix(".rs") else { continue };
        assert!(
            module == "main" || main.contains(&format!("mod {module};")),
            "tests/cli/{name} is not listed in main.rs"
        );
    }
}
