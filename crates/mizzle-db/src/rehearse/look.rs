//! What of the rehearsal's database is looked at: all that is the project's.

use mizzle_core::postgres::from_catalog::{FromCatalog, Introspected};
use mizzle_core::postgres::schema::{PUBLIC, QName};

use super::ground::Ground;
use super::{Rehearsal, RehearseError};
use crate::introspect;
use crate::prelude::is_of_platform;

impl Ground {
    /// Reads the state: without the ledger, without the stand-ins.
    pub(super) fn look(
        &mut self,
        rehearsal: &Rehearsal<'_>,
    ) -> Result<Introspected, RehearseError> {
        let schemas = rehearsal.schemas();
        let own = |name: &str| {
            name == PUBLIC
                || schemas.iter().any(|schema| schema.inhabited_namespaces().contains(name))
        };
        let has_schema = |name: &str| {
            let is_ledgers = name == rehearsal.ledger.schema;
            let is_others = self.others.namespaces.iter().any(|other| other == name);
            own(name) || !(is_ledgers || is_others || is_of_platform(name))
        };
        let tables = |name: &QName| {
            !rehearsal.ledger.is_own_table(name) && !self.others.tables.contains_key(name)
        };
        let roles = |name: &str| schemas.iter().any(|schema| schema.roles.contains_key(name));
        let options = introspect::Options {
            schemas: &has_schema,
            roles: schemas.iter().any(|schema| !schema.roles.is_empty()),
            take: FromCatalog { tables: &tables, roles: &roles, ..FromCatalog::ALL },
            ..introspect::Options::DATABASE
        };
        Ok(introspect::introspect_with(&mut self.session, &options)?)
    }
}
