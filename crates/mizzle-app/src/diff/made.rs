//! A side as it is compared: its schema in one server's words, and what it holds beside.

use super::error::DiffFailure;
use super::source::Source;
use crate::event::{Event, Events, Stage};
use mizzle_core::naming::Line;
use mizzle_core::postgres::reworded::{reworded, with_roles};
use mizzle_core::postgres::schema::Schema;
use mizzle_core::sql::created::created;
use mizzle_db::devdb::DevDatabase;
use mizzle_db::introspect::{Described, Looked};
use mizzle_db::prelude::{Prelude, is_of_platform};
use mizzle_db::scratch::{Scratch, ScratchError, SqlError, SqlText};
use std::collections::BTreeSet;

/// A side, ready to be compared.
#[derive(Debug)]
pub(super) struct Made {
    /// How it is called.
    pub(super) shown: String,
    /// Its schema.
    pub(super) schema: Schema,
    /// What it holds, in a server's words; `None` where it can only say what the model
    /// can.
    pub(super) described: Option<Described>,
    /// The server's major version, where one was read.
    pub(super) major: Option<u32>,
    /// How it is made again.
    pub(super) basis: Basis,
}

/// How a side is made in an empty database.
#[derive(Debug, Clone)]
pub(super) enum Basis {
    /// By nothing.
    Nothing,
    /// By SQL.
    Sql(Vec<SqlText>),
    /// By its schema, after a prelude.
    Schema(Prelude),
}

impl Made {
    /// Was it read from a server, names and all?
    pub(super) fn is_read(&self) -> bool {
        self.described.is_some()
    }

    /// What of it could not be read, and why.
    pub(super) fn unreadable(&self) -> Option<String> {
        let why = self.described.as_ref()?.unreadable.as_ref()?;
        Some(format!("what {} has beside the model ({why})", self.shown))
    }

    /// What another side may call that no schema can make.
    pub(super) fn statements(&self) -> Vec<String> {
        self.described.as_ref().map(Described::to_statements).unwrap_or_default()
    }
}

/// The development database, and whose rules of naming hold on it.
#[derive(Debug)]
pub(super) struct Bench {
    /// It.
    pub(super) database: DevDatabase,
    /// Whose rules.
    pub(super) line: Line,
}

impl Bench {
    /// An empty database.
    pub(super) fn scratch(&self, shown: &str) -> Result<Scratch, DiffFailure> {
        let lease = self.database.lease();
        let lease = lease.map_err(|error| DiffFailure::NoEngine {
            why: error.to_string(),
            help: "choose another one with `--dev-engine` or `--dev-url`".to_owned(),
        })?;
        Scratch::begin(lease).map_err(|error| self.failed(shown, error))
    }

    /// An error of it, about a side.
    pub(super) fn failed(&self, shown: &str, error: ScratchError) -> DiffFailure {
        let engine = self.database.label();
        DiffFailure::Made { side: shown.to_owned(), engine, error: Box::new(error) }
    }

    /// Makes in an empty database what a side is made of.
    pub(super) fn lay(
        &self,
        scratch: &mut Scratch,
        shown: &str,
        schema: &Schema,
        basis: &Basis,
    ) -> Result<(), DiffFailure> {
        match basis {
            Basis::Nothing => Ok(()),
            Basis::Sql(files) => {
                let texts: Vec<&str> = files.iter().map(|file| file.text.as_str()).collect();
                let prelude = Prelude::stand_ins(&texts, &Schema::default());
                let laid = scratch.lay_stand_ins(&prelude).and_then(|()| scratch.run(files));
                laid.map_err(|error| self.refused(shown, files, error))
            }
            Basis::Schema(prelude) => {
                scratch.build(schema, self.line, prelude).map_err(|error| self.failed(shown, error))
            }
        }
    }

    fn refused(&self, shown: &str, files: &[SqlText], error: ScratchError) -> DiffFailure {
        let ScratchError::Sql(error) = error else { return self.failed(shown, error) };
        let (name, number) = match &*error {
            SqlError::Script { file, error } => (file, error.position.line),
            SqlError::Refused { file, statement, error } => {
                (file, statement.locate(error.position.unwrap_or(1)).line)
            }
        };
        let file = files.iter().find(|file| file.file == *name);
        let number = usize::try_from(number).unwrap_or(1).saturating_sub(1);
        let text = file.and_then(|file| file.text.lines().nth(number)).unwrap_or_default();
        DiffFailure::Sql { engine: self.database.label(), text: text.to_owned(), error }
    }

