//! Keys, indexes and policies.

use crate::{Differences, Judges, TYPES, column, diff_refuses, name, schema, table};
use mizzle_core::postgres::schema::{
    Check, Declared, Index, IndexColumn, IndexKey, Nulls, Policy, PolicyCommand, PolicyKind,
    PrimaryKey, Table, Unique,
};

fn part(key: IndexKey) -> IndexColumn {
    IndexColumn { key, descending: false, nulls: Nulls::Last, opclass: None }
}

fn index(method: &str, columns: Vec<IndexKey>) -> Index {
    Index {
        name: name("i"),
        unique: false,
        method: method.to_owned(),
        columns: columns.into_iter().map(part).collect(),
        with: std::iter::empty().collect(),
        predicate: None,
        concurrently: false,
    }
}

fn on(column: &str) -> IndexKey {
    IndexKey::Column(column.to_owned())
}

fn indexed(ty: &str, index: Index) -> Table {
    Table { indexes: vec![index], ..table(vec![("a", column(ty)), ("b", column(ty))]) }
}

#[test]
fn a_key_needs_an_order() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for ty in TYPES {
        let columns = vec!["a".to_owned()];
        let unique = Table {
            uniques: vec![Unique {
                name: name("u"),
                columns: columns.clone(),
                nulls_not_distinct: false,
                declared: Declared::OnTable,
            }],
            ..table(vec![("a", column(ty))])
        };
        let primary = Table {
            primary_key: Some(PrimaryKey { name: name("k"), columns, declared: Declared::OnTable }),
            ..table(vec![("a", column(ty))])
        };
        for (table, word) in [(unique, "UNIQUE"), (primary, "PRIMARY KEY")] {
            let refuses = diff_refuses(&schema(vec![("t", table)]));
            let server = judges.server_refuses(&format!("CREATE TABLE t (a {ty}, {word} (a))"));
            differences.note(format!("{ty} {word}"), refuses, server);
        }
    }
    differences.assert_equal();
}

#[test]
fn a_method_knows_its_types() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    // With these, scalars have an operator class too.
    for extension in ["btree_gin", "btree_gist"] {
        let create = format!("CREATE EXTENSION {extension}");
        if !judges.server_refuses(&create) {
            judges.run(&create);
        }
    }
    for ty in TYPES {
        judges.run(&format!("CREATE TABLE t (a {ty}, b {ty})"));
        for method in ["hash", "gin", "gist", "spgist", "brin"] {
            for several in [false, true] {
                let columns = if several { vec![on("a"), on("b")] } else { vec![on("a")] };
                let written = if several { "a, b" } else { "a" };
                for unique in [false, true] {
                    let index = Index { unique, ..index(method, columns.clone()) };
                    let refuses = diff_refuses(&schema(vec![("t", indexed(ty, index))]));
                    let word = if unique { "UNIQUE" } else { "" };
                    let sql = format!("CREATE {word} INDEX i ON t USING {method} ({written})");
                    let server = judges.server_refuses(&sql);
                    differences.note(format!("{sql} of {ty}"), refuses, server);
                }
            }
        }
        judges.run("DROP TABLE t");
    }
    differences.assert_sound(500);
}

#[test]
fn expressions_stay_the_same() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    judges.run("CREATE TABLE t (a timestamptz, b timestamptz)");
    for sql in [
        "a > now()",
        "a > CURRENT_TIMESTAMP",
        "a > clock_timestamp()",
        "a IS NOT NULL",
        "a > (SELECT max(b) FROM t)",
        "a > '2024-01-01 00:00:00+00'::timestamptz",
        "(random() > 0.5)",
        "a = b AND 'now()' <> 'x'",
    ] {
        let predicate = Some(sql.to_owned());
        let refuses = diff_refuses(&schema(vec![(
            "t",
            indexed("timestamptz", Index { predicate, ..index("btree", vec![on("a")]) }),
        )]));
        let server = judges.server_refuses(&format!("CREATE INDEX i ON t (a) WHERE {sql}"));
        differences.note(format!("WHERE {sql}"), refuses, server);
        let key = vec![IndexKey::Expression(sql.to_owned())];
        let refuses =
            diff_refuses(&schema(vec![("t", indexed("timestamptz", index("btree", key)))]));
        let server = judges.server_refuses(&format!("CREATE INDEX i ON t (({sql}))"));
        differences.note(format!("ON ({sql})"), refuses, server);
        let checks = vec![Check { name: "c".to_owned(), expression: sql.to_owned() }];
        let checked = Table {
            checks,
            ..table(vec![("a", column("timestamptz")), ("b", column("timestamptz"))])
        };
        let server = judges.server_refuses(&format!("ALTER TABLE t ADD CHECK ({sql})"));
        differences.note(
            format!("CHECK ({sql})"),
            diff_refuses(&schema(vec![("t", checked)])),
            server,
        );
    }
    differences.assert_equal();
}

#[test]
fn a_policy_has_the_conditions_of_its_statement() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    judges.run("CREATE TABLE t (a integer)");
    for command in [
        PolicyCommand::All,
        PolicyCommand::Select,
        PolicyCommand::Insert,
        PolicyCommand::Update,
        PolicyCommand::Delete,
    ] {
        for (using, check) in [(true, false), (false, true), (true, true)] {
            let policy = Policy {
                name: "p".to_owned(),
                kind: PolicyKind::Permissive,
                command,
                roles: Vec::new(),
                using: using.then(|| "true".to_owned()),
                with_check: check.then(|| "true".to_owned()),
            };
            let table = Table { policies: vec![policy], ..table(vec![("a", column("integer"))]) };
            let sql = format!(
                "CREATE POLICY p ON t FOR {}{}{}",
                command.as_sql(),
                if using { " USING (true)" } else { "" },
                if check { " WITH CHECK (true)" } else { "" }
            );
            let server = judges.server_refuses(&sql);
            differences.note(sql, diff_refuses(&schema(vec![("t", table)])), server);
        }
    }
    differences.assert_equal();
}
