//! `export`: the schema files as SQL, from nothing.

use crate::error::Error;
use crate::event::{Event, Events, Stage};
use crate::folder::OnDisk;
use crate::generate::{GenerateError, Planned, planned};
use crate::project::Project;
use crate::schema;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::{DiffError, DiffOptions, diff};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::Schema;
use std::collections::BTreeSet;

/// What builds the schema in an empty database. Asks no database and writes nothing.
pub fn export(project: &Project, events: Events<'_>) -> Result<Planned, Error> {
    project.require_supported()?;
    let disk = OnDisk::read(project, Line::V0)?;
    let line = schema::line(project, &disk);
    events(Event::Started(Stage::Schema));
    let extract = schema::extract(project, line)?;
    let desired = schema::model(project, &extract, line, &BTreeSet::new())?;
    events(Event::Finished(Stage::Schema));
    let answers = Answers::default();
    let diff = diff(&Schema::default(), &desired, &DiffOptions { line, answers: &answers });
    let diff = diff.map_err(|error| match error {
        DiffError::Impossible(impossible) => GenerateError::Impossible(schema::locate_impossible(
            project, &extract, line, impossible,
        )),
        DiffError::Undecided(_) | DiffError::WrongHint(_) => GenerateError::WrongHint(error),
    })?;
    Ok(planned(&diff, &plan(&diff, line)))
}
