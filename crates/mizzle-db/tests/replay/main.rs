//! Replays on a real server: from a schema, and behind the history before it.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use mizzle_core::naming::Line;
use mizzle_core::postgres::from_catalog::Unmodelled;
use mizzle_core::postgres::replayed::{replayed, with_words};
use mizzle_core::postgres::schema::{
    Check, Column, Declared, DefaultValue, Name, QName, Schema, Table, Type, Unique,
};
use mizzle_db::devdb::UrlServer;
use mizzle_db::introspect::in_words_of;
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;
use mizzle_db::replay::{Replay, ReplayError, Replayed, replay};
use mizzle_db::test_support::{embedded, server, unique};

fn migrations(texts: &[&str]) -> Vec<Migration> {
    let one = |(at, text): (usize, &&str)| {
        let name = format!("{at:04}_step");
        Migration::read(name.clone(), 1_000 + at as i64, format!("{name}.sql"), text.as_bytes())
    };
    texts.iter().enumerate().map(|step| one(step).unwrap()).collect()
}

/// Replays all texts behind the first `earlier`.
fn run(base: Option<&Schema>, earlier: usize, texts: &[&str]) -> Result<Replayed, ReplayError> {
    let engine = UrlServer::open(server()).unwrap();
    let migrations = migrations(texts);
    let what = Replay {
        base,
        migrations: &migrations,
        earlier,
        line: Line::V0,
        ledger: &LedgerPlace::usual(Line::V0),
    };
    replay(&what, &mut || engine.lease())
}

fn column(ty: &str, default: Option<&str>) -> Column {
    Column {
        default: default.map(|sql| DefaultValue::Expression(sql.to_owned())),
        ..Column::of(Type::parse(ty))
    }
}

/// A table in the words of an author.
fn base() -> Schema {
    let mut table = Table::default();
    table.columns.insert("a".into(), column("int", Some("1+1")));
    table.columns.insert("b".into(), column("varchar(20)", None));
    table.checks.push(Check { name: "positive".into(), expression: "a>0".into() });
    table.uniques.push(Unique {
        name: Name::explicit("only_b"),
        columns: vec!["b".into()],
        nulls_not_distinct: false,
        declared: Declared::OnColumn,
    });
    let mut schema = Schema::default();
    schema.tables.insert(QName::public("t"), table);
    schema
}

const FIRST: &str = "CREATE TABLE t (a int DEFAULT 1+1, b varchar(20) CONSTRAINT only_b UNIQUE,
    CONSTRAINT positive CHECK (a > 0));";

fn state(base: &Schema, found: &Replayed) -> Schema {
    replayed(base, &found.before.schema, &found.after.schema)
}

#[test]
fn nothing_done_is_nothing_changed() {
    let base = base();
    let found = run(Some(&base), 1, &[FIRST, "SELECT 1;"]).unwrap();
    assert_eq!(state(&base, &found), base);
}

#[test]
fn only_what_is_touched_is_taken_over() {
    let base = base();
    let found = run(
        Some(&base),
        1,
        &[FIRST, "ALTER TABLE t ALTER a SET NOT NULL, ADD c text DEFAULT 'x'||'y', DROP b;"],
    )
    .unwrap();
    let state = state(&base, &found);
    let table = &state.tables[0];
    assert!(table.columns["a"].not_null);
    assert_eq!(table.columns["a"].default, base.tables[0].columns["a"].default);
    assert_eq!(table.checks, base.tables[0].checks);
    let added = DefaultValue::Expression("('x'::text || 'y'::text)".into());
    assert_eq!(table.columns["c"].default, Some(added));
    assert!(!table.columns.contains_key("b") && table.uniques.is_empty());
}

#[test]
fn a_base_that_is_not_enough_is_replaced_by_the_history() {
    let base = base();
    let texts = [
        FIRST,
        "CREATE TABLE other (id int);",
        "ALTER TABLE other ADD x int; ALTER TABLE t ADD c int;",
    ];
    let found = run(Some(&base), 2, &texts).unwrap();
    let state = state(&base, &found);
    let names: Vec<&str> = state.tables.keys().map(|name| name.name.as_str()).collect();
    assert_eq!(names, ["t"], "what the migrations before the snapshot made is not theirs");
    assert!(state.tables[0].columns.contains_key("c"));
}

#[test]
fn a_history_without_a_snapshot_is_run_whole() {
    let found = run(None, 0, &[FIRST, "ALTER TABLE t ADD c int;"]).unwrap();
    let state = state(&Schema::default(), &found);
    assert_eq!(state.tables.len(), 1);
    assert_eq!(state.tables[0].columns.len(), 3);
    assert!(state.namespaces.is_empty(), "the ledger is nobody's: {:?}", state.namespaces);
}

