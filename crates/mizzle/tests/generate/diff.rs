//! `diff` and `export` of schema files, without any server.

use super::project;

#[test]
fn a_snapshot_is_a_side() {
    let project = project();
    assert!(project.mizzle(&["generate"]).ends_with("exit 0"));
    let none = project.with_env("MIZZLE_DEV_ENGINE", "none");
    insta::assert_snapshot!(none.mizzle(&["diff", "--from", "drizzle/meta/0000_snapshot.json", "--to", "db/schema.ts", "--exit-code"]), @r"
    --- stderr
    ✔ Loaded all config
    No difference between drizzle/meta/0000_snapshot.json and db/schema.ts
    --- exit 0
    ");
}

#[test]
fn export_prints_the_schema_from_nothing() {
    let project = project();
    insta::assert_snapshot!(project.mizzle(&["export"]), @r#"
    --- stdout
    CREATE TABLE "users" (
    	"id" serial PRIMARY KEY NOT NULL,
    	"email" text NOT NULL,
    	CONSTRAINT "users_email_unique" UNIQUE("email")
    );
    --- stderr
    ✔ Loaded all config
    --- exit 0
    "#);
    insta::assert_snapshot!(project.mizzle(&["export", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","statements":["CREATE TABLE \"users\" (\n\t\"id\" serial PRIMARY KEY NOT NULL,\n\t\"email\" text NOT NULL,\n\tCONSTRAINT \"users_email_unique\" UNIQUE(\"email\")\n);"],"warnings":[]}
    --- exit 0
    "#);
    insta::assert_snapshot!(project.mizzle(&["export", "--dialect", "postgresql", "--schema", "db/schema.ts", "--sql"]), @r#"
    --- stdout
    CREATE TABLE "users" (
    	"id" serial PRIMARY KEY NOT NULL,
    	"email" text NOT NULL,
    	CONSTRAINT "users_email_unique" UNIQUE("email")
    );
    --- exit 0
    "#);
    assert_eq!(project.files(), ["db/schema.ts", "drizzle.config.ts"]);
}
