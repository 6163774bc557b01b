//! Which right a role lacks for the ledger, and the GRANT that gives it.

use mizzle_core::sql::Ident;

use super::table::{Found, LedgerPlace};

/// A right that the role needs and lacks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("user \"{user}\" has no right to {what}")]
pub struct MissingRight {
    /// The role.
    pub user: String,
    /// What it cannot do.
    pub what: String,
    /// What an owner runs to allow it.
    pub grant: String,
    /// Does looking need it, and not only a run?
    pub to_look: bool,
}

/// The rights that were found.
#[derive(Debug, Clone)]
pub(super) struct Rights {
    pub(super) create_schema: bool,
    pub(super) use_schema: bool,
    pub(super) create_table: bool,
    pub(super) select: bool,
    pub(super) insert: bool,
    pub(super) own: bool,
    pub(super) sequence: Option<String>,
    pub(super) use_sequence: bool,
    pub(super) delete: bool,
}

impl Rights {
    pub(super) fn missing(&self, found: &Found, place: &LedgerPlace) -> Option<MissingRight> {
        let user = Ident(&found.user);
        let schema = Ident(&place.schema);
        let table = place.qualified();
        let (what, grant) = if !found.schema {
            if self.create_schema {
                return None;
            }
            (
                format!("create the schema {schema} of the migrations table"),
                format!("GRANT CREATE ON DATABASE {} TO {user};", Ident(&found.database)),
            )
        } else if !self.use_schema {
            (
                format!("use the schema {schema} of the migrations table"),
                format!("GRANT USAGE, CREATE ON SCHEMA {schema} TO {user};"),
            )
        } else if found.shape.is_none() {
            if self.create_table {
                return None;
            }
            (
                format!("create the migrations table {table}"),
                format!("GRANT CREATE ON SCHEMA {schema} TO {user};"),
            )
        } else if !self.select || !self.insert {
            (
                format!("read and write the migrations table {table}"),
                format!("GRANT SELECT, INSERT ON {table} TO {user};{}", self.sequence_grant(user)),
            )
        } else if self.sequence.is_some() && !self.use_sequence {
            (
                format!("number the rows of the migrations table {table}"),
                self.sequence_grant(user).trim_start().to_owned(),
            )
        } else {
            return None;
        };
        Some(MissingRight { user: found.user.clone(), what, grant, to_look: false })
    }

    /// The right to read the ledger, which is all that looking needs.
    pub(super) fn missing_read(&self, found: &Found, place: &LedgerPlace) -> Option<MissingRight> {
        if self.use_schema && self.select || found.shape.is_none() {
            return None;
        }
        let user = Ident(&found.user);
        let table = place.qualified();
        let schema = if self.use_schema {
            String::new()
        } else {
            format!("GRANT USAGE ON SCHEMA {} TO {user}; ", Ident(&place.schema))
        };
        Some(MissingRight {
            user: found.user.clone(),
            what: format!("read the migrations table {table}"),
            grant: format!("{schema}GRANT SELECT ON {table} TO {user};"),
            to_look: true,
        })
    }

    pub(super) fn missing_progress(
        &self,
        found: &Found,
        place: &LedgerPlace,
    ) -> Option<MissingRight> {
        // Whoever creates the schema owns it.
        if self.create_table || !found.schema || found.progress {
            return None;
        }
        Some(MissingRight {
            user: found.user.clone(),
            what: format!(
                "create a table in schema {}, which a migration of several transactions needs \
                 while it is unfinished",
                Ident(&place.schema)
            ),
            grant: format!(
                "GRANT CREATE ON SCHEMA {} TO {};",
                Ident(&place.schema),
                Ident(&found.user)
            ),
            to_look: false,
        })
    }

    pub(super) fn missing_delete(
        &self,
        found: &Found,
        place: &LedgerPlace,
    ) -> Option<MissingRight> {
        if self.delete || found.shape.is_none() {
            return None;
        }
        let table = place.qualified();
        Some(MissingRight {
            user: found.user.clone(),
            what: format!("remove rows from the migrations table {table}"),
            grant: format!("GRANT DELETE ON {table} TO {};", Ident(&found.user)),
            to_look: false,
        })
    }

    /// A ledger of the 0.x line is altered by its owner only.
    pub(super) fn missing_upgrade(
        &self,
        found: &Found,
        place: &LedgerPlace,
    ) -> Option<MissingRight> {
        (!self.own).then(|| MissingRight {
            user: found.user.clone(),
            what: format!(
                "add the columns of drizzle 1.0 to the migrations table {}",
                place.qualified()
            ),
            grant: format!("ALTER TABLE {} OWNER TO {};", place.qualified(), Ident(&found.user)),
            to_look: false,
        })
    }

    fn sequence_grant(&self, user: Ident<'_>) -> String {
        match &self.sequence {
            Some(sequence) => format!(" GRANT USAGE ON SEQUENCE {sequence} TO {user};"),
            None => String::new(),
        }
    }
}
