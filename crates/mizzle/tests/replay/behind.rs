//! Migrations by hand behind the newest snapshot.

use crate::{USERS, by_hand, project, schema, transcript, without_engine};
use insta::assert_snapshot;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::{TestDatabase, server, unique};

const PROFILE: &str = "ALTER TABLE users ADD COLUMN age int DEFAULT 1+1;
ALTER TABLE users ADD CONSTRAINT adult CHECK (age>=18);
CREATE INDEX by_email ON users (lower(email)) WHERE age IN (1,2);
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER touched BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch();
CREATE VIEW adults AS SELECT id FROM users WHERE age>=18;
";

const WITH_PROFILE: &str = "export const users = pgTable(\"users\", {
  id: serial(\"id\").primaryKey(),
  email: text(\"email\").notNull().unique(),
  age: integer(\"age\").default(sql`1+1`),
}, (t) => [
  check(\"adult\", sql`${t.age} >= 18`),
  index(\"by_email\").on(sql`lower(${t.email})`).where(sql`age in (1, 2)`),
]);
export const adults = pgView(\"adults\", { id: integer(\"id\") }).as(sql`select id from users where age >= 18`);
";

#[test]
fn what_they_have_done_is_not_done_again() {
    let project = project("0.45");
    by_hand(&project, "0001_profile", PROFILE);
    project.file("schema.ts", &schema(WITH_PROFILE));
    assert_snapshot!(transcript(&project, &["generate"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    warning: 0001_profile makes what no schema file can say, and what stays as it is: function touch(), trigger touched on users
    --- exit 0
    ");
    let more = "export const posts = pgTable(\"posts\", { id: serial(\"id\").primaryKey() });\n";
    project.file("schema.ts", &schema(&format!("{WITH_PROFILE}{more}")));
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0002_create_posts.sql

    CREATE TABLE "posts" (
    	"id" serial PRIMARY KEY NOT NULL
    );
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    warning: 0001_profile makes what no schema file can say, and what stays as it is: function touch(), trigger touched on users
    note: drizzle/mizzle.sum did not know 0001_profile and records it as it is, not rehearsed
    + table posts (1 column)
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: way back: drizzle/down/0002_create_posts.sql (lossless)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    let database = TestDatabase::new();
    let applied = project.mizzle(&["migrate", "--dialect", "postgresql", "--url", database.url()]);
    assert!(applied.contains("✔ 3 migrations applied"), "{applied}");
    // From then on a snapshot says it, in the words of the schema files.
    assert_snapshot!(transcript(&without_engine(&project), &["generate"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    --- exit 0
    ");
}

#[test]
fn what_the_schema_does_not_have_stays() {
    let project = project("0.45");
    by_hand(
        &project,
        "0001_audit",
        "CREATE TABLE audit (id int PRIMARY KEY, at timestamp DEFAULT now());
         CREATE INDEX audited ON users (email);
         ALTER TABLE users ADD COLUMN legacy text;",
    );
    assert_snapshot!(transcript(&project, &["generate"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    warning: the migrations without a snapshot make what the schema files do not have, and what stays as it is: index audited (email) on users, column users.legacy, table audit
      hint: to drop it, write a migration by hand: `mizzle generate --custom`
    --- exit 0
    ");
    // What a snapshot has goes.
    project.file(
        "schema.ts",
        &schema("export const users = pgTable(\"users\", { id: serial(\"id\").primaryKey() });\n"),
    );
    assert_snapshot!(transcript(&project, &["generate", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","migration_path":"drizzle/0002_drop_users_email.sql","migration":"0002_drop_users_email","taken_in":["0001_audit"],"changes":["- column users.email, with unique constraint users_email_unique (email), index audited (email)"],"statements":[{"sql":"ALTER TABLE \"users\" DROP COLUMN \"email\";","findings":[{"code":"deletes-data","message":"deletes the values of users.email","loss":true}]}],"rehearsal":{"rehearsed":"whole","engine":"PostgreSQL [VERSION] (url)","without_rows":[]},"way_back":{"path":null,"why":"the statements that lead back fail: column \"email\" of relation \"users\" contains null values"},"warnings":["the migrations without a snapshot make what the schema files do not have, and what stays as it is: column users.legacy, table audit"]}
    --- exit 0
    "#);
}

#[test]
fn a_rename_by_hand_is_followed() {
    let project = project("0.45");
    // 0.x wants a constraint's name to follow, as it does behind a rename of its own.
    by_hand(&project, "0001_rename", "ALTER TABLE users RENAME COLUMN email TO mail;");
    project.file("schema.ts", &schema(&USERS.replace("\"email\"", "\"mail\"")));
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0002_rename_users_users_mail_unique.sql

    ALTER TABLE "users" RENAME CONSTRAINT "users_email_unique" TO "users_mail_unique";
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    note: drizzle/mizzle.sum did not know 0001_rename and records it as it is, not rehearsed
    ~ unique constraint users_email_unique on users renamed to users_mail_unique
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: way back: drizzle/down/0002_rename_users_users_mail_unique.sql (lossless)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
}

#[test]
fn a_name_that_the_server_chose_stays() {
    let project = project("0.45");
    by_hand(
        &project,
        "0001_posts",
        "CREATE TABLE posts (id serial PRIMARY KEY, author int REFERENCES users, slug text UNIQUE);
         CREATE INDEX ON posts (author);",
    );
    let posts = "export const posts = pgTable(\"posts\", {
  id: serial(\"id\").primaryKey(),
  author: integer(\"author\").references(() => users.id),
  slug: text(\"slug\").unique(),
}, (t) => [index().on(t.author)]);
";
    project.file("schema.ts", &schema(&format!("{USERS}{posts}")));
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
    let more = posts.replace("slug: ", "title: text(\"title\"),\n  slug: ");
    project.file("schema.ts", &schema(&format!("{USERS}{more}")));
    assert!(project.mizzle(&["generate"]).ends_with("--- exit 0"));
    // The snapshot has the names that the database has.
    let less = more.replace(".references(() => users.id)", "").replace(".unique()", "");
    project.file("schema.ts", &schema(&format!("{USERS}{less}")));
    assert_snapshot!(transcript(&without_engine(&project), &["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/0003_drop_posts_slug_unique_and_drop_posts_author_reference.sql

    ALTER TABLE "posts" DROP CONSTRAINT "posts_slug_key";
    ALTER TABLE "posts" DROP CONSTRAINT "posts_author_fkey";
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    - unique constraint posts_slug_key (slug) on posts
    - foreign key posts_author_fkey (author → users.id) on posts
    warning: not rehearsed: the development database is turned off
      hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
}

#[test]
fn a_custom_migration_waits_with_the_others() {
    let project = project("0.45");
    by_hand(&project, "0001_age", "ALTER TABLE users ADD COLUMN age int;");
    assert_snapshot!(transcript(&project, &["generate", "--custom", "--name", "name"]), @r"
    --- stdout
    ✔ Wrote drizzle/0002_name.sql

    -- Write your SQL below; every statement ends with a semicolon.
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    note: drizzle/mizzle.sum did not know 0001_age and records it as it is, not rehearsed

    hint: put your SQL into drizzle/0002_name.sql, then record it with `mizzle seal` and apply it with `mizzle migrate`
    --- exit 0
    ");
    assert!(!project.files().contains(&"drizzle/meta/0002_snapshot.json".to_owned()));
    project.file("drizzle/0002_name.sql", "ALTER TABLE users ADD COLUMN name text;");
    let users = USERS.replace("});", "  age: integer(\"age\"),\n  name: text(\"name\"),\n});");
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

#[test]
fn a_folder_of_1_0() {
    let project = project("rc.5");
    let first = project.files().into_iter().find(|file| file.ends_with("snapshot.json")).unwrap();
    let stamp: u64 = first["drizzle/".len()..][..14].parse().unwrap();
    project.file(
        format!("drizzle/{}_by_hand/migration.sql", stamp + 1),
        "ALTER TABLE users ADD COLUMN age int CHECK (age>0);",
    );
    let users = USERS.replace("});", "  age: integer(\"age\"),\n  name: text(\"name\"),\n}, (t) => [check(\"users_age_check\", sql`${t.age} > 0`)]);");
    project.file("schema.ts", &schema(&users));
    assert_snapshot!(transcript(&project, &["generate"]), @r#"
    --- stdout
    ✔ Wrote drizzle/[STAMP]_add_users_name/migration.sql

    ALTER TABLE "users" ADD COLUMN "name" text;
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    ✔ Replaying migrations without a snapshot…
    note: drizzle/mizzle.sum did not know [STAMP]_by_hand and records it as it is, not rehearsed
    + column users.name text
    ✔ Rehearsed on PostgreSQL [VERSION] (url)
    note: way back: drizzle/[STAMP]_add_users_name/down.sql (lossless)

    hint: apply it with `mizzle migrate`
    --- exit 0
    "#);
    assert_snapshot!(transcript(&without_engine(&project), &["generate"]), @r"
    --- stdout
    No schema changes, nothing to migrate
    --- stderr
    ✔ Loaded all config
    ✔ Pulling existing migrations…
    ✔ Pulling migration state…
    --- exit 0
    ");
}

#[test]
fn what_a_platform_keeps_has_a_stand_in() {
    let project = project("0.45");
    let role = unique("mizzle_member");
    by_hand(
        &project,
        "0001_own",
        &"ALTER TABLE users ADD COLUMN owner uuid REFERENCES auth.users (id) ON DELETE CASCADE;
         ALTER TABLE users ENABLE ROW LEVEL SECURITY;
         CREATE POLICY own ON users TO {role} USING (owner = auth.uid());"
            .replace("{role}", &role),
    );
    let users = "const auth = pgSchema(\"auth\");
const accounts = auth.table(\"users\", { id: uuid(\"id\").primaryKey() });
export const users = pgTable(\"users\", {
  id: serial(\"id\").primaryKey(),
  email: text(\"email\").notNull().unique(),
  owner: uuid(\"owner\").references(() => accounts.id, { onDelete: \"cascade\" }),
}, (t) => [pgPolicy(\"own\", { to: \"{role}\", using: sql`${t.owner} = auth.uid()` })]);
";
    let users = schema(users).replace("pgPolicy,", "pgPolicy, pgSchema,").replace("{role}", &role);
    project.file("schema.ts", &users);
    let said = project.mizzle(&["generate"]);
    let target = Target::parse(server(), &|_| None).unwrap();
    Connection::open(&target).unwrap().execute(&format!("DROP ROLE {role}")).unwrap();
    assert_snapshot!(said, @r"
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
