//! What a new migration starts from: the folder, the state it records, and the line of
//! drizzle that it follows.

use crate::error::Error;
use crate::event::{Event, Events, Warning};
use crate::folder::OnDisk;
use crate::project::Project;
use crate::schema::{self, SchemaError};
use mizzle_core::folder::{Layout, Recorded};
use mizzle_core::naming::Line;
use mizzle_core::postgres::drizzle::{Extract, Orm};
use mizzle_core::postgres::schema::{PUBLIC, QName, Schema};
use mizzle_core::postgres::snapshot::Version;
use mizzle_core::sql::created::created;
use std::collections::BTreeSet;

/// What a new migration starts from.
pub(super) struct Baseline {
    /// The folder.
    pub(super) disk: OnDisk,
    /// The schema that it records.
    pub(super) schema: Schema,
    /// What its snapshots alone come to, where migrations after them were replayed.
    pub(super) snapshots: Option<Schema>,
    /// Are there migrations after the newest snapshot?
    pub(super) is_behind: bool,
    /// The snapshots that the next one follows.
    pub(super) parents: Vec<String>,
    /// The format of the next snapshot.
    pub(super) version: Version,
}

impl Baseline {
    pub(super) fn new(
        project: &Project,
        disk: OnDisk,
        recorded: Recorded,
        replayed: Option<Schema>,
        extract: Option<&Extract>,
        events: Events<'_>,
    ) -> Result<Self, Error> {
        for note in &recorded.notes {
            events(Event::Warning(Warning::new(format!("{}: {note}", disk.shown))));
        }
        let fresh = recorded.base.is_none() && disk.folder.layout == Layout::Folders;
        let old_rc = extract.map_or_else(|| project.installed_orm(), |extract| extract.orm.clone());
        let version = if fresh && writes_v8(&old_rc) { Version::V8 } else { recorded.version };
        let (schema, snapshots) = match replayed {
            Some(schema) => (schema, Some(recorded.schema)),
            None => (recorded.schema, None),
        };
        let is_behind = !recorded.replay.is_empty();
        Ok(Self { disk, schema, snapshots, is_behind, parents: recorded.parents, version })
    }

    /// The schema that the next snapshot starts from: one that tells only what changes
    /// follows the snapshots before it, and not what lies between.
    pub(super) fn snapshot_from(&self) -> &Schema {
        match self.version {
            Version::V9 => self.snapshots.as_ref().unwrap_or(&self.schema),
            Version::V4 | Version::V5 | Version::V6 | Version::V7 | Version::V8 => &self.schema,
        }
    }

    /// Whose naming rules hold.
    pub(super) fn line(&self) -> Line {
        self.disk.folder.layout.line()
    }

    /// The desired schema. Schemas that only the history knows are read from its SQL,
    /// which is not done unless one of them is missed.
    pub(super) fn desired(&self, project: &Project, extract: &Extract) -> Result<Schema, Error> {
        let mut known = recorded_schemas(&self.schema);
        match schema::model(project, extract, self.line(), &known) {
            Ok(schema) => Ok(schema),
            Err(SchemaError::Problems(problems))
                if problems.iter().any(schema::Located::is_unknown_schema) =>
            {
                for migration in self.disk.folder.migrations.iter().filter(|one| one.sql_exists) {
                    if let Ok(text) = self.disk.read_file(&migration.sql) {
                        known.extend(created(&text).schemas);
                    }
                }
                Ok(schema::model(project, extract, self.line(), &known)?)
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn recorded_schemas(schema: &Schema) -> BTreeSet<String> {
    let of = |name: &QName| name.schema.clone();
    let mut schemas: BTreeSet<String> = schema.namespaces.iter().cloned().collect();
    schemas.extend(schema.tables.keys().map(of));
    schemas.extend(schema.enums.keys().map(of));
    schemas.extend(schema.sequences.keys().map(of));
    schemas.extend(schema.views.keys().map(of));
    schemas.remove(PUBLIC);
    schemas
}

/// drizzle-kit 1.0 up to rc.4 writes snapshots that later ones still read.
pub(crate) fn writes_v8(orm: &Orm) -> bool {
    let Some(version) = orm.version.as_deref().filter(|_| !orm.embedded) else { return false };
    let Some(pre) = version.strip_prefix("1.0.0-") else { return false };
    match pre.strip_prefix("rc.") {
        Some(number) => {
            let digits: String = number.chars().take_while(char::is_ascii_digit).collect();
            digits.parse().is_ok_and(|number: u32| number <= 4)
        }
        None => pre.starts_with("beta") || pre.starts_with("alpha"),
    }
}
