//! What of a database is the project's to look at: what the filters of its config let
//! through, without the ledger and without what a platform keeps for itself.

use crate::destination::ledger;
use crate::project::Project;
use mizzle_core::naming::Line;
use mizzle_core::postgres::archive;
use mizzle_core::postgres::from_catalog::FromCatalog;
use mizzle_core::postgres::schema::{LinkedPolicy, PUBLIC, QName, Schema};
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
        Self::by(&project.filter, ledger(project, line), line, desired)
    }

    /// The same, by the parts of the config that it takes.
    pub fn by(filter: &'a Filter, ledger: LedgerPlace, line: Line, desired: &'a Schema) -> Self {
        Self { filter, line, ledger, desired, others: &[] }
    }

    /// The same without tables that are somebody else's ledgers.
    pub fn without(self, others: &'a [QName]) -> Self {
        Self { others, ..self }
    }

    /// Is it a schema to look into? Without a filter of 1.0, a platform's schema is one
    /// only where the project has something in it; without one of 0.x, every schema is in
    /// which the project has something. One that the project only refers to is none.
    pub fn has_schema(&self, name: &str) -> bool {
        let own = || self.desired.inhabited_namespaces().contains(name);
        let is_others = || {
            let only_ledger = name == self.ledger.schema && name != PUBLIC;
            let is_platform = self.filter.schemas.is_none() && is_of_platform(name);
            let is_referred = name != PUBLIC && self.referred().any(|table| table.schema == name);
            (only_ledger || is_platform || is_referred) && !own()
        };
        // What migrations keep there is theirs, and may be dropped at any time.
        if name == archive::SCHEMA {
            return false;
        }
        let is_filtered = self.filter.schemas.is_some();
        (self.filter.has_schema(self.line, name) || (!is_filtered && own())) && !is_others()
    }

    /// Is it a schema to read? That is also one in which the project has nothing but
    /// policies on somebody else's tables.
    fn reads(&self, name: &str) -> bool {
        let is_filtered = self.filter.schemas.is_some();
        let mut linked = self.desired.linked_policies.iter();
        self.has_schema(name)
            || ((!is_filtered || self.filter.has_schema(self.line, name))
                && linked.any(|linked| linked.table.schema == name))
    }

    /// Is it a table or view to take? The ledger is none, nor is a table of somebody else
    /// that the project refers to.
    pub fn has_table(&self, name: &QName) -> bool {
        !self.ledger.is_own_table(name)
            && !self.others.contains(name)
            && self.filter.has_table(&name.name)
            && !self.referred().any(|other| other == name)
    }

    /// Tables that the project refers to and that are not its own.
    fn referred(&self) -> impl Iterator<Item = &QName> {
        let keys = self.desired.tables.values().flat_map(|table| &table.foreign_keys);
        let linked = self.desired.linked_policies.iter().map(|linked| &linked.table);
        keys.map(|key| &key.target)
            .chain(linked)
            .filter(|name| !self.desired.tables.contains_key(*name))
    }

    /// A schema without what is not looked at in a database: what the filters leave out,
    /// views that somebody else creates, policies on tables of schemas that are not looked
    /// into, and roles that the project does not speak of.
    pub fn restrict(&self, schema: &Schema) -> Schema {
        let mut schema = schema.clone();
        schema.namespaces.retain(|name| self.has_schema(name));
        schema.enums.retain(|name, _| self.has_schema(&name.schema));
        schema.sequences.retain(|name, _| self.has_schema(&name.schema));
        // A server has roles of many databases.
        let is_wanted = |name: &str| self.desired.roles.contains_key(name);
        schema.roles.retain(|name, _| is_wanted(name) && self.filter.has_role(name));
        let has = |name: &QName| self.has_schema(&name.schema) && self.has_table(name);
        schema.tables.retain(|name, _| has(name));
        schema.views.retain(|name, view| has(name) && !self.is_existing(name) && !view.existing);
        schema.linked_policies.retain(|linked| self.reads(&linked.table.schema));
        schema.privileges.clear();
        schema
    }

    /// Is it a view that the project says is somebody else's?
    fn is_existing(&self, name: &QName) -> bool {
        self.desired.views.get(name).is_some_and(|view| view.existing)
    }

    /// Policies of a schema that are not looked at, since the filters leave them out.
    pub fn unread_policies<'s>(
        &'s self,
        schema: &'s Schema,
    ) -> impl Iterator<Item = &'s LinkedPolicy> {
        schema.linked_policies.iter().filter(|linked| !self.reads(&linked.table.schema))
    }

    /// How to read a database.
    pub fn read<T>(&self, work: impl FnOnce(&Options<'_>) -> T) -> T {
        let is_wanted = |table: &QName, policy: &str| {
            let mut linked = self.desired.linked_policies.iter();
            linked.any(|linked| linked.table == *table && linked.policy.name == policy)
        };
        work(&Options {
            schemas: &|name| self.reads(name),
            roles: self.filter.roles != Roles::Ignored,
            take: FromCatalog {
                tables: &|name| self.has_schema(&name.schema) && self.has_table(name),
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
    use mizzle_core::postgres::schema::{
        Action, ForeignKey, Name, Policy, PolicyCommand, PolicyKind, Table,
    };

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
        assert!(!has(Line::V1, &desired, "mizzle_archive"));
        assert!(!has(Line::V0, &desired, "app"));
        desired.tables.insert(QName::new("auth", "codes"), Table::default());
        assert!(has(Line::V1, &desired, "auth"));
        desired.tables.insert(QName::new("app", "codes"), Table::default());
        assert!(has(Line::V0, &desired, "app") && !has(Line::V0, &desired, "other"));
    }

    #[test]
    fn what_the_project_only_refers_to_is_somebody_elses() {
        let (filter, mut desired) = (Filter::default(), Schema::default());
        let (users, files) = (QName::new("ext", "users"), QName::new("box", "files"));
        let mut posts = Table::default();
        posts.foreign_keys.push(ForeignKey {
            name: Name::derived("k"),
            columns: vec!["author".into()],
            target: users.clone(),
            target_columns: vec!["id".into()],
            on_delete: Action::NoAction,
            on_update: Action::NoAction,
        });
        desired.tables.insert(QName::public("posts"), posts);
        let policy = Policy {
            name: "own".into(),
            kind: PolicyKind::Permissive,
            command: PolicyCommand::All,
            roles: Vec::new(),
            using: None,
            with_check: None,
        };
        desired.linked_policies.push(LinkedPolicy { table: files, policy });
        let ledger = LedgerPlace::usual(Line::V1);
        let managed =
            Managed { filter: &filter, line: Line::V1, ledger, desired: &desired, others: &[] };
        assert!(!managed.has_schema("ext") && !managed.reads("ext"));
        assert!(!managed.has_schema("box") && managed.reads("box"));
        assert!(!managed.has_table(&users) && managed.has_table(&QName::public("posts")));
        assert_eq!(managed.unread_policies(&desired).count(), 0);
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
