//! Row-level security policies.

use super::expression::inline;
use crate::postgres::drizzle;
use crate::postgres::schema::{Policy, PolicyCommand, PolicyKind};

/// A policy. Words that drizzle's types do not allow mean the default.
pub(super) fn policy(given: &drizzle::Policy) -> Policy {
    let mut roles = given.to.clone();
    if roles.is_empty() {
        roles.push("public".to_owned());
    }
    // As JavaScript sorts: by UTF-16 code units.
    roles.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    Policy {
        name: given.name.clone(),
        kind: match given.r#as.as_deref().map(str::to_ascii_lowercase).as_deref() {
            Some("restrictive") => PolicyKind::Restrictive,
            Some(_) | None => PolicyKind::Permissive,
        },
        command: PolicyCommand::parse(given.r#for.as_deref().unwrap_or("all")),
        roles,
        using: given.using.as_ref().map(inline),
        with_check: given.with_check.as_ref().map(inline),
    }
}
