//! Comparing with what was wanted, in the server's words.

use super::Database;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::DiffOptions;
use mizzle_core::postgres::schema::{
    Check, Column, DefaultValue, Index, IndexColumn, IndexKey, Name, Nulls, Policy, PolicyCommand,
    PolicyKind, QName, Schema, Table, Type, View,
};
use mizzle_db::devdb::UrlServer;
use mizzle_db::introspect::{CompareError, Options, compare};
use mizzle_db::test_support::server;

/// What somebody wrote.
fn desired() -> Schema {
    let column = |ty: &str, default: Option<&str>| Column {
        ty: Type::parse(ty),
        not_null: false,
        not_null_written: false,
        default: default.map(|sql| DefaultValue::Expression(sql.to_owned())),
        generated: None,
        identity: None,
    };
    let mut table = Table::default();
    table.columns.insert("name".into(), column("varchar(20)", Some("'a'||'b'")));
    table.columns.insert("age".into(), column("int", Some("1+1")));
    table.checks.push(Check { name: "adult".into(), expression: r#""t"."age">=18"#.into() });
    table.indexes.push(Index {
        name: Name::explicit("by_name"),
        unique: false,
        method: "btree".into(),
        columns: vec![IndexColumn {
            key: IndexKey::Expression("lower(name)".into()),
            descending: false,
            nulls: Nulls::Last,
            opclass: Some("text_ops".into()),
        }],
        with: Default::default(),
        predicate: Some("age in (1,2)".into()),
        concurrently: true,
    });
    table.policies.push(Policy {
        name: "own".into(),
        kind: PolicyKind::Permissive,
        command: PolicyCommand::All,
        roles: vec!["postgres".into()],
        using: Some("name=current_user".into()),
        with_check: None,
    });
    let mut schema = Schema::default();
    schema.tables.insert(QName::public("t"), table);
    schema.views.insert(
        QName::public("v"),
        View {
            definition: Some("select * from t".into()),
            materialized: false,
            existing: false,
            with: Default::default(),
            with_no_data: false,
            using: None,
            tablespace: None,
            columns: Default::default(),
        },
    );
    schema
}

const ACTUAL: &str = "
CREATE TABLE t (name varchar(20) DEFAULT 'a' || 'b', age integer DEFAULT 1 + 1,
                CONSTRAINT adult CHECK (age >= 18));
CREATE INDEX by_name ON t (lower(name)) WHERE age IN (1, 2);
ALTER TABLE t ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON t TO postgres USING (name = current_user);
CREATE VIEW v AS SELECT name, age FROM t";

fn changes(database: &Database, desired: &Schema) -> Result<usize, CompareError> {
    let engine = UrlServer::open(server()).unwrap();
    let answers = Answers::default();
    let options = DiffOptions { line: Line::V0, answers: &answers };
    let mut lend = || engine.lease();
    let compared = compare(&database.target(), desired, &Options::DATABASE, &options, &mut lend)?;
    Ok(compared.diff.changes.len())
}

#[test]
fn other_words_are_no_difference() {
    let mut database = Database::with(ACTUAL);
    assert_eq!(changes(&database, &desired()).unwrap(), 0);
    database.run("ALTER TABLE t DROP CONSTRAINT adult, ADD CONSTRAINT adult CHECK (age >= 21)");
    assert_eq!(changes(&database, &desired()).unwrap(), 1);
}

#[test]
fn what_the_engine_cannot_build_is_said() {
    let database = Database::with("");
    let mut desired = desired();
    desired.tables[0].checks[0].expression = "no_such_function(age)".into();
    let error = changes(&database, &desired).unwrap_err();
    let CompareError::Build { statement, .. } = &error else { panic!("{error}") };
    assert!(statement.contains("no_such_function"), "{statement}");
    assert!(error.to_string().contains("does not exist"), "{error}");
}
