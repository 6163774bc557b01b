//! Databases that are made on a development database, looked at, and forgotten: by SQL of
//! any kind, by a schema, or by a plan on top of either.
//!
//! Roles belong to the whole server. Those that the SQL names and nobody has made get
//! stand-ins, and [`Scratch::end`] drops all that were made on the way, so that one
//! database leaves nothing to the next.

mod script;

use std::collections::BTreeSet;

use mizzle_core::naming::Line;
use mizzle_core::plan::{Plan, Segment};
use mizzle_core::postgres::from_catalog::FromCatalog;
use mizzle_core::postgres::reworded::standalone;
use mizzle_core::postgres::schema::{ForeignKey, Schema};
use mizzle_core::sql::Ident;

use crate::connect::{Session, SessionError, connect};
use crate::connection::runtime;
use crate::devdb::Lease;
use crate::introspect::{self, CompareError, IntrospectError, Looked, Options, build, look};
use crate::prelude::{Prelude, is_of_platform};

pub use script::{SqlError, SqlText};

/// `undefined_object`
const UNDEFINED_OBJECT: &str = "42704";

/// An empty database that somebody lends, with what is done in it.
#[derive(Debug)]
pub struct Scratch {
    lease: Lease,
    /// The roles that were there before.
    before: BTreeSet<String>,
    /// The roles that stand in for what nobody has made.
    stand_ins: Vec<String>,
    /// Where the roles are named that may have been made here: others may make some on the
    /// same server meanwhile.
    named: Vec<String>,
}

