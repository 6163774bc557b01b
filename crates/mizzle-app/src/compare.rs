//! An actual database against a schema that it should have, in one server's words.
//!
//! What nobody named is compared by what it is; what was only renamed is taken for that.
//! Where no development database brings the words of the two together, texts that are
//! written differently are not compared, and named.

use crate::error::Explanation;
use crate::event::{Event, Events, Warning};
use crate::managed::Managed;
use mizzle_core::naming::Line;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::DiffError;
use mizzle_core::postgres::difference::{
    Difference, NamedOtherwise, diff_as_found, differences, keep_derived_names, named_otherwise,
    schema_of,
};
use mizzle_core::postgres::from_catalog::{Fidelity, Introspected, Named, Unmodelled};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::reworded::with_roles;
use mizzle_core::postgres::schema::{PUBLIC, Schema};
use mizzle_core::postgres::uncompared::without_texts;
use mizzle_db::connection::Connection;
use mizzle_db::devdb::DevDatabase;
use mizzle_db::introspect::{CompareError, IntrospectError, Options, in_words_of, introspect_with};
use mizzle_db::prelude::Prelude;
use std::time::Duration;

/// A database that was read.
pub(crate) struct Actual {
    /// What it holds of what the project manages.
    pub(crate) schema: Schema,
    /// What the model leaves out of it.
    pub(crate) fidelity: Fidelity,
    /// The role that read it.
    user: String,
    /// The server's version.
    major: u32,
}

/// The schema that a database should have.
pub(crate) struct Wanted<'a> {
    /// The schema.
    pub(crate) schema: &'a Schema,
    /// Is it in the words of the development database?
    pub(crate) is_worded: bool,
    /// What has to be in place before it can be built.
    pub(crate) prelude: &'a Prelude,
}

/// A database and the schema that it should have.
pub(crate) struct Compared {
    /// What leads from the first to the second, in order.
    pub(crate) plan: Plan,
    /// How they differ, by object.
    pub(crate) differences: Vec<Difference>,
    /// What the database holds, in the words of both.
    pub(crate) actual: Schema,
    /// What nobody named and has another name than its rule gives.
    pub(crate) otherwise: Vec<NamedOtherwise>,
    /// Those of them that do not keep the other name.
    pub(crate) unsettled: Vec<NamedOtherwise>,
    /// What would give these their names.
    pub(crate) renaming: Vec<String>,
    /// The second, with the names of the first where these are kept.
    pub(crate) named: Schema,
    /// What was not compared.
    pub(crate) not_compared: Vec<String>,
}

/// Why a database cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum CompareFailure {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] IntrospectError),
    /// The development database went away, so that nothing is known.
    #[error("the development database went away while the two were compared: {0}")]
    Away(String),
    /// The server would refuse the schema that it should have.
    #[error("no server would accept the schema that the database should have: {0}")]
    Impossible(DiffError),
}

impl CompareFailure {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::Read(error) => unread(error),
            Self::Away(_) => Explanation::new("dev_database_error", self.to_string())
                .hint("run the same command again"),
            Self::Impossible(_) => Explanation::new("unsupported_schema_change", self.to_string())
                .hint("look whether the newest snapshot is what the migrations make"),
        }
    }
}

/// Why a database was not read.
pub(crate) fn unread(error: &IntrospectError) -> Explanation {
    let code = match error {
        IntrospectError::Connect(_) => "config_connection_error",
        IntrospectError::Read { .. } | IntrospectError::TooOld { .. } => "query_error",
    };
    let explanation = Explanation::new(code, error.to_string());
    match error.hint() {
        Some(hint) => explanation.hint(hint),
        None => explanation,
    }
}

impl Actual {
    /// Reads what a project manages of a database.
    pub(crate) fn read(
        connection: &mut Connection,
        managed: &Managed<'_>,
    ) -> Result<Self, CompareFailure> {
        Self::read_within(connection, managed, None)
    }

    /// The same, where nobody waits longer than this for what somebody else is changing.
    pub(crate) fn read_within(
        connection: &mut Connection,
        managed: &Managed<'_>,
        lock_timeout: Option<Duration>,
    ) -> Result<Self, CompareFailure> {
        let found = managed
            .read(|options| introspect_with(connection, &Options { lock_timeout, ..*options }))?;
        let Introspected { schema, mut fidelity, user } = found;
        let schema = managed.restrict(&schema);
        let is_own =
            |thing: &Named<Unmodelled>| managed.has_schema(schema_of(thing).unwrap_or(PUBLIC));
        fidelity.unmodelled.retain(is_own);
        Ok(Self { schema, fidelity, user, major: connection.major() })
    }

    /// Compares it with the schema that it should have, on a development database where
    /// there is one.
    pub(crate) fn compare(
        &self,
        wanted: &Wanted<'_>,
        managed: &Managed<'_>,
        line: Line,
        engine: Option<&DevDatabase>,
        events: Events<'_>,
    ) -> Result<Compared, CompareFailure> {
        let expected = with_roles(wanted.schema, &self.user);
        let (actual, expected, not_compared) =
            match engine.map(|engine| self.in_words_of(wanted, &expected, line, engine)) {
                Some(Ok((actual, expected))) => (actual, expected, Vec::new()),
                Some(Err(error)) if error.is_loss() => {
                    return Err(CompareFailure::Away(why(&error)));
                }
                Some(Err(error)) => {
                    events(Event::Warning(
                        Warning::new(format!(
                            "the schema cannot be built on the development database ({}), so that \
                             defaults, checks, conditions and views that are written otherwise are \
                             not compared",
                            why(&error)
                        ))
                        .hint("`--dev-url` names a server that has what is missing"),
                    ));
                    self.as_written(&expected)
                }
                None => self.as_written(&expected),
            };
        let expected = managed.restrict(&expected);
        let diff = diff_as_found(&actual, &expected, line).map_err(CompareFailure::Impossible)?;
        let (diff, renames) = keep_derived_names(diff);
        let otherwise = named_otherwise(&diff.result, &expected);
        let unsettled = named_otherwise(&diff.result, &renames.result);
        let renaming = plan(&renames, line).statements().map(|own| own.sql.clone()).collect();
        let plan = plan(&diff, line);
        let differences = differences(&actual, &expected, &diff, line);
        Ok(Compared {
            plan,
            differences,
            actual,
            otherwise,
            unsettled,
            renaming,
            named: renames.result,
            not_compared,
        })
    }

    fn in_words_of(
        &self,
        wanted: &Wanted<'_>,
        expected: &Schema,
        line: Line,
        engine: &DevDatabase,
    ) -> Result<(Schema, Schema), CompareError> {
        let prelude = wanted.prelude;
        let expected = if wanted.is_worded {
            expected.clone()
        } else {
            in_words_of(&engine.lease()?, expected, &self.schema, line, prelude)?
        };
        if engine.abilities().version.major == self.major {
            return Ok((self.schema.clone(), expected));
        }
        let actual = in_words_of(&engine.lease()?, &self.schema, &self.schema, line, prelude)?;
        Ok((actual, expected))
    }

    fn as_written(&self, expected: &Schema) -> (Schema, Schema, Vec<String>) {
        let (expected, named) = without_texts(expected, &self.schema);
        (self.schema.clone(), expected, named)
    }
}

/// Without the statement, which may be long.
fn why(error: &CompareError) -> String {
    match error {
        CompareError::Build { error, .. } => error.to_string(),
        CompareError::Introspect(_) | CompareError::Engine(_) | CompareError::Diff(_) => {
            error.to_string()
        }
    }
}
