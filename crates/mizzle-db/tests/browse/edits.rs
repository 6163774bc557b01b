//! Edits: exactly the rows that were meant, as they were read, all or none.

use super::{Database, line, lines, set, to, update};
use mizzle_core::postgres::schema::QName;
use mizzle_db::browse::{Applied, Assignment, BrowseError, Cancel, Edit, Value};

const ITEMS: &str = "
CREATE TABLE items (id integer PRIMARY KEY, name text NOT NULL, n numeric(5,2),
  d date DEFAULT '2024-01-01', twice numeric GENERATED ALWAYS AS (n * 2) STORED);
INSERT INTO items (id, name, n) VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', NULL)";

const ALL: &str = "SELECT string_agg(t::text, ' ' ORDER BY id) FROM items t";

fn insert(changes: &[Assignment]) -> Edit {
    Edit::Insert { table: QName::public("items"), set: changes.to_vec() }
}

fn delete(key: &str, expect: &[Assignment]) -> Edit {
    Edit::Delete {
        table: QName::public("items"),
        key: vec![key.to_owned()],
        expect: expect.to_vec(),
    }
}

fn done(applied: Applied) -> Vec<Option<String>> {
    let Applied::Done { rows, .. } = applied else { panic!("{applied:?}") };
    rows.iter().map(|row| row.as_ref().map(line)).collect()
}

/// Which edit met somebody else's, and the row as that left it.
fn conflict(applied: Applied) -> (usize, Option<String>) {
    let Applied::Conflict { edit, actual } = applied else { panic!("{applied:?}") };
    (edit, actual.as_ref().map(line))
}

fn refused(applied: Applied) -> (usize, Option<String>, String) {
    let Applied::Refused { edit, column, error } = applied else { panic!("{applied:?}") };
    (edit, column, error.to_string())
}

#[test]
fn edits_are_done_together_and_rows_come_back_fresh() {
    let mut database = Database::with(ITEMS);
    let rows = done(database.apply(&[
        update("items", "1", &[set("n", "1.5")], &[set("n", "1.00")]),
        update("items", "1", &[set("name", "it's")], &[set("name", "one")]),
        update("items", "3", &[set("id", "30"), to("d", Value::Null)], &[to("n", Value::Null)]),
        insert(&[set("id", "4"), set("name", ""), to("d", Value::Default)]),
        delete("2", &[set("name", "two"), set("n", "2.00"), set("twice", "4.00")]),
    ]));
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(
        rows,
        [
            some("1|it's|1.50|2024-01-01|3.00"),
            some("1|it's|1.50|2024-01-01|3.00"),
            some("30|three|NULL|NULL|NULL"),
            some("4||NULL|2024-01-01|NULL"),
            None,
        ]
    );
    let all = database.one(ALL).unwrap();
    assert_eq!(all, "(1,it's,1.50,2024-01-01,3.00) (4,\"\",,2024-01-01,) (30,three,,,)");
}

#[test]
fn two_writers_conflict_and_nothing_changes() {
    let mut database = Database::with(ITEMS);
    let shown = lines(&database.table("items"));
    assert_eq!(shown[0], "1|one|1.00|2024-01-01|2.00");
    database.run("UPDATE items SET name = 'uno' WHERE id = 1");
    let before = database.one(ALL);
    let edits = [
        update("items", "2", &[set("name", "zwei")], &[set("name", "two")]),
        update("items", "1", &[set("name", "eins")], &[set("name", "one")]),
        update("items", "3", &[set("name", "drei")], &[set("name", "three")]),
    ];
    let actual = "1|uno|1.00|2024-01-01|2.00".to_owned();
    assert_eq!(conflict(database.apply(&edits)), (1, Some(actual)));
    assert_eq!(database.one(ALL), before);

    // A change of another column of the row is none of this edit's.
    let edit = update("items", "1", &[set("n", "9")], &[set("n", "1.00")]);
    assert_eq!(done(database.apply(&[edit]))[0].as_deref(), Some("1|uno|9.00|2024-01-01|18.00"));

    database.run("DELETE FROM items WHERE id = 3");
    let gone = delete("3", &[set("name", "three")]);
    assert_eq!(conflict(database.apply(&[gone])), (0, None));
    // NULL is a value that a row can be expected to have, and so is ''.
    for (value, expect) in [("x", Value::Null), ("x", Value::Text(String::new()))] {
        let edit = update("items", "2", &[set("name", value)], &[to("name", expect)]);
        assert!(matches!(database.apply(&[edit]), Applied::Conflict { .. }));
    }
}

