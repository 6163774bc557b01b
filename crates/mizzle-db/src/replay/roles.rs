//! Stand-ins for roles that migrations name and nobody has made.

use mizzle_core::sql::Ident;

use super::ReplayError;
use crate::connect::connect;
use crate::connection::runtime;
use crate::devdb::Lease;
use crate::introspect::IntrospectError;
use crate::runner::RunError;

/// `undefined_object`
const UNDEFINED_OBJECT: &str = "42704";

/// The role for whose absence the run stopped.
pub(crate) fn missing(error: &RunError) -> Option<String> {
    let RunError::Failed { failure, .. } = error else { return None };
    if failure.server.code != UNDEFINED_OBJECT {
        return None;
    }
    let (_, rest) = failure.server.message.split_once("role \"")?;
    let (name, _) = rest.rsplit_once('"')?;
    Some(name.to_owned())
}

/// Makes a role that can do nothing.
pub(super) fn make(lease: &Lease, role: &str) -> Result<(), ReplayError> {
    runtime().block_on(async {
        let session = connect(lease.target()).await.map_err(IntrospectError::from)?;
        let made = session.execute(&format!("CREATE ROLE {} NOLOGIN", Ident(role))).await;
        made.map_err(|error| ReplayError::Role { role: role.to_owned(), error })
    })
}