    /// A side of SQL.
    pub(super) fn of_sql(
        &self,
        shown: String,
        files: Vec<SqlText>,
        events: Events<'_>,
    ) -> Result<Made, DiffFailure> {
        events(Event::Started(Stage::Side));
        let basis = Basis::Sql(files.clone());
        let mut scratch = self.scratch(&shown)?;
        let laid = self.lay(&mut scratch, &shown, &Schema::default(), &basis);
        let looked = laid.and_then(|()| {
            let schemas = |name: &str| !is_of_platform(name) || makes_schema(&files, name);
            let roles = |name: &str| files.iter().any(|file| file.text.contains(name));
            scratch.look(&schemas, &roles).map_err(|error| self.failed(&shown, error))
        });
        self.end(scratch, &shown, looked.is_ok())?;
        events(Event::Finished(Stage::Side));
        let looked = looked?;
        Ok(Made {
            shown,
            major: Some(looked.major()),
            schema: looked.found.schema,
            described: Some(looked.described),
            basis,
        })
    }

    /// A side of a schema that somebody wrote, put into this server's words.
    pub(super) fn of_schema(
        &self,
        shown: String,
        schema: &Schema,
        user: Option<&str>,
        prelude: Prelude,
    ) -> Result<Made, DiffFailure> {
        let basis = Basis::Schema(prelude);
        let looked = self.build_and_look(&shown, schema, &basis)?;
        let named = with_roles(schema, user.unwrap_or(&looked.found.user));
        Ok(Made {
            schema: reworded(&named, &looked.found.schema),
            described: None,
            major: Some(looked.major()),
            shown,
            basis,
        })
    }

    /// A database of another version, put into this server's words.
    pub(super) fn reword(&self, made: &mut Made) -> Result<(), DiffFailure> {
        let looked = self.build_and_look(&made.shown, &made.schema, &made.basis)?;
        made.schema = reworded(&made.schema, &looked.found.schema);
        Ok(())
    }

    fn build_and_look(
        &self,
        shown: &str,
        schema: &Schema,
        basis: &Basis,
    ) -> Result<Looked, DiffFailure> {
        let mut scratch = self.scratch(shown)?;
        let own: BTreeSet<&str> = schema.inhabited_namespaces();
        let looked = self.lay(&mut scratch, shown, schema, basis).and_then(|()| {
            let schemas = |name: &str| !is_of_platform(name) || own.contains(name);
            let roles = |name: &str| schema.roles.contains_key(name);
            scratch.look(&schemas, &roles).map_err(|error| self.failed(shown, error))
        });
        self.end(scratch, shown, looked.is_ok())?;
        looked
    }

    /// Cleans up. What goes wrong with it after another failure is not told.
    pub(super) fn end(
        &self,
        scratch: Scratch,
        shown: &str,
        is_well: bool,
    ) -> Result<(), DiffFailure> {
        match scratch.end() {
            Err(error) if is_well => Err(self.failed(shown, error)),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// Does the SQL create a schema of this name?
pub(super) fn makes_schema(files: &[SqlText], name: &str) -> bool {
    files.iter().any(|file| created(&file.text).schemas.iter().any(|made| made == name))
}

/// What has to be in place before a schema can be built, from what the other side and the
/// project's migrations make.
pub(super) fn prelude(
    schema: &Schema,
    other: &Source,
    looked: Option<&Made>,
    migrations: &[SqlText],
) -> Prelude {
    let of_other = match other {
        Source::Sql(files) => files.as_slice(),
        Source::Empty | Source::Authored(_) | Source::Database(_) => &[],
    };
    let texts: Vec<&str> =
        of_other.iter().chain(migrations).map(|file| file.text.as_str()).collect();
    let read = match other {
        Source::Database(_) => looked.map(Made::statements).unwrap_or_default(),
        Source::Empty | Source::Authored(_) | Source::Sql(_) => Vec::new(),
    };
    Prelude::of_sql(&texts, schema).with_statements(read)
}
