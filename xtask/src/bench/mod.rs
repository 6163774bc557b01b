//! `cargo xtask bench`: mizzle beside drizzle-kit, in one run on one machine.
//!
//! The sides take turns, so that whatever else the machine does meets them all;
//! figures are medians, and only ratios are promised.

mod case;
mod contender;
mod folder;
mod goals;
mod measure;
mod migrations;
mod project;
mod schema;
mod studio;
mod table;

use std::collections::BTreeMap;
use std::fs;
use std::process::{Command, ExitCode};

use self::case::Case;
use self::contender::{Contender, Layout};
use self::goals::Costs;
use self::project::Project;
use crate::build;
use crate::error::{At, Result};
use crate::lanes::local_binaries;
use crate::paths;
use crate::process;
use crate::server::{Durability, Server};
use crate::system;

/// What to measure.
pub(crate) struct Options {
    /// Measured runs of each side; one more warms up.
    pub(crate) runs: usize,
    /// Only cases whose label contains one of these.
    pub(crate) only: Vec<String>,
    /// Whether a missed promise is a failure.
    pub(crate) check: bool,
    /// Takes the release binary as it is.
    pub(crate) no_build: bool,
}

/// Measures, and prints Markdown.
pub(crate) fn run(options: &Options) -> Result<ExitCode> {
    system::need("node", "nodejs")?;
    system::need("psql", "postgresql-client")?;
    if !options.no_build {
        build::release()?;
    }
    let folder = paths::target().join("bench");
    fs::create_dir_all(&folder).at("create", &folder)?;
    // What a user's server does: applying costs what durable commits cost.
    let server = Server::start(&local_binaries()?, Durability::Full)?;

    let mut results = Vec::new();
    for case in case::all() {
        let label = case.label();
        if options.only.is_empty() || options.only.iter().any(|it| label.contains(it.as_str())) {
            eprintln!("{label}");
            results.push((case, measure(case, &server, options.runs)?));
        }
    }
    let mut goals = goals::check(&results);
    let is_wanted = |text: &String| studio::LABEL.contains(text.as_str());
    if options.only.is_empty() || options.only.iter().any(is_wanted) {
        eprintln!("{}", studio::LABEL);
        goals.extend(studio::measure(&server, options.runs)?);
    }
    println!("{}\n", table::machine(&version(&server)?));
    if !results.is_empty() {
        println!("{}", table::figures(&results, options.runs));
    }
    println!("{}", table::goals(&goals));
    let missed = goals.iter().filter(|it| !it.kept).count();
    Ok(if options.check && missed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

fn measure(case: Case, server: &Server, runs: usize) -> Result<Costs> {
    let mut sides = Vec::new();
    for contender in contender::ALL {
        let takes_part = match (contender, case) {
            // A database has no layout.
            (Contender::Mizzle(layout), Case::Introspect { .. }) => layout == Layout::V0,
            (Contender::Mizzle(_), _) => true,
            (
                Contender::Kit(_),
                Case::Rehearse { .. } | Case::Verify { .. } | Case::Introspect { .. },
            ) => false,
            (Contender::Kit(_), _) => true,
            (Contender::Psql, _) => matches!(case, Case::Apply { .. } | Case::Introspect { .. }),
        };
        if takes_part {
            sides.push((contender, Project::new(contender, case, server)?, Vec::new()));
        }
    }
    for round in 0..=runs {
        for (_, project, costs) in &mut sides {
            project.reset()?;
            let cost = measure::measure(&mut project.command())?;
            project.verify()?;
            // The first round reads everything into the page cache.
            if round > 0 {
                costs.push(cost);
            }
        }
    }
    let mut medians: Costs = BTreeMap::new();
    for (contender, _, costs) in sides {
        let median = measure::median(&costs);
        let (wall, cpu) = (median.wall.as_secs_f64(), median.cpu.as_secs_f64());
        eprintln!(
            "  {:<24} {wall:>8.3} s {cpu:>8.3} s cpu {:>5.0} MB",
            contender.name(),
            median.peak as f64 / 1e6
        );
        medians.insert(contender.name(), median);
    }
    Ok(medians)
}

fn version(server: &Server) -> Result<String> {
    let mut psql = Command::new("psql");
    psql.args(["-X", "-A", "-t", "-c", "show server_version"]).arg(server.url("postgres"));
    let said = process::read(&mut psql)?;
    Ok(said.split_whitespace().next().unwrap_or_default().to_owned())
}
