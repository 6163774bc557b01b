//! Where the things in a schema are exported, for messages that come after the schema is
//! read.

use super::columns::{casing_of_columns, column_name};
use super::{Site, qname};
use crate::naming::{Casing, Line};
use crate::postgres::drizzle::{Extract, Source, Table};
use crate::postgres::schema::{Object, QName};

/// Where an object is exported. `casing` is that of the config. `None` for what the extract
/// does not have.
pub fn site(
    extract: &Extract,
    line: Line,
    casing: Option<Casing>,
    object: &Object,
) -> Option<Site> {
    let table = |name: &QName| -> Option<&Table> {
        extract.tables.iter().find(|one| is(name, one.schema.as_deref(), &one.name))
    };
    let of = |source: Option<&Source>| source.map(Site::of);
    let named = |on: &QName, name: &str| Some(Site::named(&table(on)?.source, name));
    match object {
        Object::Namespace(name) => {
            of(extract.schemas.iter().find(|one| one.name == *name).map(|one| &one.source))
        }
        Object::Role(name) => {
            of(extract.roles.iter().find(|one| one.name == *name).map(|one| &one.source))
        }
        Object::Enum(name) => {
            let mut all = extract.enums.iter();
            of(all.find(|one| is(name, one.schema.as_deref(), &one.name)).map(|one| &one.source))
        }
        Object::Sequence(name) => {
            let mut all = extract.sequences.iter();
            of(all.find(|one| is(name, one.schema.as_deref(), &one.name)).map(|one| &one.source))
        }
        Object::View(name) => {
            let mut all = extract.views.iter();
            of(all.find(|one| is(name, one.schema.as_deref(), &one.name)).map(|one| &one.source))
        }
        Object::Policy(on, name) => {
            let mut all = extract.policies.iter();
            let linked = all
                .find(|one| is(on, one.schema.as_deref(), &one.table) && one.policy.name == *name);
            of(linked.map(|one| &one.source)).or_else(|| named(on, name))
        }
        Object::Part(on, name) => named(on, name),
        Object::Table(name) => of(table(name).map(|one| &one.source)),
        Object::Column(name, column) => {
            let casing = casing_of_columns(line, casing);
            let table = table(name)?;
            let found = table
                .columns
                .iter()
                .find(|one| column_name(casing, &one.name, one.key_as_name) == *column);
            Some(match found {
                Some(found) => Site::key(&table.source, &found.key),
                None => Site::of(&table.source),
            })
        }
    }
}

fn is(wanted: &QName, schema: Option<&str>, name: &str) -> bool {
    wanted.name == name && *wanted == qname(schema, name)
}
