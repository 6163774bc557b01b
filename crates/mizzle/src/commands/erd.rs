//! `mizzle erd`

use crate::args;
use crate::error::CommandError;
use crate::report::{ErdFormat, Outcome, Report};
use crate::settings;
use mizzle_app::erd::{self, Point, Request};
use mizzle_app::project::Overrides;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Erd,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let request = Request {
        from: args.from.as_deref().map(Point::parse),
        to: Point::parse(&args.to),
        target: settings::target(&args.place.target)?,
        dev: settings::dev(&args.place.dev_database),
    };
    let project = settings::project(global, &args.place.project, Overrides::default(), report)?;
    let graph = erd::erd(&project, &request, &mut |event| report.event(event))
        .map_err(|error| CommandError::from(error).of(project.dialect))?;
    let graph = if args.all { graph } else { graph.focused() };
    let format = match args.format {
        args::ErdFormat::Svg | args::ErdFormat::Json => ErdFormat::Svg,
        args::ErdFormat::Mermaid => ErdFormat::Mermaid,
    };
    report.outcome(&Outcome::Erd { graph, format }, project.dialect);
    Ok(ExitCode::SUCCESS)
}
