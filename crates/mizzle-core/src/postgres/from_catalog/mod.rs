//! The model of what a database holds: the *actual* side.
//!
//! Decides what the rows of the system catalogs mean. What the model has no word for
//! is never passed over in silence: it is counted and named in [`Fidelity`].
//!
//! Expressions are in the server's own words, which are seldom those of their author:
//! see [`reworded`](super::reworded::reworded) for the way to compare them. Lists are
//! sorted by name, since the catalogs have no order; the order of columns is the
//! database's.

mod columns;
mod constraints;
mod fidelity;
mod indexes;
mod named;
mod policies;
mod sequences;
mod tables;
mod text;
mod views;

pub use fidelity::{Fidelity, Named, Omitted, Unmodelled};

use super::catalog::{Catalog, Oid, OwnerColumn, Relation, Sequence};
use super::schema::{Enum, PUBLIC, QName, Role, Schema};
use indexmap::IndexMap;
use std::collections::BTreeMap;

/// What of a catalog is taken. Everything else is neither modelled nor counted.
#[derive(Clone, Copy)]
pub struct FromCatalog<'a> {
    /// Is it a table or view to take?
    pub tables: &'a dyn Fn(&QName) -> bool,
    /// Is it a role to take?
    pub roles: &'a dyn Fn(&str) -> bool,
    /// Is it a policy to take, although its table is not taken? A schema can have
    /// policies on somebody else's tables, and that somebody has policies there too.
    pub linked_policies: &'a dyn Fn(&QName, &str) -> bool,
}

impl FromCatalog<'_> {
    /// All tables and roles that were read, and no policy of anybody else's table.
    pub const ALL: FromCatalog<'static> =
        FromCatalog { tables: &|_| true, roles: &|_| true, linked_policies: &|_, _| false };
}

/// A database as a model, and how much of it that is.
#[derive(Debug, Clone, PartialEq)]
pub struct Introspected {
    /// The model.
    pub schema: Schema,
    /// What it holds and what not.
    pub fidelity: Fidelity,
    /// The role that read it, which `current_user` in a policy would have meant.
    pub user: String,
}

/// The model of a database.
pub fn from_catalog(catalog: &Catalog, options: &FromCatalog<'_>) -> Introspected {
    let mut reading = Reading::new(catalog, options);
    let schema = reading.schema();
    let mut fidelity = reading.fidelity;
    fidelity.modelled = count(&schema);
    fidelity.unreadable.clone_from(&catalog.unreadable);
    fidelity.sort();
    Introspected { schema, fidelity, user: catalog.user.clone() }
}

