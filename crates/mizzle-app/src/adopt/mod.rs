//! `drift --adopt`: what the database has and its migrations do not make is written into the
//! schema files, so that the next migration is the one for it.
//!
//! Only what drifted is touched: what the files have beyond the migrations stays. What has
//! no place in them (a column that a helper makes, an object of a kind that no schema file
//! knows) is named, with the line to paste where there is one.

mod apply;
mod columns;
mod create;
mod files;
mod parts;

use crate::batch::Batch;
use crate::drift::{self, Request, Sides};
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::project::Project;
use crate::schema;
use files::Files;
use mizzle_core::naming::Line;
use mizzle_core::postgres::change::{Change, Why};
use mizzle_core::postgres::difference::diff_as_found;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::summary::summarize;
use mizzle_loader::edit::Unplaced as NoPlace;
use std::collections::BTreeSet;
use std::path::PathBuf;

/// Schema files with what drifted in them, not written yet.
#[derive(Debug)]
pub struct Adoption {
    /// The database, as it is shown.
    pub target: String,
    /// The files that change.
    pub files: Vec<Changed>,
    /// What they take over, a line each with its sign.
    pub adopted: Vec<(char, String)>,
    /// What has no place in them.
    pub unplaced: Vec<Unplaced>,
}

impl Adoption {
    /// Is there nothing that drifted?
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.files.is_empty() && self.unplaced.is_empty()
    }

    /// Writes the files, all or none of them.
    pub fn write(&self) -> Result<(), Error> {
        let mut batch = Batch::default();
        for file in &self.files {
            batch.add(file.path.clone(), &file.after)?;
        }
        batch.commit()?;
        Ok(())
    }
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Where it is.
    pub path: PathBuf,
    /// As it is shown.
    pub shown: PathBuf,
    /// What it holds.
    pub before: String,
    /// What it will hold.
    pub after: String,
}

/// What has no place in the schema files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unplaced {
    /// What it is, with its sign.
    pub what: String,
    /// Why not.
    pub why: String,
    /// The line to paste, where there is one.
    pub line: Option<String>,
}

/// Why a change has no place.
pub(crate) struct Problem {
    why: String,
    line: Option<String>,
}

impl From<NoPlace> for Problem {
    fn from(error: NoPlace) -> Self {
        Self { why: error.to_string(), line: None }
    }
}

impl Problem {
    pub(crate) fn new(why: impl Into<String>) -> Self {
        Self { why: why.into(), line: None }
    }

    /// The same with the line that could be pasted.
    pub(crate) fn with(self, line: &str) -> Self {
        Self { line: Some(line.to_owned()), ..self }
    }
}

/// Compares, and edits copies of the schema files.
pub fn adopt(project: &Project, request: &Request, events: Events<'_>) -> Result<Adoption, Error> {
    let (drift, Sides { recorded, actual, line }) = drift::sides(project, request, events)?;
    let mut adoption = Adoption {
        target: drift.target.clone(),
        files: Vec::new(),
        adopted: Vec::new(),
        unplaced: Vec::new(),
    };
    if drift.is_clean() {
        return Ok(adoption);
    }
    events(Event::Started(Stage::Schema));
    let extract = schema::extract(project, line)?;
    let desired = schema::model(project, &extract, line, &namespaces(&recorded, &actual))?;
    events(Event::Finished(Stage::Schema));
    // A name that nobody wrote is as good as the one that the database has.
    let diff = diff_as_found(&recorded, &actual, Line::V1)
        .map_err(crate::compare::CompareFailure::Impossible)?;
    let mut files = Files::of(project, &extract, line, &desired)?;
    for change in diff.changes.iter().filter(|change| !is_for_others(change)) {
        let summary = summarize(change);
        let (sign, text) = (summary.mark.sign(), summary.text);
        match files.place(change, &recorded, &actual) {
            Ok(()) => adoption.adopted.push((sign, text)),
            Err(Problem { why, line }) => {
                let what = format!("{sign} {text}");
                adoption.unplaced.push(Unplaced { what, why, line });
            }
        }
    }
    adoption.files = files.changed(project.cwd());
    // What no schema file can say drifts as well.
    let outside = drift.findings.iter().filter(|finding| finding.is_unmodelled);
    adoption.unplaced.extend(outside.map(|finding| Unplaced {
        what: finding.sentence.clone(),
        why: "no schema file can say it".to_owned(),
        line: None,
    }));
    if adoption.files.is_empty() && adoption.unplaced.is_empty() {
        events(Event::Warning(Warning::new(
            "the schema files have all of it already: `mizzle generate` makes the migration",
        )));
    }
    Ok(adoption)
}

/// Is it made again only for the sake of something else?
fn is_for_others(change: &Change) -> bool {
    if let Change::ReplacePart { why: Why::HangsOn(_), from, to, .. } = change {
        return from == to;
    }
    if let Change::RecreateView { why: Why::HangsOn(_), from, to, .. } = change {
        return from.definition == to.definition;
    }
    false
}

fn namespaces(recorded: &Schema, actual: &Schema) -> BTreeSet<String> {
    let all = recorded.inhabited_namespaces().into_iter().chain(actual.inhabited_namespaces());
    all.map(str::to_owned).collect()
}
