//! Names, types and sources of columns.

use crate::{Differences, Judges, TYPES, column, diff_refuses, name, schema, table};
use mizzle_core::postgres::schema::{
    Column, DefaultValue, Generated, Identity, IdentityKind, SequenceOptions,
};

fn identity(options: SequenceOptions) -> Option<Identity> {
    Some(Identity { kind: IdentityKind::Always, sequence: name("t_c_seq"), options })
}

fn only(column: Column) -> bool {
    diff_refuses(&schema(vec![("t", table(vec![("c", column)]))]))
}

#[test]
fn a_column_has_one_source() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for default in [false, true] {
        for generated in [false, true] {
            for identified in [false, true] {
                let column = Column {
                    default: default.then(|| DefaultValue::Number("1".to_owned())),
                    generated: generated.then(|| Generated { expression: "1 + 1".to_owned() }),
                    identity: identity(SequenceOptions::default()).filter(|_| identified),
                    not_null: identified,
                    ..column("integer")
                };
                let sql = format!(
                    "CREATE TABLE t (c integer{}{}{})",
                    if default { " DEFAULT 1" } else { "" },
                    if generated { " GENERATED ALWAYS AS (1 + 1) STORED" } else { "" },
                    if identified { " GENERATED ALWAYS AS IDENTITY" } else { "" }
                );
                let server = judges.server_refuses(&sql);
                differences.note(sql, only(column), server);
            }
        }
    }
    for (sql, column) in [
        (
            "CREATE TABLE t (c serial GENERATED ALWAYS AS IDENTITY)",
            Column { identity: identity(SequenceOptions::default()), ..column("serial") },
        ),
        (
            "CREATE TABLE t (c serial GENERATED ALWAYS AS (1) STORED)",
            Column {
                generated: Some(Generated { expression: "1".to_owned() }),
                ..column("serial")
            },
        ),
    ] {
        let server = judges.server_refuses(sql);
        differences.note(sql.to_owned(), only(column), server);
    }
    differences.assert_equal();
}

#[test]
fn an_identity_is_an_integer() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for ty in TYPES {
        let column = Column { identity: identity(SequenceOptions::default()), ..column(ty) };
        let sql = format!("CREATE TABLE t (c {ty} GENERATED ALWAYS AS IDENTITY)");
        let server = judges.server_refuses(&sql);
        differences.note(sql, only(column), server);
    }
    differences.assert_sound(30);
}

#[test]
fn options_of_an_identity_go_together() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    let numbers = [None, Some("-40000"), Some("-1"), Some("0"), Some("1"), Some("40000")];
    for ty in ["smallint", "integer"] {
        for increment in [None, Some("0"), Some("-1"), Some("5")] {
            for (min, max) in numbers.iter().flat_map(|min| numbers.map(|max| (*min, max))) {
                for start in [None, Some("1"), Some("-7")] {
                    let owned = |text: Option<&str>| text.map(str::to_owned);
                    let options = SequenceOptions {
                        increment: owned(increment),
                        min: owned(min),
                        max: owned(max),
                        start: owned(start),
                        ..SequenceOptions::default()
                    };
                    let written = [
                        ("INCREMENT BY", increment),
                        ("MINVALUE", min),
                        ("MAXVALUE", max),
                        ("START WITH", start),
                    ];
                    let written: String = written
                        .iter()
                        .filter_map(|(word, text)| Some(format!(" {word} {}", (*text)?)))
                        .collect();
                    let written = if written.is_empty() { written } else { format!("({written})") };
                    let sql =
                        format!("CREATE TABLE t (c {ty} GENERATED ALWAYS AS IDENTITY {written})");
                    let server = judges.server_refuses(&sql);
                    let column = Column { identity: identity(options), ..column(ty) };
                    differences.note(sql, only(column), server);
                }
            }
        }
    }
    differences.assert_equal();
}

#[test]
fn sizes_have_limits() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for ty in [
        "varchar(0)",
        "varchar(1)",
        "varchar(10485760)",
        "varchar(10485761)",
        "char(0)",
        "bit(0)",
        "bit varying(0)",
        "numeric(0)",
        "numeric(1000)",
        "numeric(1001,2)",
        "varchar(0)[]",
        "timestamp(9)",
        "interval(9)",
    ] {
        let server = judges.server_refuses(&format!("CREATE TABLE t (c {ty})"));
        differences.note(ty.to_owned(), only(column(ty)), server);
    }
    differences.assert_equal();
}

#[test]
fn some_names_are_taken() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    let long = "x".repeat(63);
    let (one, two) = (format!("{long}1"), format!("{long}2"));
    for names in [
        vec!["ctid"],
        vec!["xmin"],
        vec!["cmax"],
        vec!["tableoid"],
        vec!["oid"],
        vec!["xmin2"],
        vec!["user"],
        vec![&one, &two],
        vec![&long, "x"],
    ] {
        let columns = names.iter().map(|name| (*name, column("integer"))).collect();
        let refuses = diff_refuses(&schema(vec![("t", table(columns))]));
        let written: Vec<String> = names.iter().map(|name| format!("\"{name}\" integer")).collect();
        let server = judges.server_refuses(&format!("CREATE TABLE t ({})", written.join(", ")));
        differences.note(names.join(", "), refuses, server);
    }
    differences.assert_equal();
}

#[test]
fn a_generated_column_is_made_of_plain_ones() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for expression in [
        "\"a\" + 1",
        "\"g\" + 1",
        "\"c\" + 1",
        "\"t\".\"g\" + 1",
        "(SELECT 1)",
        "extract(epoch from now())::integer",
        "length('\"g\"' || 'now()')",
        "\"length\"('x')",
    ] {
        let generated = |text: &str| Some(Generated { expression: text.to_owned() });
        let columns = vec![
            ("a", column("integer")),
            ("length", column("integer")),
            ("g", Column { generated: generated("\"a\" * 2"), ..column("integer") }),
            ("c", Column { generated: generated(expression), ..column("integer") }),
        ];
        let refuses = diff_refuses(&schema(vec![("t", table(columns))]));
        let server = judges.server_refuses(&format!(
            "CREATE TABLE t (a integer, length integer, g integer GENERATED ALWAYS AS (\"a\" * 2) STORED, \
             c integer GENERATED ALWAYS AS ({expression}) STORED)"
        ));
        differences.note(expression.to_owned(), refuses, server);
    }
    differences.assert_equal();
}
