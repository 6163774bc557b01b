//! `mizzle studio`

use crate::args;
use crate::commands::dev::background;
use crate::error::CommandError;
use crate::report::{Outcome, Report, Started};
use crate::{interrupt, prompt, settings};
use mizzle_app::dev::{self, DevFlags};
use mizzle_app::environment::Environment;
use mizzle_app::project::{Overrides, Project};
use mizzle_app::target::{Destination, TargetFlags};
use mizzle_studio::{Listen, Options, Studio, StudioError};
use std::io::IsTerminal;
use std::process::ExitCode;

pub(super) fn run(
    global: &args::Global,
    args: &args::Studio,
    report: &mut dyn Report,
) -> Result<ExitCode, CommandError> {
    let target = settings::target(&args::Target {
        target: args.target.clone(),
        dev: args.dev,
        url: args.url.clone(),
        ..args::Target::default()
    })?;
    let dev = settings::dev(&args.dev_database);
    let overrides = settings::project_overrides(&args.project, Overrides::default())?;
    let opening = settings::opening(settings::environment(report)?, global, overrides);
    let project = Project::open(opening.clone(), &mut |event| report.event(event))?;
    share_development_database(&project, args, &target, &dev, report)
        .map_err(|error| error.of(project.dialect))?;
    let mut listen = Listen {
        host: args.host.clone(),
        port: args.port,
        allowed_hosts: args.allowed_host.clone(),
    };
    let studio = loop {
        let options = Options {
            opening: opening.clone(),
            target: target.clone(),
            dev: dev.clone(),
            listen: listen.clone(),
            is_token_needed: args.token,
            is_read_only: args.read_only,
            version: env!("CARGO_PKG_VERSION"),
        };
        match Studio::open(options, &project, &mut |event| report.event(event)) {
            Ok(studio) => break studio,
            Err(StudioError::Taken { port, free: Some(free) })
                if prompt::is_interactive(global) =>
            {
                report.pause();
                if !prompt::ask_port(port, free)? {
                    let taken = StudioError::Taken { port, free: Some(free) };
                    return Err(CommandError::from(taken).of(project.dialect));
                }
                listen.port = free;
            }
            Err(error) => return Err(CommandError::from(error).of(project.dialect)),
        }
    };
    // The engine that ran the config is not needed any more, and takes memory.
    let dialect = project.dialect;
    drop(project);
    let started = |links: Vec<String>, studio: &Studio| Started {
        links,
        target: studio.target().to_owned(),
        is_read_only: args.read_only,
        is_open_to_others: studio.is_open_to_others(),
    };
    let links = studio.links();
    // Before it is said that Ctrl-C ends it.
    let cancel = interrupt::switch()?;
    if !args.no_open && has_browser(&opening.environment) {
        // Where there is none, the link is on the screen all the same.
        let _ = links.first().map(open::that_detached);
    }
    report.outcome(&Outcome::Studio(started(links, &studio)), dialect);
    studio.serve(&cancel, &mut |links| {
        report.outcome(&Outcome::StudioLinks(links.to_vec()), dialect);
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Every operation of the studio opens the development database for itself, so it has to be
/// served to all of them.
fn share_development_database(
    project: &Project,
    args: &args::Studio,
    target: &TargetFlags,
    dev: &DevFlags,
    report: &mut dyn Report,
) -> Result<(), CommandError> {
    let choice = project.target(target).map_err(mizzle_app::Error::from)?;
    let options = dev::options(&project.environment, dev)?;
    if matches!(choice.destination, Destination::Dev) && options.dev.url.is_none() {
        let command = background(&args.dev_database, &project.environment)?;
        dev::start(command, &options, &mut |event| report.event(event))?;
    }
    Ok(())
}

/// Is there a person with a screen, to whom a browser can be shown?
fn has_browser(environment: &Environment) -> bool {
    let is_set = |name: &str| environment.variables.get(name).is_some_and(|it| !it.is_empty());
    let is_headless = cfg!(all(unix, not(target_os = "macos")))
        && !is_set("DISPLAY")
        && !is_set("WAYLAND_DISPLAY");
    std::io::stderr().is_terminal()
        && !environment.is_ci()
        && !is_headless
        && !is_set("SSH_CONNECTION")
}
