//! Schemas, enums, sequences and names that two objects would share.

use crate::{Differences, Judges, column, diff_refuses, name, schema, table};
use mizzle_core::postgres::schema::{
    Column, Declared, Enum, Identity, IdentityKind, QName, Schema, Sequence, SequenceOptions,
    Table, Unique,
};

#[test]
fn schemas_and_labels() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for namespace in ["pg_app", "pgapp", "app", "information"] {
        let schema = Schema { namespaces: vec![namespace.to_owned()], ..Schema::default() };
        let sql = format!("CREATE SCHEMA {namespace}");
        let server = judges.server_refuses(&sql);
        differences.note(sql, diff_refuses(&schema), server);
    }
    for label in ["x".repeat(63), "x".repeat(64), String::new(), "ü".repeat(32)] {
        let mut schema = Schema::default();
        schema.enums.insert(QName::public("e"), Enum { values: vec![label.clone()] });
        let sql = format!("CREATE TYPE e AS ENUM ('{label}')");
        let server = judges.server_refuses(&sql);
        differences.note(sql, diff_refuses(&schema), server);
    }
    for role in ["pg_app", "public", "none"] {
        let mut schema = Schema::default();
        schema.roles.insert(role.to_owned(), mizzle_core::postgres::schema::Role::default());
        let sql = format!("CREATE ROLE \"{role}\"");
        let server = judges.server_refuses(&sql);
        differences.note(sql, diff_refuses(&schema), server);
    }
    differences.assert_equal();
}

#[test]
fn sequences() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for (word, number) in [
        ("CACHE", "0"),
        ("CACHE", "10"),
        ("INCREMENT BY", "0"),
        ("START WITH", "0"),
        ("MAXVALUE", "1"),
        ("MAXVALUE", "9223372036854775808"),
        ("MINVALUE", "-9223372036854775808"),
    ] {
        let mut options = SequenceOptions::default();
        let slot = match word {
            "CACHE" => &mut options.cache,
            "INCREMENT BY" => &mut options.increment,
            "START WITH" => &mut options.start,
            "MAXVALUE" => &mut options.max,
            _ => &mut options.min,
        };
        *slot = Some(number.to_owned());
        let mut schema = Schema::default();
        schema.sequences.insert(QName::public("s"), Sequence { options });
        let sql = format!("CREATE SEQUENCE s {word} {number}");
        let server = judges.server_refuses(&sql);
        differences.note(sql, diff_refuses(&schema), server);
    }
    differences.assert_equal();
}

/// A table whose unique constraint has this name.
fn unique(constraint: &str) -> Table {
    Table {
        uniques: vec![Unique {
            name: name(constraint),
            columns: vec!["a".to_owned()],
            nulls_not_distinct: false,
            declared: Declared::OnTable,
        }],
        ..table(vec![("a", column("integer"))])
    }
}

#[test]
fn one_name_of_a_schema() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    let identity = |sequence: &str| {
        let options = SequenceOptions::default();
        let identity =
            Some(Identity { kind: IdentityKind::Always, sequence: name(sequence), options });
        table(vec![("a", Column { identity, not_null: true, ..column("integer") })])
    };
    for (sql, tables) in [
        (
            "CREATE TABLE t (a integer, CONSTRAINT k UNIQUE (a)); \
             CREATE TABLE u (a integer, CONSTRAINT k UNIQUE (a))",
            vec![("t", unique("k")), ("u", unique("k"))],
        ),
        (
            "CREATE TABLE t (a integer, CONSTRAINT u UNIQUE (a)); CREATE TABLE u (a integer)",
            vec![("t", unique("u")), ("u", table(vec![("a", column("integer"))]))],
        ),
        (
            "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME s)); \
             CREATE TABLE u (a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME s))",
            vec![("t", identity("s")), ("u", identity("s"))],
        ),
        (
            "CREATE TABLE t (a integer GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME u)); \
             CREATE TABLE u (a integer)",
            vec![("t", identity("u")), ("u", table(vec![("a", column("integer"))]))],
        ),
        ("CREATE TABLE mood (a integer)", vec![("mood", table(vec![("a", column("integer"))]))]),
        (
            "CREATE TABLE t (a integer, CONSTRAINT k UNIQUE (a)); \
             CREATE TABLE u (a integer, CONSTRAINT l UNIQUE (a))",
            vec![("t", unique("k")), ("u", unique("l"))],
        ),
    ] {
        let refuses = diff_refuses(&schema(tables));
        let server = judges.server_refuses(sql);
        differences.note(sql.to_owned(), refuses, server);
    }
    differences.assert_equal();
}
