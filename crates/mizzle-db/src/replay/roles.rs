//! Roles are the server's, and not the database's: stand-ins for those that migrations name
//! and nobody has made, and those that are there before a migration makes them.

use std::borrow::Cow;

use mizzle_core::sql::Ident;
use mizzle_core::sql::words::{Token, tokens};

use super::ReplayError;
use crate::connect::connect;
use crate::connection::runtime;
use crate::devdb::Lease;
use crate::introspect::IntrospectError;
use crate::migration::Migration;
use crate::runner::RunError;

/// `duplicate_object`
pub(crate) const DUPLICATE_OBJECT: &str = "42710";

/// `undefined_object`
const UNDEFINED_OBJECT: &str = "42704";

/// Runs something on a database until it goes through, or stops for another reason than a
/// role that nobody has made. Such roles are made, and are in `made` afterwards; a run goes
/// on behind what it has done.
pub(crate) fn with_stand_ins(
    lease: &Lease,
    made: &mut Vec<String>,
    mut run: impl FnMut() -> Result<(), Box<RunError>>,
) -> Result<(), ReplayError> {
    loop {
        let Err(error) = run() else { return Ok(()) };
        match missing(&error) {
            Some(role) if !made.contains(&role) => {
                make(lease, &role)?;
                made.push(role);
            }
            Some(_) | None => return Err(ReplayError::Run(error)),
        }
    }
}

/// The role for whose absence the run stopped.
fn missing(error: &RunError) -> Option<String> {
    let RunError::Failed { failure, .. } = error else { return None };
    if failure.server.code != UNDEFINED_OBJECT {
        return None;
    }
    let (_, rest) = failure.server.message.split_once("role \"")?;
    let (name, _) = rest.rsplit_once('"')?;
    Some(name.to_owned())
}

/// Takes the statement out of its migration that makes a role which is there already: an
/// earlier run on the same server made it, or somebody else did. False for any other error.
pub(super) fn leave_out(error: &RunError, migrations: &mut Cow<'_, [Migration]>) -> bool {
    let RunError::Failed { failure, .. } = error else { return false };
    let statement = failure.statement.as_str();
    let is_role = failure.server.code == DUPLICATE_OBJECT && creates_role(statement);
    if !is_role {
        return false;
    }
    let own = migrations.iter().position(|migration| migration.name == failure.migration);
    let Some(own) = own.and_then(|at| migrations.to_mut().get_mut(at)) else { return false };
    let Some(start) = own.text.find(statement) else { return false };
    own.text.replace_range(start..start + statement.len(), "SELECT 1");
    true
}

/// Does the statement make a role?
pub(crate) fn creates_role(statement: &str) -> bool {
    let mut words = tokens(statement).into_iter().filter_map(|(token, _)| match token {
        Token::Word(word) => Some(word),
        Token::Text(_) | Token::Other(_) => None,
    });
    let is = |word: Option<Cow<'_, str>>, wanted: &[&str]| {
        word.is_some_and(|word| wanted.contains(&word.as_ref()))
    };
    is(words.next(), &["create"]) && is(words.next(), &["role", "user", "group"])
}

/// Makes a role that can do nothing.
fn make(lease: &Lease, role: &str) -> Result<(), ReplayError> {
    runtime().block_on(async {
        let session = connect(lease.target()).await.map_err(IntrospectError::from)?;
        let made = session.execute(&format!("CREATE ROLE {} NOLOGIN", Ident(role))).await;
        made.map_err(|error| ReplayError::Role { role: role.to_owned(), error })
    })
}
