//! Rules of the house that no compiler and no lint knows, as tests: they read
//! the repository's own files.
#![expect(clippy::expect_used, reason = "a test may stop at what it cannot read")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A file this long has more than one subject.
const REFUSED: usize = 1_000;

/// From here on, a file should say why it is not two.
const QUESTIONED: usize = 500;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every file that git knows, and every new one that it would take.
fn files() -> Vec<(String, Vec<u8>)> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files of the repository");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).expect("file names are UTF-8");
    let files: Vec<_> = names
        .split('\0')
        .filter(|name| !name.is_empty())
        // Removed, but not yet from the index.
        .filter_map(|name| Some((name.to_owned(), fs::read(root().join(name)).ok()?)))
        .collect();
    assert!(files.len() > 20, "the list of files is not that of the repository");
    files
}

fn rust_files() -> Vec<(String, String)> {
    files()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".rs"))
        .map(|(name, bytes)| (name, String::from_utf8(bytes).expect("Rust source is UTF-8")))
        .collect()
}

fn refuse(rule: &str, mut found: Vec<String>) {
    found.sort();
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

#[test]
fn files_are_short() {
    let mut refused = Vec::new();
    for (name, text) in rust_files() {
        // Tests at the bottom of a file are as long as they need to be.
        let lines = text.lines().take_while(|line| *line != "#[cfg(test)]").count();
        if name.contains("/tests/") {
            continue;
        }
        if lines > REFUSED {
            refused.push(format!("{name}: {lines} lines"));
        } else if lines > QUESTIONED {
            println!("warning: {name} has {lines} lines; is it two files?");
        }
    }
    refuse("a file has at most 1,000 lines without its tests", refused);
}

#[test]
fn modules_say_what_they_are() {
    let silent = rust_files()
        .into_iter()
        .filter(|(_, text)| !text.lines().any(|line| line.starts_with("//! ")))
        .map(|(name, _)| name)
        .collect();
    refuse("a file starts with a `//!` paragraph: what it answers, what it must not know", silent);
}

#[test]
fn only_the_edge_prints() {
    let mut found = Vec::new();
    for (name, text) in rust_files() {
        if !name.contains("/src/")
            || ["crates/mizzle/", "crates/mizzle-pg/", "xtask/"]
                .iter()
                .any(|it| name.starts_with(it))
        {
            continue;
        }
        for (line, number) in text.lines().zip(1..) {
            if line == "#[cfg(test)]" {
                break;
            }
            if ["println!(", "print!(", "process::exit("].iter().any(|it| line.contains(it)) {
                found.push(format!("{name}:{number}: {}", line.trim()));
            }
        }
    }
    refuse("only the binary and xtask print and exit", found);
}

#[test]
fn core_is_pure() {
    // In clippy.toml these would be refused in the tests of core too, which read their cases.
    let impure = [
        "std::fs",
        "std::env",
        "std::net",
        "std::process",
        "std::thread",
        "std::io::",
        "Instant::now",
        "SystemTime",
        "async fn",
        "getrandom",
        "rand::",
    ];
    let mut found = Vec::new();
    for (name, text) in rust_files() {
        if !name.starts_with("crates/mizzle-core/src/") {
            continue;
        }
        let code = text.lines().take_while(|line| *line != "#[cfg(test)]");
        for (line, number) in code.zip(1..) {
            let comment = line.trim_start().starts_with("//");
            if !comment && impure.iter().any(|word| line.contains(word)) {
                found.push(format!("{name}:{number}: {}", line.trim()));
            }
        }
    }
    refuse("core is pure: its caller brings text, ids and time, and takes text back", found);
}

#[test]
fn nothing_is_ignored_or_left_to_do() {
    // Spelled in two halves, or this file would find itself.
    let words = [concat!("#[ign", "ore"), concat!("todo", "!("), concat!("unimple", "mented!(")];
    let mut found = Vec::new();
    for (name, text) in rust_files() {
        for (line, number) in text.lines().zip(1..) {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{name}:{number}: {}", line.trim()));
            }
        }
    }
    refuse("a test runs, and a function is written", found);
}

#[test]
fn no_registry_host_and_no_path_of_one_machine() {
    let words = [
        concat!("registry.np", "mjs"),
        concat!("static.crat", "es.io"),
        concat!("index.crat", "es.io"),
        concat!("files.python", "hosted"),
        concat!("deb.deb", "ian.org"),
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
    ];
    let mut found = Vec::new();
    for (name, bytes) in files() {
        let text = String::from_utf8_lossy(&bytes);
        for (line, number) in text.lines().zip(1..) {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{name}:{number}"));
            }
        }
        if name.ends_with("package-lock.json") && text.contains("\"resolved\"") {
            found.push(format!("{name}: write it with `cargo xtask npm-lock`"));
        }
    }
    refuse("no registry's host and no path of one machine", found);
}

#[test]
fn the_documents_are_there_and_their_paths_exist() {
    let mut missing = Vec::new();
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "AGENTS.md",
        "CHANGELOG.md",
        "LICENSE-APACHE",
        "LICENSE-MIT",
        "deny.toml",
    ] {
        let Ok(text) = fs::read_to_string(root().join(name)) else {
            missing.push(format!("{name} is not there"));
            continue;
        };
        // A path in backticks that starts in a folder of ours is a promise.
        for quoted in text.split('`').skip(1).step_by(2) {
            let ours =
                ["crates/", "xtask/", "docs/", "npm/"].iter().any(|it| quoted.starts_with(it));
            let pattern = quoted.contains(['*', '<', '{', ' ', '…', 'N']);
            if ours && !pattern && !root().join(quoted).exists() {
                missing.push(format!("{name} names `{quoted}`, which is not there"));
            }
        }
    }
    refuse("documents name what exists", missing);
}
