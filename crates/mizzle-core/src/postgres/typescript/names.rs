//! What the objects of a schema are called in its file: what they are exported as, and the
//! keys of columns.

use super::words::is_identifier;
use crate::naming::Casing;
use crate::postgres::casing;
use crate::postgres::schema::{QName, Schema};
use std::collections::{BTreeMap, BTreeSet};

/// What things are called in a schema file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    /// Tables and views, by the names they are exported as.
    pub relations: BTreeMap<QName, String>,
    /// Enums.
    pub enums: BTreeMap<QName, String>,
    /// Sequences.
    pub sequences: BTreeMap<QName, String>,
    /// Schemas.
    pub namespaces: BTreeMap<String, String>,
    /// Roles.
    pub roles: BTreeMap<String, String>,
    /// Keys of columns that are other than their names in camel case.
    pub keys: BTreeMap<(QName, String), String>,
}

impl Names {
    /// Names for everything in a schema, by one rule: camel case, with a number where that
    /// is taken.
    #[must_use]
    pub fn of(schema: &Schema) -> Self {
        let mut names = Self::default();
        let mut taken = BTreeSet::new();
        for (name, table) in &schema.tables {
            let export = export_name(&name.name, "Table", &mut taken);
            names.relations.insert(name.clone(), export);
            let mut keys = BTreeSet::new();
            for column in table.columns.keys() {
                let key = free(&camel(column), &mut keys);
                names.keys.insert((name.clone(), column.clone()), key);
            }
        }
        for (name, view) in &schema.views {
            let export = export_name(&name.name, "View", &mut taken);
            names.relations.insert(name.clone(), export);
            let mut keys = BTreeSet::new();
            for column in view.columns.keys() {
                let key = free(&camel(column), &mut keys);
                names.keys.insert((name.clone(), column.clone()), key);
            }
        }
        for name in schema.enums.keys() {
            names.enums.insert(name.clone(), export_name(&name.name, "Enum", &mut taken));
        }
        for name in schema.sequences.keys() {
            names.sequences.insert(name.clone(), export_name(&name.name, "Sequence", &mut taken));
        }
        for name in schema.inhabited_namespaces() {
            let export = export_name(name, "Schema", &mut taken);
            names.namespaces.insert(name.to_owned(), export);
        }
        for name in schema.roles.keys() {
            names.roles.insert(name.clone(), export_name(name, "Role", &mut taken));
        }
        names
    }

    /// The key of a column.
    #[must_use]
    pub fn key(&self, relation: &QName, column: &str) -> String {
        let known = self.keys.get(&(relation.clone(), column.to_owned()));
        known.cloned().unwrap_or_else(|| camel(column))
    }

    /// Every name that is taken.
    pub fn exports(&self) -> impl Iterator<Item = &String> {
        self.relations
            .values()
            .chain(self.enums.values())
            .chain(self.sequences.values())
            .chain(self.namespaces.values())
            .chain(self.roles.values())
    }

    /// A name for something new that nothing else has.
    #[must_use]
    pub fn free(&self, name: &str, kind: &str) -> String {
        let mut taken: BTreeSet<String> = self.exports().cloned().collect();
        export_name(name, kind, &mut taken)
    }
}

/// A name in camel case, or as it is where nothing is left of it so.
fn camel(name: &str) -> String {
    let camel = casing::apply(Casing::Camel, name);
    if camel.is_empty() { name.to_owned() } else { camel }
}

/// A name that can be exported: a word of the language, and what drizzle-orm calls one of
/// its own, gets its kind behind it.
fn export_name(name: &str, kind: &str, taken: &mut BTreeSet<String>) -> String {
    let camel = camel(name);
    let is_plain = is_identifier(&camel) && !BUILDERS.contains(&camel.as_str());
    let stem = if is_plain {
        camel
    } else {
        let kept: String = camel.chars().filter(char::is_ascii_alphanumeric).collect();
        let kept = kept.trim_start_matches(|ch: char| ch.is_ascii_digit());
        if kept.is_empty() { kind.to_lowercase() } else { format!("{kept}{kind}") }
    };
    free(&stem, taken)
}

fn free(stem: &str, taken: &mut BTreeSet<String>) -> String {
    let mut name = stem.to_owned();
    let mut number = 2;
    while !taken.insert(name.clone()) {
        name = format!("{stem}{number}");
        number += 1;
    }
    name
}

/// What a schema file imports: a table of such a name would hide it.
const BUILDERS: &[&str] = &[
    "bigint",
    "bigserial",
    "bit",
    "boolean",
    "bytea",
    "char",
    "check",
    "cidr",
    "customType",
    "date",
    "doublePrecision",
    "foreignKey",
    "geometry",
    "halfvec",
    "index",
    "inet",
    "integer",
    "interval",
    "json",
    "jsonb",
    "line",
    "macaddr",
    "macaddr8",
    "numeric",
    "pgEnum",
    "pgMaterializedView",
    "pgPolicy",
    "pgRole",
    "pgSchema",
    "pgSequence",
    "pgTable",
    "pgView",
    "point",
    "primaryKey",
    "real",
    "serial",
    "smallint",
    "smallserial",
    "sparsevec",
    "sql",
    "t",
    "text",
    "time",
    "timestamp",
    "unique",
    "uniqueIndex",
    "uuid",
    "varchar",
    "vector",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::Table;

    #[test]
    fn no_two_things_are_called_the_same() {
        let mut schema = Schema::default();
        for name in ["user_roles", "userRoles", "text", "class", "1", "ü"] {
            schema.tables.insert(QName::public(name), Table::default());
        }
        let names = Names::of(&schema);
        let exports: Vec<&str> = names.relations.values().map(String::as_str).collect();
        assert_eq!(
            exports,
            ["table", "classTable", "textTable", "userRoles2", "userRoles", "table2"]
        );
    }
}
