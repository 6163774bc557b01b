//! Defaults of every type.

use crate::{Differences, Judges, TYPES, column, diff_refuses, schema, table};
use mizzle_core::postgres::schema::DefaultValue;

/// Texts that are a value of one of the types, and such that are nearly one.
const TEXTS: [&str; 86] = [
    "abc",
    "",
    " ",
    "1",
    "-1",
    "+7",
    " 5 ",
    "1.5",
    ".5",
    "5.",
    "1e3",
    "1e",
    "0x1F",
    "1_000",
    "--1",
    "99999999999",
    "9223372036854775808",
    "NaN",
    "nan",
    "inf",
    "-Infinity",
    "true",
    "t",
    "of",
    "o",
    "yes",
    "y",
    "on",
    "TRUE",
    "tru",
    "truee",
    "2024-01-02",
    "2024-02-30",
    "2023-02-29",
    "2024-13-01",
    "2024-00-10",
    "0000-01-01",
    "0001-02-29 BC",
    "01/02/2024",
    "2024-1-2",
    "20240102",
    "now",
    "today",
    "epoch",
    "infinity",
    "January 8, 1999",
    "J2451187",
    "2024-01-02 03:04:05",
    "2024-01-02T03:04:05.000Z",
    "2024-02-30T03:04:05Z",
    "12:34",
    "allballs",
    "1 day",
    "P1D",
    "1-2",
    "{}",
    "[]",
    "{\"a\":1}",
    "[1,2",
    "{a}",
    "{1,2}",
    "{1,,2}",
    "{{1},{2,3}}",
    "{{1,2},{3,4}}",
    "{{1},2}",
    "{\"a\",NULL}",
    "{sad,ok}",
    "[1:2]={1,2}",
    "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11",
    "{a0eebc999c0b4ef8bb6d6bb9bd380a11}",
    "a0eebc99-9c0b-4ef8-bb6d",
    "10.0.0.1",
    "10.0.0.0/8",
    "::1",
    "::ffff:1.2.3.4",
    "08:00:2b:01:02:03",
    "08002b:010203",
    "08002b0102030405",
    "101",
    "x1F",
    "102",
    "\\xDEADBEEF",
    "\\xABC",
    "(1,2)",
    "[(0,0),(1,1)]",
    "sad",
];

/// Values with a type of their own, as SQL.
fn typed() -> Vec<(DefaultValue, &'static str)> {
    let number = |text: &str| DefaultValue::Number(text.to_owned());
    let sql = |text: &str| DefaultValue::Expression(text.to_owned());
    vec![
        (DefaultValue::Bool(true), "true"),
        (DefaultValue::Null, "NULL"),
        (number("5"), "5"),
        (number("-5"), "-5"),
        (number("1.5"), "1.5"),
        (number("1e21"), "1e21"),
        (number("99999999999"), "99999999999"),
        (number("NaN"), "'NaN'"),
        (sql("'abc'"), "'abc'"),
        (sql("('abc')"), "('abc')"),
        (sql("'1'::integer"), "'1'::integer"),
        (sql("'{}'::jsonb"), "'{}'::jsonb"),
        (sql("'x'::text"), "'x'::text"),
        (sql("FALSE"), "FALSE"),
        (sql("(7)"), "(7)"),
        (sql("(SELECT 1)"), "(SELECT 1)"),
    ]
}

#[test]
fn what_is_refused_is_refused_by_the_server() {
    let mut judges = Judges::new();
    let mut differences = Differences::default();
    for ty in TYPES {
        judges.run(&format!("CREATE TABLE t (c {ty})"));
        let texts = TEXTS.iter().map(|text| {
            let sql = format!("'{}'", text.replace('\'', "''"));
            (DefaultValue::Text((*text).to_owned()), sql)
        });
        let typed = typed().into_iter().map(|(value, sql)| (value, sql.to_owned()));
        for (default, sql) in texts.chain(typed) {
            let mut column = column(ty);
            column.default = Some(default);
            let refuses = diff_refuses(&schema(vec![("t", table(vec![("c", column)]))]));
            let server =
                judges.server_refuses(&format!("ALTER TABLE t ALTER COLUMN c SET DEFAULT {sql}"));
            differences.note(format!("{ty} DEFAULT {sql}"), refuses, server);
        }
        judges.run("DROP TABLE t");
    }
    differences.assert_sound(1_700);
}