/// One run over a catalog.
struct Reading<'a> {
    catalog: &'a Catalog,
    options: &'a FromCatalog<'a>,
    /// The schemas whose objects are taken.
    namespaces: BTreeMap<Oid, &'a str>,
    /// The tables and views that are taken.
    relations: BTreeMap<Oid, (QName, &'a Relation)>,
    /// Columns by table and number, of tables that are not taken too: foreign keys may
    /// refer to them.
    columns: BTreeMap<(Oid, i16), &'a super::catalog::Column>,
    /// Sequences by the column that they go with.
    owned: BTreeMap<(Oid, i16), &'a Sequence>,
    /// What each object that has an owner is called, and the owner.
    owners: Vec<(String, &'a str)>,
    fidelity: Fidelity,
}

impl<'a> Reading<'a> {
    fn new(catalog: &'a Catalog, options: &'a FromCatalog<'a>) -> Self {
        let namespaces: BTreeMap<Oid, &str> = catalog
            .namespaces
            .iter()
            .filter(|namespace| namespace.included)
            .map(|namespace| (namespace.oid, namespace.name.as_str()))
            .collect();
        let relations = catalog
            .relations
            .iter()
            .filter_map(|relation| {
                let name = QName::new(*namespaces.get(&relation.namespace)?, &relation.name);
                (options.tables)(&name).then_some((relation.oid, (name, relation)))
            })
            .collect();
        let columns =
            catalog.columns.iter().map(|column| ((column.relation, column.number), column));
        let owned = catalog.sequences.iter().filter_map(|sequence| {
            let OwnerColumn { relation, number, .. } = sequence.owner_column?;
            Some(((relation, number), sequence))
        });
        Self {
            catalog,
            options,
            namespaces,
            relations,
            columns: columns.collect(),
            owned: owned.collect(),
            owners: Vec::new(),
            fidelity: Fidelity::default(),
        }
    }

    fn schema(&mut self) -> Schema {
        let mut schema = Schema { namespaces: self.namespaces(), ..Schema::default() };
        schema.enums = self.types();
        schema.tables = self.tables();
        schema.sequences = self.sequences(&schema.tables);
        schema.roles = self.roles();
        schema.views = self.views();
        self.policies(&mut schema);
        self.others();
        self.comments();
        self.other_owners();
        schema
    }

    fn namespaces(&mut self) -> Vec<String> {
        let mut names = Vec::new();
        for namespace in self.catalog.namespaces.iter().filter(|namespace| namespace.included) {
            if !namespace.usable {
                self.fidelity.unusable.push(namespace.name.clone());
            }
            if namespace.of_extension {
                continue;
            }
            if namespace.grants {
                self.fidelity.omit(Omitted::Grant, format!("schema {}", namespace.name));
            }
            if namespace.name != PUBLIC {
                names.push(namespace.name.clone());
            }
        }
        names.sort();
        names
    }

    /// The full name of something in a schema that is taken.
    fn qname(&self, namespace: Oid, name: &str) -> Option<QName> {
        Some(QName::new(*self.namespaces.get(&namespace)?, name))
    }

    /// Enums; types of any other kind are named.
    fn types(&mut self) -> IndexMap<QName, Enum> {
        let mut enums = BTreeMap::new();
        for ty in &self.catalog.types {
            let Some(name) = self.qname(ty.namespace, &ty.name) else { continue };
            let kind = match ty.kind {
                'e' => {
                    self.owners.push((name.to_string(), &ty.owner));
                    if ty.grants {
                        self.fidelity.omit(Omitted::Grant, name.to_string());
                    }
                    enums.insert(name, Enum { values: ty.labels.clone() });
                    continue;
                }
                'd' => Unmodelled::Domain,
                'c' => Unmodelled::CompositeType,
                'r' => Unmodelled::RangeType,
                _ => Unmodelled::BaseType,
            };
            self.fidelity.unmodelled(kind, name.to_string());
        }
        enums.into_iter().collect()
    }

    /// Only what a schema file can say: a login that somebody gave a role is nothing
    /// that the absence of the word takes away.
    fn roles(&mut self) -> IndexMap<String, Role> {
        let mut roles = BTreeMap::new();
        for role in self.catalog.roles.iter().filter(|role| (self.options.roles)(&role.name)) {
            if role.others {
                self.fidelity.omit(Omitted::RoleAttribute, &role.name);
            }
            let read = Role {
                create_db: role.create_db.then_some(true),
                create_role: role.create_role.then_some(true),
                inherit: (!role.inherit).then_some(false),
                ..Role::default()
            };
            roles.insert(role.name.clone(), read);
        }
        roles.into_iter().collect()
    }
}

/// How many objects a model holds.
fn count(schema: &Schema) -> usize {
    let in_tables: usize = schema
        .tables
        .values()
        .map(|table| {
            usize::from(table.primary_key.is_some())
                + table.uniques.len()
                + table.checks.len()
                + table.foreign_keys.len()
                + table.indexes.len()
                + table.policies.len()
        })
        .sum();
    schema.namespaces.len()
        + schema.enums.len()
        + schema.sequences.len()
        + schema.roles.len()
        + schema.tables.len()
        + schema.views.len()
        + schema.linked_policies.len()
        + in_tables
}