#[test]
fn a_writer_who_waits_for_another_sees_the_conflict() {
    let mut database = Database::with(ITEMS);
    database.run("BEGIN; UPDATE items SET name = 'first' WHERE id = 1");
    let edit = update("items", "1", &[set("name", "second")], &[set("name", "one")]);
    let browser = &database.browser;
    let connection = &mut database.connection;
    std::thread::scope(|scope| {
        let call = scope.spawn(|| browser.apply(std::slice::from_ref(&edit), &Cancel::new()));
        std::thread::sleep(std::time::Duration::from_millis(500));
        connection.execute("COMMIT").unwrap();
        let (_, actual) = conflict(call.join().unwrap().unwrap());
        assert!(actual.unwrap().contains("first"));
    });
}

#[test]
fn a_refusal_names_the_edit_and_the_column() {
    let mut database = Database::with(ITEMS);
    database.run(
        "ALTER TABLE items ADD u integer UNIQUE, ADD p integer REFERENCES items DEFERRABLE
           INITIALLY DEFERRED, ADD c varchar(3)",
    );
    let before = database.one(ALL);
    let ok = || update("items", "2", &[set("name", "changed")], &[]);
    let column = |name: &str| Some(name.to_owned());
    let said = |edit: Edit| refused(database.apply(&[ok(), edit]));

    let (edit, at, message) = said(update("items", "1", &[set("name", "é"), set("d", "x")], &[]));
    assert_eq!((edit, at), (1, column("d")));
    assert_eq!(message, "invalid input syntax for type date: \"x\" (SQLSTATE 22007)");
    let null = update("items", "1", &[set("d", "2024-01-01"), to("name", Value::Null)], &[]);
    assert_eq!(said(null).1, column("name"));
    assert_eq!(said(update("items", "1", &[set("c", "long")], &[])).1, column("c"));
    assert_eq!(said(update("items", "1", &[set("twice", "1")], &[])).1, column("twice"));
    assert_eq!(said(update("items", "1", &[set("c", "a\0")], &[])).1, column("c"));
    assert_eq!(said(update("items", "1", &[set("id", "2")], &[])).0, 1);
    let (edit, _, message) = said(update("items", "1", &[set("p", "77")], &[]));
    assert!(edit <= 1 && message.contains("foreign key"), "{message}");
    assert_eq!(said(insert(&[set("id", "9")])).1, column("name"));
    assert_eq!(database.one(ALL), before);
}

#[test]
fn what_the_server_holds_back_is_no_conflict() {
    let mut database = Database::with(ITEMS);
    database.run(
        "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
         CREATE TRIGGER no BEFORE UPDATE OR INSERT ON items FOR EACH ROW
           EXECUTE FUNCTION no()",
    );
    let edit = update("items", "1", &[set("name", "x")], &[set("name", "one")]);
    assert!(refused(database.apply(&[edit])).2.contains("holds the edit back"));
    let edit = insert(&[set("id", "9"), set("name", "x")]);
    assert!(refused(database.apply(&[edit])).2.contains("holds the edit back"));
}

#[test]
fn triggers_are_seen_in_the_fresh_row() {
    let mut database = Database::with(ITEMS);
    database.run(
        "CREATE FUNCTION up() RETURNS trigger LANGUAGE plpgsql AS
           'BEGIN UPDATE items SET n = 77 WHERE id = NEW.id; RETURN NULL; END';
         CREATE TRIGGER up AFTER UPDATE OF name ON items FOR EACH ROW EXECUTE FUNCTION up()",
    );
    let edit = update("items", "1", &[set("name", "x")], &[]);
    assert_eq!(done(database.apply(&[edit]))[0].as_deref(), Some("1|x|77.00|2024-01-01|154.00"));
}

#[test]
fn a_row_is_named_by_all_of_its_key() {
    let mut database = Database::with(
        "CREATE TYPE mood AS ENUM ('a', 'b,c', '');
         CREATE TABLE t (z text, m mood, at timestamptz, f float8, b boolean, c char(3), x text,
           PRIMARY KEY (m, at, f, b, c));
         INSERT INTO t VALUES ('z', 'b,c', 'infinity', '-0', true, 'a', 'x'),
           ('z', 'b,c', 'infinity', 'NaN', true, 'a', 'y'), ('z', '', '-infinity', 0, false, '', 'z')",
    );
    let shown = database.table("t");
    assert_eq!(shown.rows[0].key, ["b,c", "infinity", "-0", "t", "a  "]);
    let edits: Vec<Edit> = shown
        .rows
        .iter()
        .map(|row| Edit::Update {
            table: QName::public("t"),
            key: row.key.clone(),
            set: vec![set("x", &row.key.join("/"))],
            expect: vec![
                set("c", super::text(&row.cells[5])),
                set("b", super::text(&row.cells[4])),
            ],
        })
        .collect();
    assert!(matches!(database.apply(&edits), Applied::Done { .. }));
    assert_eq!(
        database.one("SELECT string_agg(x, ' ' ORDER BY m, f) FROM t").unwrap(),
        "b,c/infinity/-0/t/a   b,c/infinity/NaN/t/a   /-infinity/0/f/   "
    );
    let wrong =
        Edit::Delete { table: QName::public("t"), key: vec!["a".to_owned()], expect: Vec::new() };
    let error = database.browser.apply(&[wrong], &Cancel::new()).unwrap_err();
    assert!(matches!(error, BrowseError::WrongKey { expected: 5, given: 1, .. }), "{error}");
}

