//! What the rows of the system catalogs mean, from rows written by hand.
#![expect(clippy::unwrap_used, reason = "a test stops at what is wrong")]

mod database;
mod named;
mod names;

use mizzle_core::postgres::catalog::{
    Catalog, Column, Constraint, Index, Namespace, OperatorClass, Relation,
};
use mizzle_core::postgres::from_catalog::{FromCatalog, Introspected, from_catalog};

/// The number of `public`.
const PUBLIC: u32 = 2200;

/// A catalog with one table, `public.users`, number 100, that has these columns: name,
/// type, type's number.
fn users(columns: &[(&str, &str, u32)]) -> Catalog {
    let mut catalog = Catalog {
        namespaces: vec![Namespace {
            oid: PUBLIC,
            name: "public".into(),
            included: true,
            usable: true,
            ..Namespace::default()
        }],
        relations: vec![table(100, "users")],
        ..Catalog::default()
    };
    for ((name, ty, oid), number) in columns.iter().zip(1..) {
        catalog.columns.push(column(number, name, ty, *oid));
    }
    catalog
}

fn table(oid: u32, name: &str) -> Relation {
    Relation {
        oid,
        namespace: PUBLIC,
        name: name.into(),
        kind: 'r',
        persistence: 'p',
        replica_identity: 'd',
        method: Some("heap".into()),
        owner: "app".into(),
        ..Relation::default()
    }
}

fn column(number: i16, name: &str, ty: &str, type_oid: u32) -> Column {
    Column {
        relation: 100,
        number,
        name: name.into(),
        type_text: ty.into(),
        type_oid,
        identity: ' ',
        generated: ' ',
        ..Column::default()
    }
}

fn constraint(kind: char, name: &str, columns: &[i16]) -> Constraint {
    Constraint {
        oid: 500,
        relation: 100,
        name: name.into(),
        kind,
        columns: columns.to_vec(),
        validated: true,
        enforced: true,
        ..Constraint::default()
    }
}

fn index(name: &str, columns: &[i16], classes: &[u32]) -> Index {
    Index {
        oid: 300,
        relation: 100,
        name: name.into(),
        method: "btree".into(),
        valid: true,
        keys: columns.len(),
        columns: columns.to_vec(),
        order: vec![0; columns.len()],
        classes: classes.to_vec(),
        collations: vec![0; columns.len()],
        ..Index::default()
    }
}

fn class(oid: u32, name: &str, type_oid: u32, default: bool) -> OperatorClass {
    OperatorClass { oid, name: name.into(), method: 403, type_oid, default }
}

fn read(catalog: &Catalog) -> Introspected {
    from_catalog(catalog, &FromCatalog::ALL)
}
