//! Cargo as xtask uses it: what the workspace holds, and runs of its tests
//! with the number that passed.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use crate::error::Result;
use crate::paths;
use crate::process;

/// The packages that only those build who ask for the embedded Postgres.
pub(crate) const APART: &str = "mizzle-pg";

/// One integration test target and where it belongs.
pub(crate) struct Target {
    pub(crate) package: String,
    pub(crate) name: String,
    /// The lanes its manifest lists it under; none means the fast lane.
    pub(crate) lanes: Vec<String>,
}

/// What a run of tests came to.
#[derive(Clone, Copy, Default)]
pub(crate) struct Count {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
}

impl std::ops::Add for Count {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self { passed: self.passed + other.passed, failed: self.failed + other.failed }
    }
}

/// A cargo command at the root of the repository, as if it were typed there.
/// What cargo told xtask about itself must not reach it: build scripts that watch
/// these variables would compile half the tree anew after each change of hands.
pub(crate) fn cargo() -> Command {
    let mut command = Command::new("cargo");
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        let ours = ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|it| name.starts_with(it));
        if ours || name == "CARGO" {
            command.env_remove(&*name);
        }
    }
    command.current_dir(paths::root());
    command
}

/// Every integration test target of the workspace, in a stable order.
pub(crate) fn targets() -> Result<Vec<Target>> {
    let text = process::read(cargo().args(["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Value =
        serde_json::from_str(&text).map_err(|error| format!("cargo metadata: {error}"))?;
    let mut targets = Vec::new();
    for package in array(&metadata["packages"]) {
        let name = package["name"].as_str().unwrap_or_default();
        let lanes = lanes_of(name, &package["metadata"]["lanes"])?;
        let mut listed: BTreeMap<&str, &Vec<String>> =
            lanes.iter().map(|(target, lanes)| (target.as_str(), lanes)).collect();
        for target in array(&package["targets"]) {
            if !array(&target["kind"]).iter().any(|kind| kind == "test") {
                continue;
            }
            let target = target["name"].as_str().unwrap_or_default();
            targets.push(Target {
                package: name.to_owned(),
                name: target.to_owned(),
                lanes: listed.remove(target).cloned().unwrap_or_default(),
            });
        }
        if let Some(unknown) = listed.keys().next() {
            return Err(format!(
                "{name}: `{unknown}` of [package.metadata.lanes] is no test target"
            )
            .into());
        }
    }
    // Cargo selects targets by name alone.
    for target in &targets {
        let twin = targets.iter().find(|it| it.name == target.name && it.lanes != target.lanes);
        if let Some(twin) = twin {
            let (one, other) = (&target.package, &twin.package);
            let name = &target.name;
            return Err(format!("{one} and {other} have a test `{name}` in different lanes").into());
        }
    }
    targets.sort_by(|a, b| (&a.package, &a.name).cmp(&(&b.package, &b.name)));
    Ok(targets)
}

/// Runs tests: `cargo nextest run` where it is installed, else `cargo test`.
pub(crate) fn test(arguments: &[String], env: &[(String, String)]) -> Result<Count> {
    let mut command = cargo();
    if has_nextest() {
        command.args(["nextest", "run", "--no-fail-fast", "--status-level", "slow"]);
        command.args(["--final-status-level", "fail", "--no-tests", "pass"]);
    } else {
        command.args(["test", "--no-fail-fast", "--quiet"]);
    }
    command.args(arguments).envs(env.iter().cloned());
    count(&mut command)
}

/// Runs the examples in doc comments, which nextest does not know.
pub(crate) fn doc_test() -> Result<Count> {
    count(cargo().args(["test", "--quiet", "--workspace", "--exclude", APART, "--doc"]))
}

fn count(command: &mut Command) -> Result<Count> {
    let mut count = Count::default();
    process::announce(command);
    let status = process::watch(command, &mut |line| {
        if let Some(found) = read_nextest(line).or_else(|| read_libtest(line)) {
            count.passed += found.passed;
            count.failed += found.failed;
        }
    })?;
    // A build that fails, or a test process that dies, counts no test.
    if !status.success() && count.failed == 0 {
        count.failed = 1;
    }
    Ok(count)
}

/// `test result: ok. 3 passed; 0 failed; 0 ignored; …`
fn read_libtest(line: &str) -> Option<Count> {
    let rest = line.strip_prefix("test result: ")?;
    let number = |word: &str| {
        rest.split([';', '.']).find_map(|it| it.trim().strip_suffix(word)?.trim().parse().ok())
    };
    Some(Count { passed: number("passed")?, failed: number("failed")? })
}

/// `Summary [ 0.1s] 12 tests run: 11 passed (1 slow), 1 failed, 3 skipped`
fn read_nextest(line: &str) -> Option<Count> {
    let rest = line.trim_start().strip_prefix("Summary [")?;
    let (_, rest) = rest.split_once(" run: ")?;
    let number = |word: &str| -> usize {
        let counted = rest.split(',').filter_map(|it| it.trim().split_once(' '));
        counted
            .filter(|(_, what)| what.starts_with(word))
            .filter_map(|(number, _)| number.parse::<usize>().ok())
            .sum()
    };
    let failed = number("failed") + number("timed out") + number("exec failed");
    Some(Count { passed: number("passed"), failed })
}

fn has_nextest() -> bool {
    process::read(cargo().args(["nextest", "--version"])).is_ok()
}

fn lanes_of(package: &str, listed: &Value) -> Result<BTreeMap<String, Vec<String>>> {
    let mut lanes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(table) = listed.as_object() else { return Ok(lanes) };
    for (lane, names) in table {
        if !["loader", "database", "corpus", "releases", "interop"].contains(&lane.as_str()) {
            return Err(
                format!("{package}: `{lane}` of [package.metadata.lanes] is no lane").into()
            );
        }
        for name in array(names) {
            let name = name.as_str().unwrap_or_default().to_owned();
            lanes.entry(name).or_default().push(lane.clone());
        }
    }
    Ok(lanes)
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use super::{read_libtest, read_nextest};

    #[test]
    fn reads_what_test_runners_count() {
        let seen = read_libtest("test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured;");
        assert_eq!(seen.map(|it| (it.passed, it.failed)), Some((12, 3)));
        let seen = read_nextest(
            "     Summary [   0.010s] 15 tests run: 12 passed (1 slow), 3 failed, 9 skipped",
        );
        assert_eq!(seen.map(|it| (it.passed, it.failed)), Some((12, 3)));
        assert!(read_nextest("     Starting 1 test across 1 binary").is_none());
    }
}
