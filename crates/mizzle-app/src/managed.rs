//! What of a database is the project's to look at: what the filters of its config let
//! through, without the ledger and without what a platform keeps for itself.

use crate::destination::ledger;
use crate::project::Project;
use mizzle_core::naming::Line;
use mizzle_core::postgres::from_catalog::FromCatalog;
use mizzle_core::postgres::schema::{PUBLIC, QName, Schema};
use mizzle_db::introspect::Options;
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::prelude::is_of_platform;
use mizzle_loader::config::{Filter, Roles};

/// What a project manages.
#[derive(Debug, Clone)]
pub struct Managed<'a> {
    filter: &'a Filter,
    line: Line,
    ledger: LedgerPlace,
    desired: &'a Schema,
    others: &'a [QName],
}

impl<'a> Managed<'a> {
    /// By the config of a project that follows this line, and wants this schema.
    pub fn of(project: &'a Project, line: Line, desired: &'a Schema) -> Self {
        let ledger = ledger(project, line);
        Self { filter: &project.filter, line, ledger, desired, others: &[] }
    }

    /// The same without tables that are somebody else's ledgers.
    pub fn without(self, others: &'a [QName]) -> Self {
        Self { others, ..self }
    }

    /// Is it a schema to look into? Without a filter of 1.0, a platform's schema is one
    /// only where the project has something in it; without one of 0.x, every schema is in
    /// which the project has something.
    pub fn has_schema(&self, name: &str) -> bool {
        let own = || self.desired.inhabited_namespaces().contains(name);
        let is_others = || {
            let only_ledger = name == self.ledger.schema && name != PUBLIC;
            (only_ledger || (self.filter.schemas.is_none() && is_of_platform(name))) && !own()
        };
        let is_filtered = self.filter.schemas.is_some();
        (self.filter.has_schema(self.line, name) || (!is_filtered && own())) && !is_others()
    }

    /// Is it a table or view to take? The ledger is none.
    pub fn has_table(&self, name: &QName) -> bool {
        !self.ledger.is_own_table(name)
            && !self.others.contains(name)
            && self.filter.has_table(&name.name)
    }

    /// A schema without what is not looked at in a database: what the filters leave out,
    /// views that somebody else creates, and policies on tables of schemas that are not
    /// looked into.
    pub fn restrict(&self, schema: &Schema) -> Schema {
        let mut schema = schema.clone();
        schema.namespaces.retain(|name| self.has_schema(name));
        schema.enums.retain(|name, _| self.has_schema(&name.schema));
        schema.sequences.retain(|name, _| self.has_schema(&name.schema));
        schema.roles.retain(|name, _| self.filter.has_role(name));
        let has = |name: &QName| self.has_schema(&name.schema) && self.has_table(name);
        schema.tables.retain(|name, _| has(name));
        schema.views.retain(|name, view| has(name) && !self.is_existing(name) && !view.existing);
        schema.linked_policies.retain(|linked| self.has_schema(&linked.table.schema));
        schema.privileges.clear();
        schema
    }

    /// Is it a view that the project says is somebody else's?
    fn is_existing(&self, name: &QName) -> bool {
        self.desired.views.get(name).is_some_and(|view| view.existing)
    }

    /// How to read a database.
    pub fn read<T>(&self, work: impl FnOnce(&Options<'_>) -> T) -> T {
        let is_wanted = |table: &QName, policy: &str| {
            let mut linked = self.desired.linked_policies.iter();
            linked.any(|linked| linked.table == *table && linked.policy.name == policy)
        };
        work(&Options {
            schemas: &|name| self.has_schema(name),
            roles: self.filter.roles != Roles::Ignored,
            take: FromCatalog {
                tables: &|name| self.has_table(name),
                roles: &|name| self.filter.has_role(name),
                linked_policies: &is_wanted,
            },
            ..Options::DATABASE
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mizzle_core::postgres::schema::Table;

    #[test]
    fn what_others_keep_is_left_out() {
        let filter = Filter::default();
        let has = |line, desired: &Schema, schema: &str| {
            let ledger = LedgerPlace::usual(line);
            Managed { filter: &filter, line, ledger, desired, others: &[] }.has_schema(schema)
        };
        let mut desired = Schema::default();
        assert!(has(Line::V1, &desired, "public") && has(Line::V1, &desired, "app"));
        assert!(!has(Line::V1, &desired, "auth") && !has(Line::V1, &desired, "drizzle"));
        assert!(!has(Line::V0, &desired, "app"));
        desired.tables.insert(QName::new("auth", "codes"), Table::default());
        assert!(has(Line::V1, &desired, "auth"));
        desired.tables.insert(QName::new("app", "codes"), Table::default());
        assert!(has(Line::V0, &desired, "app") && !has(Line::V0, &desired, "other"));
    }

    #[test]
    fn a_ledger_among_the_tables_is_left_out() {
        let (filter, desired) = (Filter::default(), Schema::default());
        let ledger = LedgerPlace { schema: PUBLIC.to_owned(), ..LedgerPlace::usual(Line::V0) };
        let managed =
            Managed { filter: &filter, line: Line::V0, ledger, desired: &desired, others: &[] };
        assert!(managed.has_schema(PUBLIC));
        assert!(managed.has_table(&QName::public("users")));
        assert!(!managed.has_table(&QName::public("__drizzle_migrations")));
        assert!(!managed.has_table(&QName::public("__mizzle_progress")));
    }
}
