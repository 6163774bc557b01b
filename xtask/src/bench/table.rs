//! The result as Markdown, as it stands in the README.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use super::case::Case;
use super::contender::{Contender, Layout};
use super::goals::{Costs, Goal};
use super::measure::Cost;
use crate::process;

/// The figures, one row a case.
pub(crate) fn figures(results: &[(Case, Costs)], runs: usize) -> String {
    let mut out = format!(
        "Wall seconds / CPU seconds / peak MB, median of {runs} runs, all sides in turn.\n\n\
         | | mizzle | drizzle-kit 0.31.11 | faster, smaller | mizzle, 1.0 folder | drizzle-kit \
         1.0.0-rc.5 | faster, smaller | psql |\n|---|---|---|---|---|---|---|---|\n"
    );
    for (case, costs) in results {
        let cost = |contender: Contender| costs.get(contender.name()).copied();
        let mut row = vec![case.label()];
        for layout in [Layout::V0, Layout::V1] {
            let (mizzle, kit) = (cost(Contender::Mizzle(layout)), cost(Contender::Kit(layout)));
            row.extend([cell(mizzle), cell(kit), ratio(mizzle, kit)]);
        }
        row.push(cell(cost(Contender::Psql)));
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out
}

/// The promises and how they stand.
pub(crate) fn goals(goals: &[Goal]) -> String {
    let mut out = String::from("| promise | measured | |\n|---|---|---|\n");
    for Goal { promise, measured, kept } in goals {
        let mark = if *kept { "✔" } else { "✘ missed" };
        let _ = writeln!(out, "| {promise} | {measured} | {mark} |");
    }
    out
}

/// The machine, in one line.
pub(crate) fn machine(server: &str) -> String {
    let read = |file: &str| fs::read_to_string(file).unwrap_or_default();
    let field = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.starts_with(name))?;
        Some(line.split_once([':', '='])?.1.trim().trim_matches('"').to_owned())
    };
    let cpu = field(&read("/proc/cpuinfo"), "model name");
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory = field(&read("/proc/meminfo"), "MemTotal")
        .and_then(|it| it.split_whitespace().next()?.parse::<f64>().ok())
        .map(|kib| format!("{:.0} GiB", kib / 1024.0 / 1024.0));
    let system = field(&read("/etc/os-release"), "PRETTY_NAME");
    let node = process::read(Command::new("node").arg("--version")).ok();
    [
        Some(cpu.unwrap_or_else(|| std::env::consts::ARCH.to_owned())),
        Some(format!("{cores} cores")),
        memory,
        Some(system.unwrap_or_else(|| std::env::consts::OS.to_owned())),
        node.map(|it| format!("Node {}", it.trim().trim_start_matches('v'))),
        Some(format!("PostgreSQL {server} on loopback")),
    ]
    .into_iter()
    .flatten()
    .collect::<Vec<_>>()
    .join(", ")
}

fn cell(cost: Option<Cost>) -> String {
    cost.map_or_else(String::new, |it| {
        format!(
            "{:.3} / {:.3} / {:.0}",
            it.wall.as_secs_f64(),
            it.cpu.as_secs_f64(),
            it.peak as f64 / 1e6
        )
    })
}

fn ratio(mizzle: Option<Cost>, kit: Option<Cost>) -> String {
    let (Some(mizzle), Some(kit)) = (mizzle, kit) else { return String::new() };
    format!(
        "**{:.1} ×**, {:.1} ×",
        kit.wall.as_secs_f64() / mizzle.wall.as_secs_f64(),
        kit.peak as f64 / mizzle.peak as f64
    )
}
