//! Schemas in a server's own words, and the comparison that needs them.
//!
//! Expressions are compared as the same server prints them: what somebody wanted is
//! built in an empty database and read back by the queries that read the actual one. An
//! actual database of another version is built there as well.

use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions, diff};
use mizzle_core::postgres::from_catalog::{FromCatalog, Introspected, from_catalog};
use mizzle_core::postgres::reworded::{buildable, in_order_of, reworded, with_roles};
use mizzle_core::postgres::schema::Schema;

use super::build::build;
use super::{IntrospectError, Options, Scanned, read, scan};
use crate::connect::{SessionError, connect};
use crate::connection::runtime;
use crate::devdb::{DevError, Lease};
use crate::prelude::Prelude;
use crate::target::Target;

/// Why there is no comparison.
#[derive(Debug, thiserror::Error)]
pub enum CompareError {
    /// A database could not be read.
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
    /// There is no empty database to build in.
    #[error(transparent)]
    Engine(#[from] DevError),
    /// The two have no diff.
    #[error(transparent)]
    Diff(#[from] DiffError),
    /// The engine refuses to build a schema: it uses what is not there.
    #[error("the development database cannot build the schema: {error}\nin: {statement}")]
    Build {
        /// The statement.
        statement: String,
        /// What the engine says.
        error: SessionError,
    },
}

impl CompareError {
    /// Was the server gone, or did it go away?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Introspect(error) => error.is_loss(),
            Self::Engine(error) => error.is_loss(),
            Self::Build { error, .. } => error.is_loss(),
            Self::Diff(_) => false,
        }
    }
}

/// An actual database and a wanted schema, in the words of one server.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// What leads from the actual one to the wanted one.
    pub diff: Diff,
    /// The actual one.
    pub actual: Schema,
    /// The wanted one.
    pub desired: Schema,
    /// How much of the database the model holds.
    pub fidelity: mizzle_core::postgres::from_catalog::Fidelity,
}

/// Compares a database with a schema that is wanted. `empty` lends empty databases of
/// one engine; what both schemas hold is built in them, where the prelude is in place,
/// and forgotten.
///
/// # Errors
/// One of the databases cannot be reached or read, the engine cannot build a schema, or
/// the two have no diff.
pub fn compare(
    target: &Target,
    desired: &Schema,
    options: &Options<'_>,
    diff_options: &DiffOptions<'_>,
    prelude: &Prelude,
    empty: &mut dyn FnMut() -> Result<Lease, DevError>,
) -> Result<Compared, CompareError> {
    let line = diff_options.line;
    let Scanned { found, major } = scan(target, options)?;
    let lease = empty()?;
    let other_major = lease.abilities().version.major != major;
    let desired = with_roles(desired, &found.user);
    let desired = in_words_of(&lease, &desired, &found.schema, line, prelude)?;
    drop(lease);
    let actual = if other_major {
        in_words_of(&empty()?, &found.schema, &found.schema, line, prelude)?
    } else {
        found.schema
    };
    let diff = diff(&actual, &desired, diff_options)?;
    Ok(Compared { diff, actual, desired, fidelity: found.fidelity })
}

/// A schema with every expression as the engine of an empty database prints it, once the
/// prelude is in place, and where tables have their columns in the order of `other`, with
/// which it is to be compared. The database is not empty any more afterwards.
///
/// # Errors
/// The engine cannot be reached, or cannot build the schema.
pub fn in_words_of(
    lease: &Lease,
    schema: &Schema,
    other: &Schema,
    line: Line,
    prelude: &Prelude,
) -> Result<Schema, CompareError> {
    let ordered = buildable(&in_order_of(schema, other));
    Ok(reworded(schema, &read_back(lease, &ordered, line, prelude)?.schema))
}

/// What an empty database holds once a schema was built there, with the prelude in place.
/// The database is not empty any more afterwards.
///
/// # Errors
/// The engine cannot be reached, or cannot build the schema.
pub fn read_back(
    lease: &Lease,
    schema: &Schema,
    line: Line,
    prelude: &Prelude,
) -> Result<Introspected, CompareError> {
    let built = runtime().block_on(async {
        let session = connect(lease.target()).await.map_err(IntrospectError::from)?;
        build(&session, schema, line, prelude).await?;
        Ok::<_, CompareError>(read(&session, &Options::DATABASE).await?)
    })?;
    Ok(from_catalog(&built, &FromCatalog::ALL))
}
