//! Comparing with what was wanted, in the server's words.

use super::Database;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::DiffOptions;
use mizzle_core::postgres::schema::{
    Check, Column, DefaultValue, Enum, Index, IndexColumn, IndexKey, Name, Nulls, Policy,
    PolicyCommand, PolicyKind, QName, Schema, Table, Type, View,
};
use mizzle_db::devdb::UrlServer;
use mizzle_db::introspect::{CompareError, Options, compare};
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;
use mizzle_db::test_support::server;

fn column(ty: &str, default: Option<&str>) -> Column {
    Column {
        default: default.map(|sql| DefaultValue::Expression(sql.to_owned())),
        ..Column::of(Type::parse(ty))
    }
}

/// What somebody wrote.
fn desired() -> Schema {
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
    let (target, none) = (database.target(), Prelude::default());
    let compared = compare(&target, desired, &Options::DATABASE, &options, &none, &mut lend)?;
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

/// Functions that use types of the schema and are used by its tables, a domain, a text
/// search configuration, a trigger, and what a platform brings along.
const MADE: &str = "
CREATE DOMAIN short AS text CHECK (length(VALUE) < 9);
CREATE FUNCTION code() RETURNS text LANGUAGE sql AS 'SELECT ''x''::text';
CREATE TEXT SEARCH CONFIGURATION plain (COPY = simple);
CREATE FUNCTION of_kind(kind) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION count_t() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t';
CREATE FUNCTION names(t) RETURNS text LANGUAGE sql AS 'SELECT $1.name';
CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION no_such();
";

#[test]
fn what_only_migrations_make_is_in_place() {
    let mut database = Database::with("CREATE SCHEMA auth; CREATE TYPE kind AS ENUM ('a')");
    database.run("CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql AS 'SELECT NULL::uuid'");
    for statement in MADE.split_inclusive(';').take(4) {
        database.run(statement);
    }
    database.run(
        "CREATE TABLE t (name text DEFAULT code(), k kind, s short, CONSTRAINT c CHECK (of_kind(k)));
         CREATE INDEX i ON t USING gin (to_tsvector('plain'::regconfig, name));
         CREATE VIEW mine AS SELECT auth.uid() AS id",
    );
    let mut desired = Schema::default();
    desired.enums.insert(QName::public("kind"), Enum { values: vec!["a".into()] });
    let mut table = Table::default();
    table.columns.insert("name".into(), column("text", Some("CODE( )")));
    let kind = Type { schema: Some("public".into()), ..Type::parse("kind") };
    table.columns.insert("k".into(), Column { ty: kind, ..column("text", None) });
    table.columns.insert("s".into(), column("short", None));
    table.checks.push(Check { name: "c".into(), expression: "of_kind( k )".into() });
    table.indexes.push(Index {
        name: Name::explicit("i"),
        unique: false,
        method: "gin".into(),
        columns: vec![IndexColumn {
            key: IndexKey::Expression("to_tsvector('plain', name)".into()),
            descending: false,
            nulls: Nulls::Last,
            opclass: None,
        }],
        with: Default::default(),
        predicate: None,
        concurrently: false,
    });
    desired.tables.insert(QName::public("t"), table);
    let mut view = self::desired().views.swap_remove(&QName::public("v")).unwrap();
    view.definition = Some("select auth.uid() as id".into());
    desired.views.insert(QName::public("mine"), view);

    assert!(changes(&database, &desired).is_err(), "the functions are nowhere");
    let made = Migration::read("0000_made", 1, "0000_made.sql", MADE.as_bytes()).unwrap();
    let prelude = Prelude::of(&[made], 1, &desired);
    // The schema that the platform keeps is not in the schema files.
    let read = |name: &str| name != "auth";
    let engine = UrlServer::open(server()).unwrap();
    let answers = Answers::default();
    let options = DiffOptions { line: Line::V0, answers: &answers };
    let compared = compare(
        &database.target(),
        &desired,
        &Options { schemas: &read, ..Options::DATABASE },
        &options,
        &prelude,
        &mut || engine.lease(),
    );
    assert_eq!(compared.unwrap().diff.changes, []);
}
