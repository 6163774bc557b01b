//! What cannot be kept is named, with the reason.

use crate::Case;

#[test]
fn a_column_of_a_table_without_a_key() {
    let from = "CREATE TABLE a (id int, x text); INSERT INTO a VALUES (1, 'x');";
    let case = Case::new(from, "CREATE TABLE a (id int)", &[]);
    let [left] = case.archived.left.as_slice() else { panic!() };
    assert_eq!(left.what, "column a.x");
    assert_eq!(left.why, "a has no key that stays, by which its rows could be found again");
    assert_eq!(case.archived.tables, []);
    // The plans are those without anything kept, and the loss is still one.
    assert_eq!(case.archived.up.to_file(false), "ALTER TABLE \"a\" DROP COLUMN \"x\";\n");
    assert!(!case.archived.up.losses(0).is_empty());
}

#[test]
fn a_table_whose_key_goes_has_another_one_or_none() {
    let from = "CREATE TABLE a (id int PRIMARY KEY, code text NOT NULL UNIQUE, x text);
        INSERT INTO a VALUES (1, 'a', 'x');";
    let case = Case::new(from, "CREATE TABLE a (code text NOT NULL UNIQUE)", &[]);
    assert_eq!(case.archived.left, []);
    case.there_and_back();
    let case = Case::new(from, "CREATE TABLE a (x text)", &[]);
    assert_eq!(case.archived.left.len(), 2);
}

#[test]
fn nothing_to_keep() {
    let case = Case::new(
        "CREATE TABLE a (id int PRIMARY KEY)",
        "CREATE TABLE a (id int PRIMARY KEY, x text)",
        &[],
    );
    assert_eq!((case.archived.tables.len(), case.archived.left.len()), (0, 0));
    assert_eq!(case.archived.up.to_file(false), "ALTER TABLE \"a\" ADD COLUMN \"x\" text;\n");
}

#[test]
fn labels_of_a_column_that_has_nothing_else_to_hold() {
    let from = "CREATE TYPE mood AS ENUM ('ok', 'sad');
        CREATE TABLE a (id int PRIMARY KEY, m mood NOT NULL);
        INSERT INTO a VALUES (1, 'ok');";
    let to =
        "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE a (id int PRIMARY KEY, m mood NOT NULL);";
    let case = Case::new(from, to, &[]);
    let [left] = case.archived.left.as_slice() else { panic!() };
    assert_eq!(left.why, "the column is required and has no default to hold instead");
}

#[test]
fn lists_that_become_one_text() {
    let from = "CREATE TABLE a (id int PRIMARY KEY, x int[]); INSERT INTO a VALUES (1, '{1}');";
    let case = Case::new(from, "CREATE TABLE a (id int PRIMARY KEY, x text)", &[]);
    let [left] = case.archived.left.as_slice() else { panic!() };
    assert_eq!(left.why, "what becomes of them cannot be read as what they were");
}