/// Why a database could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ScratchError {
    /// It cannot be reached or read.
    #[error(transparent)]
    Introspect(#[from] IntrospectError),
    /// A schema cannot be built in it.
    #[error(transparent)]
    Build(#[from] CompareError),
    /// SQL that does not run.
    #[error(transparent)]
    Sql(#[from] Box<SqlError>),
    /// A statement of a plan is refused.
    #[error("the server refuses it: {error}")]
    Plan {
        /// The statement.
        statement: String,
        /// Why.
        error: SessionError,
    },
    /// The server was lost, or does not let roles be made.
    #[error("the development database failed: {0}")]
    Session(SessionError),
}

impl ScratchError {
    /// Was the server gone, or did it go away?
    pub fn is_loss(&self) -> bool {
        match self {
            Self::Introspect(error) => error.is_loss(),
            Self::Build(error) => error.is_loss(),
            Self::Sql(_) => false,
            Self::Plan { error, .. } | Self::Session(error) => error.is_loss(),
        }
    }
}

/// Runs files in a database that somebody lends. Roles that they name and nobody has made
/// get stand-ins; one that is there already is not made again.
pub(crate) fn furnish(lease: &Lease, files: &[SqlText]) -> Result<(), ScratchError> {
    runtime().block_on(async {
        let session = open(lease).await?;
        for file in files {
            script::run(&session, file, &mut Vec::new()).await?;
        }
        Ok(())
    })
}

impl Scratch {
    /// Takes an empty database.
    ///
    /// # Errors
    /// It cannot be reached.
    pub fn begin(lease: Lease) -> Result<Self, ScratchError> {
        let before = runtime().block_on(async { roles(&open(&lease).await?).await })?;
        Ok(Self { lease, before, stand_ins: Vec::new(), named: Vec::new() })
    }

    /// Where it is.
    #[must_use]
    pub fn lease(&self) -> &Lease {
        &self.lease
    }

    /// Puts the stand-ins of a prelude there.
    ///
    /// # Errors
    /// The server was lost.
    pub fn lay_stand_ins(&self, prelude: &Prelude) -> Result<(), ScratchError> {
        runtime().block_on(async {
            let session = open(&self.lease).await?;
            prelude.lay_stand_ins(&session).await.map_err(ScratchError::Session)
        })
    }

    /// Runs SQL files, one after the other, each as `migrate` would.
    ///
    /// # Errors
    /// One of them cannot be read as SQL, or a statement is refused.
    pub fn run(&mut self, files: &[SqlText]) -> Result<(), ScratchError> {
        self.named.extend(files.iter().map(|file| file.text.clone()));
        let Self { lease, stand_ins, .. } = self;
        runtime().block_on(async {
            let session = open(lease).await?;
            for file in files {
                script::run(&session, file, stand_ins).await?;
            }
            Ok(())
        })
    }

    /// Builds a schema, with all of it that can stand on its own: roles that it only
    /// names are stood in for, foreign keys to tables that nobody knows are left out.
    ///
    /// # Errors
    /// The server refuses it.
    pub fn build(
        &mut self,
        schema: &Schema,
        line: Line,
        prelude: &Prelude,
    ) -> Result<(), ScratchError> {
        let whole = whole(schema);
        self.named.extend(whole.roles.keys().cloned());
        let Self { lease, stand_ins, before, .. } = self;
        runtime().block_on(async {
            let session = open(lease).await?;
            let policies = whole.tables.values().flat_map(|table| &table.policies);
            let named: BTreeSet<&String> = policies.flat_map(|policy| &policy.roles).collect();
            for role in named.into_iter().filter(|role| !is_word(role)) {
                if !whole.roles.contains_key(role) && !before.contains(role) {
                    stand_in(&session, role, stand_ins).await?;
                }
            }
            build(&session, &whole, line, prelude).await?;
            Ok(())
        })
    }

    /// Carries a plan out.
    ///
    /// # Errors
    /// A statement is refused; nothing of its segment stays.
    pub fn apply(&mut self, plan: &Plan) -> Result<(), ScratchError> {
        self.named.extend(plan.statements().map(|statement| statement.sql.clone()));
        let Self { lease, stand_ins, .. } = self;
        runtime().block_on(async {
            let session = open(lease).await?;
            for segment in &plan.segments {
                let (texts, alone): (Vec<&str>, bool) = match segment {
                    Segment::Transaction(statements) => {
                        (statements.iter().map(|one| one.sql.as_str()).collect(), false)
                    }
                    Segment::Alone(statement) => (vec![statement.sql.as_str()], true),
                };
                let failed = |(place, error): (usize, SessionError)| ScratchError::Plan {
                    statement: texts.get(place).copied().unwrap_or_default().to_owned(),
                    error,
                };
                together(&session, &texts, alone, stand_ins).await?.map_err(failed)?;
            }
            Ok(())
        })
    }

    /// Reads what it holds in the schemas of which `schemas` says so. Of the roles those
    /// count that were made in it and of which `roles` says so.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn look(
        &self,
        schemas: &dyn Fn(&str) -> bool,
        roles: &dyn Fn(&str) -> bool,
    ) -> Result<Looked, ScratchError> {
        let roles = |name: &str| {
            let is_stand_in = self.stand_ins.iter().any(|made| made == name);
            !self.before.contains(name) && !is_stand_in && roles(name)
        };
        let take = FromCatalog { roles: &roles, ..FromCatalog::ALL };
        let options = Options { schemas, roles: true, take, ..introspect::Options::DATABASE };
        Ok(look(self.lease.target(), &options)?)
    }

    /// Drops the roles that were made, and with the lease the database.
    ///
    /// # Errors
    /// The server was lost.
    pub fn end(self) -> Result<(), ScratchError> {
        runtime().block_on(async {
            let session = open(&self.lease).await?;
            let is_ours = |role: &str| {
                self.stand_ins.iter().any(|made| made == role)
                    || self.named.iter().any(|text| text.contains(role))
            };
            let after = roles(&session).await?;
            for role in after.difference(&self.before).filter(|role| is_ours(role)) {
                let name = Ident(role);
                for sql in [format!("DROP OWNED BY {name} CASCADE"), format!("DROP ROLE {name}")] {
                    session.execute(&sql).await.map_err(ScratchError::Session)?;
                }
            }
            Ok(())
        })
    }
}

/// What of a schema can be built where there is nothing else.
fn whole(schema: &Schema) -> Schema {
    let mut whole = standalone(schema);
    whole.roles.clone_from(&schema.roles);
    for (name, table) in &schema.tables {
        let Some(built) = whole.tables.get_mut(name) else { continue };
        built.policies.clone_from(&table.policies);
        let known = |key: &&ForeignKey| {
            schema.tables.contains_key(&key.target) || is_of_platform(&key.target.schema)
        };
        built.foreign_keys = table.foreign_keys.iter().filter(known).cloned().collect();
    }
    whole
}

/// Is it a word of SQL in the place of a role?
fn is_word(role: &str) -> bool {
    matches!(role, "public" | "current_user" | "current_role" | "session_user")
}

async fn open(lease: &Lease) -> Result<Session, ScratchError> {
    let session = connect(lease.target()).await.map_err(IntrospectError::from)?;
    Ok(session)
}

async fn roles(session: &Session) -> Result<BTreeSet<String>, ScratchError> {
    let rows = session.query("SELECT rolname FROM pg_roles").await;
    let rows = rows.map_err(ScratchError::Session)?;
    Ok(rows.iter().filter_map(|row| row.text(0).map(str::to_owned)).collect())
}

async fn stand_in(
    session: &Session,
    role: &str,
    stand_ins: &mut Vec<String>,
) -> Result<(), ScratchError> {
    let made = session.execute(&format!("CREATE ROLE {} NOLOGIN", Ident(role))).await;
    made.map_err(ScratchError::Session)?;
    stand_ins.push(role.to_owned());
    Ok(())
}

/// Runs statements in one transaction, or one alone; again where a role was missing, for
/// which a stand-in is made. Gives the place of the one that is refused.
async fn together(
    session: &Session,
    texts: &[&str],
    alone: bool,
    stand_ins: &mut Vec<String>,
) -> Result<Result<(), (usize, SessionError)>, ScratchError> {
    loop {
        let all = texts.iter().copied();
        let answers = if alone {
            session.execute_all(all).await
        } else {
            session.execute_all(["BEGIN"].into_iter().chain(all).chain(["COMMIT"])).await
        };
        let first = answers.into_iter().enumerate().find_map(|(place, answer)| {
            let error = answer.err()?;
            Some((place.saturating_sub(usize::from(!alone)), error))
        });
        let Some((place, error)) = first else { return Ok(Ok(())) };
        match missing_role(&error) {
            Some(role) if !stand_ins.contains(&role) => {
                stand_in(session, &role, stand_ins).await?;
            }
            Some(_) | None => return Ok(Err((place, error))),
        }
    }
}

/// The role for whose absence a statement was refused.
fn missing_role(error: &SessionError) -> Option<String> {
    let server = error.server().filter(|server| server.code == UNDEFINED_OBJECT)?;
    let (_, rest) = server.message.split_once("role \"")?;
    let (name, _) = rest.rsplit_once('"')?;
    Some(name.to_owned())
}
