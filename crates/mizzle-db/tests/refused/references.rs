//! Foreign keys between columns of every two types.

use crate::{Differences, Judges, TYPES, column, diff_refuses, name, schema, table};
use mizzle_core::postgres::schema::{
    Action, Column, Declared, ForeignKey, Generated, QName, Schema, Table, Unique,
};

fn key(columns: &[&str], target_columns: &[&str]) -> ForeignKey {
    let owned = |names: &[&str]| names.iter().map(|it| (*it).to_owned()).collect();
    ForeignKey {
        name: name("f"),
        columns: owned(columns),
        target: QName::public("target"),
        target_columns: owned(target_columns),
        on_delete: Action::NoAction,
        on_update: Action::NoAction,
    }
}

fn target(ty: &str) -> Table {
    Table {
        uniques: vec![Unique {
            name: name("u"),
            columns: vec!["a".to_owned()],
            nulls_not_distinct: false,
            declared: Declared::OnColumn,
        }],
        ..table(vec![("a", column(ty))])
    }
}

fn referencing(column: Column, key: ForeignKey) -> Table {
    Table { foreign_keys: vec![key], ..table(vec![("b", column)]) }
}

/// Types whose comparisons are not the diff's to know.
const UNKNOWN: [&str; 4] = ["bit varying(5)", "tsvector", "money", "box"];

#[test]
fn the_server_compares_what_the_diff_does() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for to in TYPES {
        if judges.server_refuses(&format!("CREATE TABLE target (a {to} UNIQUE)")) {
            continue;
        }
        judges.run(&format!("CREATE TABLE target (a {to} UNIQUE)"));
        for from in TYPES {
            let table = referencing(column(from), key(&["b"], &["a"]));
            let refuses = diff_refuses(&schema(vec![("target", target(to)), ("t", table)]));
            let server = judges.server_refuses(&format!(
                "CREATE TABLE t (b {from}, FOREIGN KEY (b) REFERENCES target (a))"
            ));
            let known = !UNKNOWN.contains(&from) && !UNKNOWN.contains(&to);
            if known || refuses {
                differences.note(format!("{from} references {to}"), refuses, server);
            }
        }
        judges.run("DROP TABLE target");
    }
    differences.assert_sound(900);
    // A type whose values the server cannot compare at all can be no key.
    let missed = &differences.only_server;
    assert!(missed.iter().all(|pair| pair.contains("xml")), "not refused: {missed:#?}");
}

#[test]
fn a_foreign_key_has_as_many_columns_on_both_sides() {
    let mut judges = Judges::new();
    judges.run("CREATE TABLE target (a integer UNIQUE)");
    let table = Table {
        foreign_keys: vec![key(&["b", "c"], &["a"])],
        ..table(vec![("b", column("integer")), ("c", column("integer"))])
    };
    assert!(diff_refuses(&schema(vec![("target", target("integer")), ("t", table)])));
    assert!(judges.server_refuses(
        "CREATE TABLE t (b integer, c integer, FOREIGN KEY (b, c) REFERENCES target (a))"
    ));
}

#[test]
fn nothing_writes_to_a_generated_column() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    judges.run("CREATE TABLE target (a integer UNIQUE)");
    let actions = [
        (Action::NoAction, "NO ACTION"),
        (Action::Restrict, "RESTRICT"),
        (Action::Cascade, "CASCADE"),
        (Action::SetNull, "SET NULL"),
        (Action::SetDefault, "SET DEFAULT"),
    ];
    for (on_delete, deleted) in actions {
        for (on_update, updated) in actions {
            let generated = Some(Generated { expression: "1 + 1".to_owned() });
            let column = Column { generated, ..column("integer") };
            let key = ForeignKey { on_delete, on_update, ..key(&["b"], &["a"]) };
            let all: Schema =
                schema(vec![("target", target("integer")), ("t", referencing(column, key))]);
            let server = judges.server_refuses(&format!(
                "CREATE TABLE t (b integer GENERATED ALWAYS AS (1 + 1) STORED, \
                 FOREIGN KEY (b) REFERENCES target (a) ON DELETE {deleted} ON UPDATE {updated})"
            ));
            differences.note(format!("{deleted}, {updated}"), diff_refuses(&all), server);
        }
    }
    differences.assert_equal();
}
