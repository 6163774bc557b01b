//! Schemas that the server would refuse: all that is wrong with them, each with its place.
//! That the server does refuse it, and takes what is not refused here, is shown in
//! `crates/mizzle-db/tests/refused`.

use crate::{project, refused};
use insta::assert_snapshot;

/// A schema file with everything of pg-core that the cases need.
fn schema(text: &str) -> String {
    format!(
        "import {{ sql }} from \"drizzle-orm\";\nimport * as p from \"drizzle-orm/pg-core\";\n{text}\n"
    )
}

#[test]
fn a_foreign_key_to_what_is_no_key() {
    let text = schema(
        "export const users = p.pgTable(\"users\", {\n  id: p.integer().primaryKey(),\n  name: p.text(),\n});\n\
         export const posts = p.pgTable(\"posts\", {\n  author: p.text().references(() => users.name),\n});",
    );
    assert_snapshot!(refused(&text), @"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the foreign key posts.author references users.name, which is neither the primary key nor unique, and the server refuses that: add `.unique()`, for several columns `unique().on(…)`, or reference the primary key
     --> db/schema.ts:8:3
      |
    8 |   author: p.text().references(() => users.name),
      |   ^^^^^^
      |
     ::: db/schema.ts:5:3
      |
    5 |   name: p.text(),
      |   ---- referenced
      nothing was written
    --- exit 1
    ");
}

#[test]
fn a_foreign_key_of_another_type() {
    let text = schema(
        "export const users = p.pgTable(\"users\", {\n  id: p.uuid().primaryKey(),\n});\n\
         export const posts = p.pgTable(\"posts\", {\n  author: p.integer().references(() => users.id),\n});",
    );
    assert_snapshot!(refused(&text), @"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the foreign key posts.author references users.id, but the server cannot compare integer with uuid: give posts.author the type of users.id
     --> db/schema.ts:7:3
      |
    7 |   author: p.integer().references(() => users.id),
      |   ^^^^^^
      |
     ::: db/schema.ts:4:3
      |
    4 |   id: p.uuid().primaryKey(),
      |   -- referenced
      nothing was written
    --- exit 1
    ");
}

#[test]
fn defaults_of_the_wrong_type() {
    let text = schema(
        "export const mood = p.pgEnum(\"mood\", [\"sad\", \"ok\"]);\n\
         export const users = p.pgTable(\"users\", {\n  \
           age: p.integer().default(\"abc\" as never),\n  \
           id: p.uuid().default(\"none\"),\n  \
           mood: mood().default(\"glad\" as never),\n  \
           tags: p.text().array().default(sql`'a,b'`),\n  \
           born: p.date().default(\"2024-02-30\"),\n  \
           on: p.boolean().default(1 as never),\n\
         });",
    );
    assert_snapshot!(refused(&text), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the column users.age cannot have its default: `abc` is no value of the type integer
     --> db/schema.ts:5:3
      |
    5 |   age: p.integer().default("abc" as never),
      |   ^^^
    error: the column users.id cannot have its default: `none` is no value of the type uuid
     --> db/schema.ts:6:3
      |
    6 |   id: p.uuid().default("none"),
      |   ^^
    error: the column users.mood cannot have its default: `glad` is no value of the enum mood
     --> db/schema.ts:7:3
      |
    7 |   mood: mood().default("glad" as never),
      |   ^^^^
    error: the column users.tags cannot have its default: `a,b` is no value of the type text[]
     --> db/schema.ts:8:3
      |
    8 |   tags: p.text().array().default(sql`'a,b'`),
      |   ^^^^
    error: the column users.born cannot have its default: `2024-02-30` is no value of the type date
     --> db/schema.ts:9:3
      |
    9 |   born: p.date().default("2024-02-30"),
      |   ^^^^
    error: the column users.on cannot have its default: `1` is a number, which does not become boolean
      --> db/schema.ts:10:3
       |
    10 |   on: p.boolean().default(1 as never),
       |   ^^
      nothing was written
    --- exit 1
    "#);
}

#[test]
fn names_that_meet() {
    let text = schema(
        "export const users = p.pgTable(\"users\", {\n  id: p.integer().unique(\"one\"),\n});\n\
         export const posts = p.pgTable(\"posts\", {\n  id: p.integer().unique(\"one\"),\n});",
    );
    assert_snapshot!(refused(&text), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the unique constraint of posts and the unique constraint of users are both named one, and the server allows only one of that name: give one of them a name of its own
     --> db/schema.ts:4:3
      |
    4 |   id: p.integer().unique("one"),
      |   ^^
      |
     ::: db/schema.ts:7:3
      |
    7 |   id: p.integer().unique("one"),
      |   -- already declared here
      nothing was written
    --- exit 1
    "#);
    let long = "x".repeat(63);
    let text = schema(&format!(
        "export const t = p.pgTable(\"t\", {{\n  a: p.integer(\"{long}a\"),\n  b: p.integer(\"{long}b\"),\n}});"
    ));
    assert_snapshot!(refused(&text), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the server cuts names at 63 bytes, where the column xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxa and the column xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxb are both xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx: give one of them a name of its own
     --> db/schema.ts:5:3
      |
    5 |   b: p.integer("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxb"),
      |   ^
      |
     ::: db/schema.ts:4:3
      |
    4 |   a: p.integer("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxa"),
      |   - already declared here
      nothing was written
    --- exit 1
    "#);
}

#[test]
fn columns_that_cannot_be() {
    let text = schema(
        "export const t = p.pgTable(\"t\", {\n  \
           ctid: p.integer(),\n  \
           short: p.varchar({ length: 0 }),\n  \
           made: p.integer().default(1).generatedAlwaysAs(sql`1 + 1`),\n  \
           counted: p.smallint().generatedAlwaysAsIdentity({ maxValue: 100000 }),\n  \
           when: p.timestamp().generatedAlwaysAs(sql`now()`),\n\
         });",
    );
    assert_snapshot!(refused(&text), @"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the column t.ctid has the name of a system column: give it another
     --> db/schema.ts:4:3
      |
    4 |   ctid: p.integer(),
      |   ^^^^
    error: the column t.short is varchar(0): its length must be from 1 to 10485760
     --> db/schema.ts:5:3
      |
    5 |   short: p.varchar({ length: 0 }),
      |   ^^^^^
    error: the column t.made has a default and a generated expression, and the server takes one of them: remove the other
     --> db/schema.ts:6:3
      |
    6 |   made: p.integer().default(1).generatedAlwaysAs(sql`1 + 1`),
      |   ^^^^
    error: the column t.counted cannot have its identity: it goes from 1 to 100000, and its type only from -32768 to 32767
     --> db/schema.ts:7:3
      |
    7 |   counted: p.smallint().generatedAlwaysAsIdentity({ maxValue: 100000 }),
      |   ^^^^^^^
    error: the column t.when is generated with `now()`, which gives another value each time, and the server refuses that: use a default, or a trigger
     --> db/schema.ts:8:3
      |
    8 |   when: p.timestamp().generatedAlwaysAs(sql`now()`),
      |   ^^^^
      nothing was written
    --- exit 1
    ");
}

#[test]
fn keys_indexes_and_policies_that_cannot_be() {
    let text = schema(
        "export const t = p.pgTable(\"t\", {\n  a: p.json().unique(),\n  b: p.text(),\n  c: p.timestamp(),\n}, (t) => [\n  \
           p.index(\"both\").using(\"hash\", t.b, t.c),\n  \
           p.uniqueIndex(\"words\").using(\"gin\", t.b),\n  \
           p.index(\"recent\").on(t.b).where(sql`${t.c} > now()`),\n  \
           p.check(\"known\", sql`${t.b} in (select name from names)`),\n  \
           p.pgPolicy(\"adds\", { for: \"insert\", using: sql`true` }),\n\
         ]);",
    );
    assert_snapshot!(refused(&text), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the unique constraint t_a_unique of t is on a, whose type json has no order, and the server refuses that: put it on another column, or give this one another type
     --> db/schema.ts:4:3
      |
    4 |   a: p.json().unique(),
      |   ^
    error: the check known of t has a query in it, and the server takes no SELECT there: use a trigger
      --> db/schema.ts:11:11
       |
    11 |   p.check("known", sql`${t.b} in (select name from names)`),
       |           ^^^^^^^
    error: the index both of t is on several columns, and one of the method hash can be on one only: use another method, or an index for each of them
     --> db/schema.ts:8:11
      |
    8 |   p.index("both").using("hash", t.b, t.c),
      |           ^^^^^^
    error: the index words of t is unique, which the method gin cannot be: leave `.using(…)` out, or make it `index(…)`
     --> db/schema.ts:9:17
      |
    9 |   p.uniqueIndex("words").using("gin", t.b),
      |                 ^^^^^^^
    error: the index recent of t has `now()` in it, which gives another value each time, and the server refuses that: write a constant, or leave the condition to the queries
      --> db/schema.ts:10:11
       |
    10 |   p.index("recent").on(t.b).where(sql`${t.c} > now()`),
       |           ^^^^^^^^
    error: the policy adds of t is for INSERT and has `using`, which the server refuses, since an INSERT reads no rows: write `withCheck`
      --> db/schema.ts:12:14
       |
    12 |   p.pgPolicy("adds", { for: "insert", using: sql`true` }),
       |              ^^^^^^
      nothing was written
    --- exit 1
    "#);
}

#[test]
fn beside_tables() {
    let text = schema(
        "export const own = p.pgSchema(\"pg_own\");\n\
         export const still = p.pgSequence(\"still\", { increment: 0 });\n\
         export const other = p.pgTable(\"other\", { id: p.integer() });\n\
         export const reads = p.pgPolicy(\"reads\", { for: \"select\", withCheck: sql`true` }).link(other);",
    );
    assert_snapshot!(refused(&text), @r#"
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    error: the schema pg_own cannot be: names with `pg_` in front are the server's own
     --> db/schema.ts:3:14
      |
    3 | export const own = p.pgSchema("pg_own");
      |              ^^^
    error: the sequence still cannot be: an increment of 0 leads nowhere
     --> db/schema.ts:4:14
      |
    4 | export const still = p.pgSequence("still", { increment: 0 });
      |              ^^^^^
    error: the policy reads of other is for SELECT and has `withCheck`, which the server refuses, since it writes no rows: write `using`
     --> db/schema.ts:6:14
      |
    6 | export const reads = p.pgPolicy("reads", { for: "select", withCheck: sql`true` }).link(other);
      |              ^^^^^
      nothing was written
    --- exit 1
    "#);
}

/// What stays has to go with what changes.
#[test]
fn a_type_that_a_key_cannot_follow() {
    let project = project();
    let with = |key: &str| {
        schema(&format!(
            "export const users = p.pgTable(\"users\", {{\n  id: p.{key}().primaryKey(),\n}});\n\
             export const posts = p.pgTable(\"posts\", {{\n  author: p.integer().references(() => users.id),\n}});"
        ))
    };
    project.file("db/schema.ts", &with("integer"));
    project.mizzle(&["generate"]);
    project.file("db/schema.ts", &with("uuid"));
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @"
    --- stderr
    error: the foreign key posts.author references users.id, but the server cannot compare integer with uuid: give posts.author the type of users.id
     --> db/schema.ts:7:3
      |
    7 |   author: p.integer().references(() => users.id),
      |   ^^^^^^
      |
     ::: db/schema.ts:4:3
      |
    4 |   id: p.uuid().primaryKey(),
      |   -- referenced
      nothing was written
    --- exit 1
    ");
    project.file("db/schema.ts", &with("json"));
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @"
    --- stderr
    error: the foreign key posts.author references users.id, but the server cannot compare integer with json: give posts.author the type of users.id
     --> db/schema.ts:7:3
      |
    7 |   author: p.integer().references(() => users.id),
      |   ^^^^^^
      |
     ::: db/schema.ts:4:3
      |
    4 |   id: p.json().primaryKey(),
      |   -- referenced
    error: the primary key users_pkey of users is on id, whose type json has no order, and the server refuses that: put it on another column, or give this one another type
     --> db/schema.ts:4:3
      |
    4 |   id: p.json().primaryKey(),
      |   ^^
      nothing was written
    --- exit 1
    ");
    project.file("db/schema.ts", &with("smallint"));
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_change_users_id_type.sql

    ALTER TABLE "users" ALTER COLUMN "id" SET DATA TYPE smallint;
    --- exit 0
    "#);
}

/// In JSON each problem is an object of its own.
#[test]
fn places_for_programs() {
    let project = project();
    let text = schema(
        "export const t = p.pgTable(\"t\", {\n  a: p.uuid().default(\"x\"),\n  b: p.uuid().default(\"y\"),\n});",
    );
    project.file("db/schema.ts", &text);
    assert_snapshot!(project.mizzle(&["generate", "--output", "json", "--quiet"]), @r#"
    --- stdout
    {"status":"error","dialect":"postgresql","error":{"code":"unsupported_schema_change","message":"the column t.a cannot have its default: `x` is no value of the type uuid","file":"db/schema.ts","line":4,"column":3,"more":[{"code":"unsupported_schema_change","message":"the column t.b cannot have its default: `y` is no value of the type uuid","file":"db/schema.ts","line":5,"column":3,"notes":["nothing was written"]}]}}
    --- exit 1
    "#);
}

/// What is recorded may have been corrected in the SQL by hand.
#[test]
fn what_is_recorded_is_there() {
    let project = project();
    let with = |columns: &str| {
        schema(&format!("export const t = p.pgTable(\"t\", {{\n  a: p.uuid(){columns}\n}});"))
    };
    project.file("db/schema.ts", &with(","));
    project.mizzle(&["generate"]);
    let snapshot = "drizzle/meta/0000_snapshot.json";
    let recorded = project.read(snapshot).replacen(
        "\"type\": \"uuid\",",
        "\"type\": \"uuid\",\n          \"default\": \"'x'\",",
        1,
    );
    project.file(snapshot, &recorded);
    project.file("db/schema.ts", &with(".default(\"x\"),\n  b: p.text(),"));
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0001_add_t_b.sql

    ALTER TABLE "t" ADD COLUMN "b" text;
    --- exit 0
    "#);
    project.file("db/schema.ts", &with(".default(\"y\"),\n  b: p.text(),"));
    assert_snapshot!(project.mizzle(&["generate", "--quiet"]), @r#"
    --- stderr
    error: the column t.a cannot have its default: `y` is no value of the type uuid
     --> db/schema.ts:4:3
      |
    4 |   a: p.uuid().default("y"),
      |   ^
      nothing was written
    --- exit 1
    "#);
}
