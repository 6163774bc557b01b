//! The whole history: where there is no snapshot, and where the newest is not enough.

use crate::{USERS, by_hand, project, schema, transcript};
use insta::assert_snapshot;

#[test]
fn no_snapshot_is_left() {
    let project = project("0.45");
    std::fs::remove_file(project.path().join("drizzle/meta/0000_snapshot.json")).unwrap();
    by_hand(&project, "0001_name", "ALTER TABLE users ADD COLUMN name text;");
    let users = USERS.replace("});", "  name: text(\"name\"),\n  age: integer(\"age\"),\n});");
    project.file("schema.ts", &schema(&users));
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0002_add_users_age.sql

    ALTER TABLE "users" ADD COLUMN "age" integer;
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    note: drizzle/mizzle.sum did not know 0001_name and records it as it is, not rehearsed
    + column users.age integer
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: way back: drizzle/down/0002_add_users_age.sql (lossless)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
}

#[test]
fn no_snapshot_is_left_in_1_0() {
    let project = project("rc.5");
    let first = project.files().into_iter().find(|file| file.ends_with("snapshot.json")).unwrap();
    std::fs::remove_file(project.path().join(first)).unwrap();
    assert_snapshot!(transcript(&project, &["generate"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    --- exit 0
    ");
}

#[test]
fn a_later_one_needs_what_no_snapshot_has() {
    let project = project("0.45");
    // A snapshot stands behind this one, and knows nothing of the table.
    by_hand(&project, "0001_audit", "CREATE TABLE audit (id int PRIMARY KEY);");
    let snapshot = project.read("drizzle/meta/0000_snapshot.json");
    project.file("drizzle/meta/0001_snapshot.json", &snapshot);
    by_hand(
        &project,
        "0002_more",
        "ALTER TABLE audit ADD COLUMN at timestamp; ALTER TABLE users ADD COLUMN age int;",
    );
    project.file("schema.ts", &schema(&USERS.replace("});", "  age: integer(\"age\"),\n});")));
    assert_snapshot!(transcript(&project, &["generate"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    --- exit 0
    ");
}

#[test]
fn defaults_call_what_only_migrations_make() {
    let project = project("0.45");
    by_hand(
        &project,
        "0001_codes",
        "CREATE FUNCTION code() RETURNS text LANGUAGE sql AS 'SELECT ''x''::text';",
    );
    let users = USERS.replace("});", "  code: text(\"code\").default(sql`code()`),\n});");
    project.file("schema.ts", &schema(&users));
    assert!(project.mizzle(&["generate"]).ends_with("--- exit 0"));
    by_hand(
        &project,
        "0003_seen",
        "ALTER TABLE users ADD COLUMN seen text DEFAULT UPPER( code() );",
    );
    let users = users.replace("});", "  seen: text(\"seen\").default(sql`upper(code( ))`),\n});");
    project.file("schema.ts", &schema(&users));
    assert_snapshot!(transcript(&project, &["generate"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    --- exit 0
    ");
}
