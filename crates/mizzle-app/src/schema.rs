//! The desired schema: what the schema files export, as the model. Turns what is wrong
//! with it into places in those files.

use crate::error::{Error, Explanation, Place};
use crate::event::Stage;
use crate::folder::OnDisk;
use crate::load::{self, LoadFailure};
use crate::project::Project;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::Impossible;
use mizzle_core::postgres::drizzle::Extract;
use mizzle_core::postgres::from_drizzle::{
    FromDrizzle, Problem, Site, SitePart, Wrong, from_drizzle, site,
};
use mizzle_core::postgres::schema::{Object, QName, Schema};
use mizzle_loader::{LoadErrorKind, SchemaSource, Within};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Display;

/// What is wrong with a schema that can be loaded.
#[derive(Debug, thiserror::Error)]
pub enum SchemaError {
    /// Nobody says where it is.
    #[error("{config} does not say where the schema is")]
    NotNamed {
        /// The config.
        config: String,
    },
    /// Objects that cannot be, or cannot be together. Never empty.
    #[error("the schema has {} problems", .0.len())]
    Problems(Vec<Located<Problem>>),
}

/// Something wrong, with the places that it is about.
#[derive(Debug)]
pub struct Located<P> {
    problem: P,
    place: Option<Place>,
    other: Option<(Place, &'static str)>,
}

impl Located<Problem> {
    /// Is it about a schema that nobody creates?
    pub(crate) fn is_unknown_schema(&self) -> bool {
        matches!(self.problem.wrong, Wrong::UnknownSchema(_))
    }
}

/// All of them as one explanation: the first, with the others behind it.
pub(crate) fn explain_all<P: Display>(
    code: &'static str,
    problems: &[Located<P>],
    note: Option<&str>,
) -> Option<Explanation> {
    let explained = problems.iter().map(|located| {
        let mut explanation =
            Explanation::new(code, located.problem.to_string()).at(located.place.clone());
        explanation.other_place = located.other.clone();
        explanation
    });
    let mut all: Vec<Explanation> = explained.collect();
    // Once, behind the last of them.
    if let (Some(note), Some(last)) = (note, all.last_mut()) {
        last.notes.push(note.to_owned());
    }
    let mut all = all.into_iter();
    let first = all.next()?;
    Some(Explanation { more: all.collect(), ..first })
}

impl SchemaError {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::NotNamed { .. } => {
                Explanation::new("missing_required_params_error", self.to_string())
                    .hint("add `schema: \"./db/schema.ts\"` to it, or give `--schema`")
            }
            Self::Problems(problems) => explain_all("schema_error", problems, None)
                .unwrap_or_else(|| Explanation::new("schema_error", self.to_string())),
        }
    }
}

/// The line of drizzle that the project writes for: the folder's, and before there is one that of
/// the installed drizzle-orm.
pub(crate) fn line(project: &Project, disk: &OnDisk) -> Line {
    if disk.is_blank() {
        project.installed_line().unwrap_or(Line::V0)
    } else {
        disk.folder.layout.line()
    }
}

/// Runs the schema files and reports what they export.
pub(crate) fn extract(project: &Project, line: Line) -> Result<Extract, Error> {
    if project.schema.is_empty() {
        let config = project
            .config
            .as_ref()
            .map_or_else(|| "the command line".to_owned(), |file| format!("`{}`", file.display()));
        return Err(SchemaError::NotNamed { config }.into());
    }
    extract_of(project, &project.schema, project.schema_by_flag, line)
}

/// Runs the schema files of these patterns and reports what they export. `by_flag`: were
/// they given on the command line?
pub(crate) fn extract_of(
    project: &Project,
    patterns: &[String],
    by_flag: bool,
    line: Line,
) -> Result<Extract, Error> {
    let source = SchemaSource { patterns: patterns.to_vec(), casing: project.casing, line };
    project.loader().schema(&source).map_err(|mut error| {
        if by_flag && error.kind == LoadErrorKind::NotFound {
            error.place = None;
        }
        LoadFailure::new(error, Stage::Schema, project.cwd()).into()
    })
}

/// The model of what the schema files export.
pub(crate) fn model(
    project: &Project,
    extract: &Extract,
    line: Line,
    known_schemas: &BTreeSet<String>,
) -> Result<Schema, SchemaError> {
    let options = FromDrizzle { line, casing: project.casing, known_schemas };
    from_drizzle(extract, &options).map_err(|problems| {
        let locate = |site: &Site| locate(project, extract, site);
        let locate = |problem: Problem| Located {
            place: locate(&problem.at),
            other: problem.other.as_ref().and_then(locate).map(|at| (at, problem.other_label())),
            problem,
        };
        SchemaError::Problems(problems.into_iter().map(locate).collect())
    })
}

/// What the files call the columns of their tables.
pub(crate) fn keys(
    project: &Project,
    extract: &Extract,
    line: Line,
    desired: &Schema,
) -> BTreeMap<(QName, String), String> {
    let mut keys = BTreeMap::new();
    for (name, table) in &desired.tables {
        for column in table.columns.keys() {
            let object = Object::Column(name.clone(), column.clone());
            let site = site(extract, line, project.casing, &object);
            if let Some(SitePart::Key(key)) = site.map(|site| site.part) {
                keys.insert((name.clone(), column.clone()), key);
            }
        }
    }
    keys
}

/// What the server would refuse, with its places in the schema files.
pub(crate) fn locate_impossible(
    project: &Project,
    extract: &Extract,
    line: Line,
    impossible: Vec<Impossible>,
) -> Vec<Located<Impossible>> {
    let place = |object: &Object| {
        let site = site(extract, line, project.casing, object)?;
        locate(project, extract, &site)
    };
    let located = |problem: Impossible| Located {
        place: place(&problem.at),
        other: problem.other.as_ref().and_then(|it| Some((place(&it.at)?, it.label))),
        problem,
    };
    impossible.into_iter().map(located).collect()
}

fn locate(project: &Project, extract: &Extract, site: &Site) -> Option<Place> {
    let file = project.cwd().join(extract.files.get(site.file)?);
    let within = match &site.part {
        SitePart::Whole => Within::Itself,
        SitePart::Key(key) => Within::Key(key.clone()),
        SitePart::Named(name) => Within::Text(name.clone()),
    };
    let found = project.loader().locate(&file, &site.export, within)?;
    Some(load::place(&found, project.cwd()))
}
