//! Policies that the server refuses.

use super::Impossible;
use crate::postgres::schema::{Object, Policy, PolicyCommand, QName};

/// Which rows a statement sees is USING, which it may write is WITH CHECK, and not every
/// statement does both.
///
/// <https://www.postgresql.org/docs/current/sql-createpolicy.html>
pub(super) fn policy(table: &QName, policy: &Policy) -> Option<Impossible> {
    let (has, way_out) = match policy.command {
        PolicyCommand::Insert if policy.using.is_some() => {
            ("`using`", "since an INSERT reads no rows: write `withCheck`")
        }
        PolicyCommand::Select | PolicyCommand::Delete if policy.with_check.is_some() => {
            ("`withCheck`", "since it writes no rows: write `using`")
        }
        PolicyCommand::All
        | PolicyCommand::Select
        | PolicyCommand::Insert
        | PolicyCommand::Update
        | PolicyCommand::Delete => return None,
    };
    let message = format!(
        "the policy {} of {table} is for {} and has {has}, which the server refuses, {way_out}",
        policy.name,
        policy.command.as_sql()
    );
    let at = Object::Policy(table.clone(), policy.name.clone());
    Some(Impossible::new(at, message))
}
