//! A development database for what a folder's migrations need.

use super::prelude;
use crate::dev::{self, DevFlags};
use crate::error::Error;
use crate::event::{Event, Events, Stage};
use crate::project::Project;
use mizzle_core::sql::created::created;
use mizzle_db::devdb::{DevDatabase, Needs, Resolved, Unavailable, resolve};
use mizzle_db::migration::Migration;
use std::collections::BTreeSet;

/// Starts one to rehearse a migration behind a history, with the state of this key where that
/// was kept. Where there is none, why, and what would help.
pub(crate) fn to_rehearse(
    project: &Project,
    flags: &DevFlags,
    history: &[Migration],
    up: &Migration,
    state: Option<String>,
    events: Events<'_>,
) -> Result<Result<DevDatabase, (String, String)>, Error> {
    let all: Vec<Migration> = history.iter().chain([up]).cloned().collect();
    let engine = with_state(project, flags, &all, None, state, events)?;
    Ok(engine.map_err(|unavailable| (unavailable.to_string(), unavailable.help())))
}

/// Starts one that has the extensions of the migrations, of the target's major version
/// where that is known. Where there is none, the reason is the answer.
pub(crate) fn engine(
    project: &Project,
    flags: &DevFlags,
    migrations: &[Migration],
    major: Option<u32>,
    events: Events<'_>,
) -> Result<Result<DevDatabase, Unavailable>, Error> {
    with_state(project, flags, migrations, major, None, events)
}

fn with_state(
    project: &Project,
    flags: &DevFlags,
    migrations: &[Migration],
    major: Option<u32>,
    state: Option<String>,
    events: Events<'_>,
) -> Result<Result<DevDatabase, Unavailable>, Error> {
    project.environment.go_on()?;
    let options = dev::options(&project.environment, flags)?;
    let prelude = prelude::read(&project.environment)?;
    let texts = migrations.iter().map(|it| &it.text).chain(prelude.iter().map(|it| &it.text));
    let extensions: BTreeSet<String> = texts.flat_map(|text| created(text).extensions).collect();
    let extensions = extensions.into_iter().collect();
    let needs = Needs { major, extensions, prelude, state, ..Needs::default() };
    events(Event::Started(Stage::DevDatabase));
    Ok(match resolve(&options.dev, &needs) {
        Ok(Resolved { database, notices }) => {
            events(Event::Finished(Stage::DevDatabase));
            dev::tell(&notices, events);
            prelude::try_out(&database, &needs.prelude)?;
            Ok(database)
        }
        Err(unavailable) => Err(unavailable),
    })
}
