//! Schemas and roles.

use super::Draft;
use crate::plan::Hazard;
use crate::postgres::schema::Role;
use crate::sql::{Ident, Literal};

pub(super) fn create_namespace(name: &str) -> Draft {
    Draft::new(format!("CREATE SCHEMA {};", Ident(name)))
}

/// Without CASCADE: what the model does not know keeps the schema from going.
pub(super) fn drop_namespace(name: &str) -> Draft {
    Draft::new(format!("DROP SCHEMA {};", Ident(name)))
        .hazard(Hazard::MayFail { on: format!("while anything is left in the schema {name}") })
}

pub(super) fn rename_namespace(from: &str, to: &str) -> Draft {
    Draft::new(format!("ALTER SCHEMA {} RENAME TO {};", Ident(from), Ident(to)))
        .hazard(Hazard::BreaksNames { name: from.to_owned() })
}

pub(super) fn create_role(name: &str, role: &Role) -> Draft {
    let options = options(&Role { inherit: Some(true), ..Role::default() }, role);
    Draft::new(format!("CREATE ROLE {}{options};", Ident(name)))
}

pub(super) fn drop_role(name: &str) -> Draft {
    Draft::new(format!("DROP ROLE {};", Ident(name))).hazard(Hazard::MayFail {
        on: format!("while {name} owns anything or has rights to anything"),
    })
}

pub(super) fn rename_role(from: &str, to: &str) -> Draft {
    Draft::new(format!("ALTER ROLE {} RENAME TO {};", Ident(from), Ident(to)))
        .hazard(Hazard::BreaksNames { name: from.to_owned() })
}

pub(super) fn alter_role(name: &str, from: &Role, to: &Role) -> Draft {
    Draft::new(format!("ALTER ROLE {}{};", Ident(name), options(from, to)))
}

/// ` WITH …`: what differs. What is said of neither side is left as it is; what is no
/// longer said goes back to the server's default.
fn options(from: &Role, to: &Role) -> String {
    let mut words = Vec::new();
    for (from, to, word, default) in [
        (from.superuser, to.superuser, "SUPERUSER", false),
        (from.create_db, to.create_db, "CREATEDB", false),
        (from.create_role, to.create_role, "CREATEROLE", false),
        (from.inherit, to.inherit, "INHERIT", true),
        (from.can_login, to.can_login, "LOGIN", false),
        (from.replication, to.replication, "REPLICATION", false),
        (from.bypass_rls, to.bypass_rls, "BYPASSRLS", false),
    ] {
        let (from, to) = (from.unwrap_or(default), to.unwrap_or(default));
        if from != to {
            words.push(if to { word.to_owned() } else { format!("NO{word}") });
        }
    }
    let (had, wants) = (from.connection_limit.unwrap_or(-1), to.connection_limit.unwrap_or(-1));
    if had != wants {
        words.push(format!("CONNECTION LIMIT {wants}"));
    }
    if from.password != to.password {
        words.push(match &to.password {
            Some(password) => format!("PASSWORD {}", Literal(password)),
            None => "PASSWORD NULL".to_owned(),
        });
    }
    if from.valid_until != to.valid_until {
        let until = to.valid_until.as_deref().unwrap_or("infinity");
        words.push(format!("VALID UNTIL {}", Literal(until)));
    }
    if words.is_empty() { String::new() } else { format!(" WITH {}", words.join(" ")) }
}