#[test]
fn what_runs_before_a_statement_that_fails_is_known() {
    let texts = [
        FIRST,
        "ALTER TABLE t ADD c int;",
        "CREATE INDEX CONCURRENTLY by_a ON t (a);\nALTER TABLE nowhere ADD c int;",
        "ALTER TABLE t ADD d int;",
    ];
    let base = base();
    let found = run(Some(&base), 1, &texts).unwrap();
    assert_eq!(
        found.stopped.as_ref().map(ToString::to_string).as_deref(),
        Some("0002_step.sql:2:1: relation \"nowhere\" does not exist (SQLSTATE 42P01)")
    );
    let state = state(&base, &found);
    let columns: Vec<&str> = state.tables[0].columns.keys().map(String::as_str).collect();
    assert_eq!((state.tables.len(), columns), (1, vec!["a", "b", "c"]));
}

#[test]
fn what_comes_before_must_run() {
    let mut base = base();
    base.tables[0].checks[0].expression = "no_such(a)".into();
    let error = run(Some(&base), 1, &["SELECT nonsense;", "SELECT 1;"]).unwrap_err();
    assert!(matches!(error, ReplayError::Build(_)), "the first way's error: {error}");
}

#[test]
fn a_migration_may_use_the_ledger() {
    let base = base();
    let later = "DELETE FROM drizzle.__drizzle_migrations WHERE created_at = 1;";
    let found = run(Some(&base), 1, &[FIRST, later]).unwrap();
    assert_eq!(found.stopped, None);
    assert_eq!(state(&base, &found), base);
}

#[test]
fn the_embedded_engine_replays_as_well() {
    let Some(engine) = embedded() else {
        eprintln!("mizzle-pg is not built: nothing of it is tested");
        return;
    };
    let (base, migrations) = (base(), migrations(&[FIRST, "ALTER TABLE t ADD c int;"]));
    let ledger = LedgerPlace::usual(Line::V0);
    let what = Replay {
        base: Some(&base),
        migrations: &migrations,
        earlier: 1,
        line: Line::V0,
        ledger: &ledger,
    };
    let found = replay(&what, &mut || engine.lease()).unwrap();
    assert_eq!(found.stopped, None);
    assert!(state(&base, &found).tables[0].columns.contains_key("c"));
}

#[test]
fn functions_and_triggers_are_in_place() {
    let base = base();
    let texts = [
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;",
        FIRST,
        "CREATE TRIGGER touched BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();",
        "DROP TRIGGER touched ON t;
         CREATE TRIGGER again BEFORE UPDATE ON t FOR EACH ROW EXECUTE FUNCTION touch();",
    ];
    let found = run(Some(&base), 3, &texts).unwrap();
    let triggers = |of: &mizzle_core::postgres::from_catalog::Introspected| -> Vec<String> {
        let all = of.fidelity.unmodelled.iter();
        let triggers = all.filter(|thing| thing.kind == Unmodelled::Trigger);
        triggers.map(|trigger| trigger.name.clone()).collect()
    };
    assert_eq!(triggers(&found.before), ["touched on t"]);
    assert_eq!(triggers(&found.after), ["again on t"]);
}

#[test]
fn a_role_that_nobody_made_is_stood_in_for() {
    let role = unique("mizzle_replay_role");
    let text = format!(
        "ALTER TABLE t ENABLE ROW LEVEL SECURITY;
         CREATE POLICY own ON t TO {role} USING (auth.uid() IS NOT NULL);"
    );
    let base = base();
    let found = run(Some(&base), 1, &[FIRST, &text]);
    let engine = UrlServer::open(server()).unwrap();
    let lease = engine.lease().unwrap();
    let mut connection = mizzle_db::connection::Connection::open(lease.target()).unwrap();
    connection.execute(&format!("DROP ROLE IF EXISTS {role}")).unwrap();
    let state = state(&base, &found.unwrap());
    assert_eq!(state.tables[0].policies[0].roles, [role]);
    assert!(state.roles.is_empty(), "{:?}", state.roles);
}

#[test]
fn statements_outside_of_transactions_run() {
    let base = base();
    let texts = [FIRST, "CREATE INDEX CONCURRENTLY by_a ON t (a);"];
    let found = run(Some(&base), 1, &texts).unwrap();
    assert_eq!(state(&base, &found).tables[0].indexes[0].name.text, "by_a");
}

#[test]
fn the_same_in_other_words_becomes_the_authors() {
    let base = base();
    let later = "ALTER TABLE t ADD c text DEFAULT upper('x'), ADD CHECK (length(c)>1);";
    let found = run(Some(&base), 1, &[FIRST, later]).unwrap();
    let recorded = state(&base, &found);
    let mut desired = base;
    let table = &mut desired.tables[0];
    table.columns.insert("c".into(), column("text", Some("UPPER( 'x' )")));
    table.checks.push(Check { name: "t_c_check".into(), expression: "length(c) > 1".into() });
    let engine = UrlServer::open(server()).unwrap();
    let built =
        in_words_of(&engine.lease().unwrap(), &desired, &recorded, Line::V0, &Prelude::default())
            .unwrap();
    assert_ne!(recorded, desired);
    assert_eq!(with_words(&recorded, &desired, &built), desired);
}
