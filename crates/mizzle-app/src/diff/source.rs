//! What a side is made of, read from where it is, before any server is asked.

use super::Context;
use super::error::DiffFailure;
use super::side::Side;
use crate::address::AddressError;
use crate::error::Error;
use crate::files;
use crate::folder::OnDisk;
use crate::schema;
use mizzle_core::naming::Line;
use mizzle_core::postgres::drizzle::Extract;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot::{self, Version};
use mizzle_core::sql::created::created;
use mizzle_db::scratch::SqlText;
use mizzle_db::target::Target;
use std::collections::BTreeSet;
use std::path::Path;

/// What a side is made of.
#[derive(Debug)]
pub(super) enum Source {
    /// Nothing.
    Empty,
    /// SQL.
    Sql(Vec<SqlText>),
    /// A schema in somebody's words.
    Authored(Box<Schema>),
    /// A database.
    Database(Box<Target>),
}

impl Source {
    /// The schemas that it speaks of as its own.
    pub(super) fn namespaces(&self) -> BTreeSet<String> {
        match self {
            Self::Empty | Self::Database(_) => BTreeSet::new(),
            Self::Sql(files) => files.iter().flat_map(|file| created(&file.text).schemas).collect(),
            Self::Authored(schema) => {
                schema.inhabited_namespaces().into_iter().map(str::to_owned).collect()
            }
        }
    }

    /// The extensions that it creates.
    pub(super) fn extensions(&self) -> BTreeSet<String> {
        match self {
            Self::Sql(files) => {
                files.iter().flat_map(|file| created(&file.text).extensions).collect()
            }
            Self::Empty | Self::Authored(_) | Self::Database(_) => BTreeSet::new(),
        }
    }
}

/// Reads a side.
pub(super) fn read(
    side: &Side,
    flag: &str,
    context: &Context<'_>,
    line: Line,
) -> Result<Source, Error> {
    Ok(match side {
        Side::Empty => Source::Empty,
        Side::Database(url) => {
            let lookup = |name: &str| context.environment.variables.get(name).cloned();
            let target = Target::parse(url, &lookup);
            let chosen_by = flag.to_owned();
            let target = target.map_err(|reason| AddressError::Url { reason, chosen_by })?;
            Source::Database(Box::new(target))
        }
        Side::Sql(paths) => {
            let texts = paths.iter().map(|path| sql_text(path, &context.environment.cwd));
            Source::Sql(texts.collect::<Result<_, _>>()?)
        }
        Side::Snapshot(path) => {
            let text = file(path)?;
            let failed = |error| DiffFailure::Snapshot {
                file: crate::project::relative(path, &context.environment.cwd)
                    .display()
                    .to_string(),
                error: Box::new(error),
            };
            let snapshot = snapshot::read(&text).map_err(failed)?;
            Source::Authored(Box::new(snapshot.schema))
        }
        Side::Folder { path, out, at } => {
            let disk = OnDisk::at(path.clone(), out, Line::V0)?;
            Source::Sql(migrations(&disk, at.as_deref())?)
        }
        Side::Schema(pattern) => {
            let Some(project) = context.project else {
                let why = "there is no engine to run it".to_owned();
                return Err(DiffFailure::Side { word: pattern.clone(), why }.into());
            };
            let extract = schema::extract_of(project, std::slice::from_ref(pattern), true, line)?;
            let known = namespaces_of(&extract);
            Source::Authored(Box::new(schema::model(project, &extract, line, &known)?))
        }
    })
}

/// Whose rules of naming hold: those of a migrations folder or a snapshot, else of the
/// project.
pub(super) fn line(sides: [&Side; 2], context: &Context<'_>) -> Result<Line, Error> {
    for side in sides {
        match side {
            Side::Folder { path, out, .. } => {
                return Ok(OnDisk::at(path.clone(), out, Line::V0)?.folder.layout.line());
            }
            Side::Snapshot(path) => {
                // What is wrong with it is told where it is read.
                let Ok(header) = snapshot::header(&file(path)?) else { continue };
                return Ok(match header.version {
                    Version::V4 | Version::V5 | Version::V6 | Version::V7 => Line::V0,
                    Version::V8 | Version::V9 => Line::V1,
                });
            }
            Side::Empty | Side::Database(_) | Side::Sql(_) | Side::Schema(_) => {}
        }
    }
    let Some(project) = context.project else { return Ok(Line::V1) };
    let disk = OnDisk::read(project, Line::V0)?;
    if !disk.is_blank() {
        return Ok(disk.folder.layout.line());
    }
    Ok(project.installed_line().unwrap_or(Line::V0))
}

/// The project's own migrations, whose functions and extensions its schema may call. One
/// that cannot be read adds nothing.
pub(super) fn own_migrations(context: &Context<'_>) -> Vec<SqlText> {
    let Some(project) = context.project else { return Vec::new() };
    let Ok(disk) = OnDisk::read(project, Line::V0) else { return Vec::new() };
    migrations(&disk, None).unwrap_or_default()
}

/// The migrations of a folder, as far as one of them.
fn migrations(disk: &OnDisk, at: Option<&str>) -> Result<Vec<SqlText>, Error> {
    let all = &disk.folder.migrations;
    let count = match at {
        None => all.len(),
        Some(name) => position(disk, name)? + 1,
    };
    let read = all.iter().take(count).map(|file| {
        let migration = disk.migration(file)?;
        Ok(SqlText { file: migration.file, text: migration.text })
    });
    read.collect()
}

/// The place of a migration: by its name, or by a part of it that only it has.
fn position(disk: &OnDisk, name: &str) -> Result<usize, DiffFailure> {
    let tags: Vec<&str> = disk.folder.migrations.iter().map(|file| file.tag.as_str()).collect();
    if let Some(place) = tags.iter().position(|tag| *tag == name) {
        return Ok(place);
    }
    let mut places = (0..tags.len()).filter(|place| tags[*place].contains(name));
    match (places.next(), places.next()) {
        (Some(place), None) if !name.is_empty() => Ok(place),
        (Some(_) | None, _) => Err(DiffFailure::NoMigration {
            folder: disk.shown.clone(),
            name: name.to_owned(),
            known: tags.into_iter().map(str::to_owned).collect(),
        }),
    }
}

fn sql_text(path: &Path, cwd: &Path) -> Result<SqlText, DiffFailure> {
    let shown = crate::project::relative(path, cwd).display().to_string();
    Ok(SqlText { file: shown, text: file(path)? })
}

fn file(path: &Path) -> Result<String, DiffFailure> {
    files::read_text(path)?.ok_or_else(|| DiffFailure::Side {
        word: path.display().to_string(),
        why: "it is not there any more".to_owned(),
    })
}

/// Every schema that the exported objects lie in: who creates it is no question here.
pub(crate) fn namespaces_of(extract: &Extract) -> BTreeSet<String> {
    let tables = extract.tables.iter().map(|it| &it.schema);
    let enums = extract.enums.iter().map(|it| &it.schema);
    let sequences = extract.sequences.iter().map(|it| &it.schema);
    let views = extract.views.iter().map(|it| &it.schema);
    tables.chain(enums).chain(sequences).chain(views).flatten().cloned().collect()
}
