//! Where a name comes from, nobody can tell from a database.

use super::{constraint, read, users};
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::{DiffOptions, diff};
use mizzle_core::postgres::schema::{Name, Schema};

fn changes(from: &Schema, to: &Schema) -> usize {
    let answers = Answers::default();
    diff(from, to, &DiffOptions { line: Line::V1, answers: &answers }).unwrap().changes.len()
}

/// A table that was renamed keeps its keys' names, in drizzle 1.0 and in the database.
#[test]
fn a_key_that_nobody_named_keeps_the_name_it_has() {
    let mut catalog = users(&[("id", "integer", 23)]);
    catalog.columns[0].not_null = true;
    catalog.constraints.push(constraint('p', "people_pkey", &[1]));
    let found = read(&catalog).schema;
    let mut desired = found.clone();
    let key = desired.tables[0].primary_key.as_mut().unwrap();
    key.name = Name::derived("users_pkey");
    assert_eq!(changes(&found, &desired), 0);
    let key = desired.tables[0].primary_key.as_mut().unwrap();
    key.name = Name::explicit("users_pkey");
    assert_eq!(changes(&found, &desired), 1);
}

#[test]
fn what_the_server_shortened_is_read_as_the_rule_says() {
    let mut catalog = users(&[("id", "integer", 23), ("b", "integer", 23)]);
    let long = "t".repeat(63);
    catalog.relations[0].name.clone_from(&long);
    catalog.constraints.push(constraint('p', &format!("{}_pkey", "t".repeat(58)), &[1]));
    catalog.constraints.push(constraint('u', &format!("{}_b_key", "t".repeat(57)), &[2]));
    let table = &read(&catalog).schema.tables[0];
    assert_eq!(table.primary_key.as_ref().unwrap().name.text, format!("{long}_pkey"));
    assert_eq!(table.uniques[0].name.text, format!("{long}_b_key"));
}
