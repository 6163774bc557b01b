//! How tables are made.

use super::Database;
use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::QName;
use mizzle_db::browse::{Cancel, Structure};

fn structure(database: &Database, name: &QName) -> Structure {
    database.browser.structure(name, Line::V1, &Cancel::new()).unwrap()
}

#[test]
fn a_table_as_sql_and_as_typescript() {
    let mut database = Database::with(
        "CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('a', 'b');
         CREATE TABLE teams (id integer PRIMARY KEY);
         CREATE TABLE app.users (id integer PRIMARY KEY, mood app.mood NOT NULL, n numeric(10,2),
           team integer REFERENCES teams ON DELETE CASCADE, CONSTRAINT positive CHECK (n > 0));
         CREATE INDEX by_n ON app.users (n DESC) WHERE n > 1;
         ALTER TABLE app.users ENABLE ROW LEVEL SECURITY;
         CREATE POLICY own ON app.users FOR SELECT TO public USING (id = 1);
         CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
         CREATE TRIGGER tr BEFORE UPDATE ON app.users FOR EACH ROW EXECUTE FUNCTION f();
         CREATE VIEW app.looked AS SELECT id FROM app.users",
    );
    let users = QName::new("app", "users");
    let found = structure(&database, &users);
    let parts = |parts: &[mizzle_db::browse::Part]| {
        parts.iter().map(|it| format!("{} ({})", it.name, it.kind)).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(parts(&found.indexes), "users_pkey (btree, primary key) by_n (btree)");
    assert_eq!(
        parts(&found.constraints),
        "users_pkey (primary key) positive (check) users_team_fkey (foreign key)"
    );
    assert_eq!(parts(&found.policies), "own (permissive)");
    assert_eq!(found.policies[0].definition, "FOR SELECT TO public USING ((id = 1))");
    assert_eq!(parts(&found.others), "tr (trigger)");
    assert!(found.is_row_security_on);
    assert!(found.ddl.starts_with("CREATE TYPE \"app\".\"mood\""), "{}", found.ddl);
    let typescript = found.typescript.unwrap();
    assert!(typescript.contains("pgSchema(\"app\")"), "{typescript}");
    assert!(typescript.contains("foreignColumns: [teams.id]"), "{typescript}");
    assert!(found.notes.iter().any(|note| note.contains("trigger")), "{:?}", found.notes);

    // The statements make it again.
    let view = structure(&database, &QName::new("app", "looked"));
    database.run("DROP VIEW app.looked; DROP TABLE app.users; DROP TYPE app.mood");
    database.run(&found.ddl);
    database.run(&view.ddl);
    assert_eq!(structure(&database, &users).ddl, found.ddl);
}

#[test]
fn what_no_schema_file_says_is_shown_all_the_same() {
    let mut database = Database::with(
        "CREATE TABLE parts (id integer NOT NULL, v text DEFAULT 'x') PARTITION BY RANGE (id)",
    );
    let parts = QName::public("parts");
    let found = structure(&database, &parts);
    database.run("DROP TABLE parts");
    database.run(&found.ddl);
    assert_eq!(structure(&database, &parts).ddl, found.ddl);
    assert!(found.ddl.contains("PARTITION BY RANGE"), "{}", found.ddl);
    assert!(!found.notes.is_empty());
}