#[test]
fn identities_generated_columns_and_defaults() {
    let mut database = Database::with(
        "CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
           other integer GENERATED BY DEFAULT AS IDENTITY, v text DEFAULT 'x');
         CREATE TABLE keyless (a integer, b text DEFAULT 'd')",
    );
    let insert = |table: &str, changes: &[Assignment]| Edit::Insert {
        table: QName::public(table),
        set: changes.to_vec(),
    };
    let rows = done(database.apply(&[
        insert("t", &[]),
        insert("t", &[to("id", Value::Default), to("v", Value::Null)]),
        insert("t", &[set("id", "77"), set("other", "88")]),
        insert("keyless", &[set("a", "1")]),
    ]));
    let rows: Vec<String> = rows.into_iter().flatten().collect();
    assert_eq!(rows, ["1|1|x", "2|2|NULL", "77|88|x", "1|d"]);
    let edit = update("t", "77", &[set("id", "78")], &[]);
    assert_eq!(refused(database.apply(&[edit])).1.as_deref(), Some("id"));
    let edit = update("keyless", "1", &[set("a", "2")], &[]);
    let error = database.browser.apply(&[edit], &Cancel::new()).unwrap_err();
    assert!(matches!(error, BrowseError::ReadOnly { .. }), "{error}");
    assert_eq!(database.one("SELECT count(*) FROM keyless").as_deref(), Some("1"));
}

#[test]
fn the_preview_is_what_runs() {
    let database = Database::with(ITEMS);
    let edits = [
        update(
            "items",
            "1",
            &[set("name", "it's"), to("d", Value::Default)],
            &[set("name", "one"), to("n", Value::Null)],
        ),
        insert(&[set("id", "4"), to("name", Value::Null)]),
        delete("2", &[]),
    ];
    let preview = database.browser.preview(&edits, &Cancel::new()).unwrap();
    assert_eq!(
        preview.join("\n"),
        "BEGIN;\n\
         UPDATE \"public\".\"items\" SET \"name\" = 'it''s', \"d\" = DEFAULT\n\
         WHERE \"id\" = '1'\n  \
         AND \"name\"::text COLLATE \"C\" IS NOT DISTINCT FROM 'one'\n  \
         AND \"n\"::text IS NOT DISTINCT FROM NULL;\n\
         INSERT INTO \"public\".\"items\" (\"id\", \"name\") VALUES ('4', NULL);\n\
         DELETE FROM \"public\".\"items\"\nWHERE \"id\" = '2';\n\
         COMMIT;"
    );
}

#[test]
fn a_text_that_only_looks_alike_is_another() {
    let mut database = Database::with(
        "CREATE COLLATION any_case (provider = icu, locale = 'und-u-ks-level2',
           deterministic = false);
         CREATE TABLE items (id integer PRIMARY KEY, name text COLLATE any_case, f float8,
           n numeric, j jsonb);
         INSERT INTO items VALUES (1, 'a', '-0', 1.0, '{\"a\":1.0}')",
    );
    for (column, value) in [("name", "A"), ("f", "0"), ("n", "1"), ("j", "{\"a\": 1}")] {
        let edit = update("items", "1", &[set("id", "2")], &[set(column, value)]);
        assert!(matches!(database.apply(&[edit]), Applied::Conflict { .. }), "{column}");
    }
    let all = [set("name", "a"), set("f", "-0"), set("n", "1.0"), set("j", "{\"a\": 1.0}")];
    assert!(matches!(
        database.apply(&[update("items", "1", &[set("id", "2")], &all)]),
        Applied::Done { .. }
    ));
    assert_eq!(database.one("SELECT id FROM items").as_deref(), Some("2"));
}

#[test]
fn rows_of_partitions_can_be_changed() {
    let mut database = Database::with(
        "CREATE TABLE parts (id integer PRIMARY KEY, v text) PARTITION BY RANGE (id);
         CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
         CREATE TABLE parts_2 PARTITION OF parts DEFAULT; INSERT INTO parts VALUES (1, 'a')",
    );
    let edit = update("parts", "1", &[set("id", "50")], &[set("v", "a")]);
    assert_eq!(done(database.apply(&[edit]))[0].as_deref(), Some("50|a"));
    assert_eq!(database.one("SELECT id FROM parts_2").as_deref(), Some("50"));
}
