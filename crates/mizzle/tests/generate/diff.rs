//! `diff` and `export` of schema files.

use super::{project, project_of_1_0, schema};
use mizzle_db::test_support::server;

#[test]
fn a_schema_file_is_a_side() {
    for project in [project(), project_of_1_0()] {
        let project = project.with_env("MIZZLE_DEV_URL", server());
        assert!(project.mizzle(&["generate"]).ends_with("exit 0"));
        let same =
            project.mizzle(&["diff", "--from", "drizzle", "--to", "db/schema.ts", "--exit-code"]);
        assert!(same.ends_with("--- exit 0"), "{same}");
        project.file("new.ts", &schema("  email: text(\"email\").notNull().unique(),\n  age: integer(\"age\").default(18),"));
        let files = project.mizzle(&[
            "diff",
            "--from",
            "db/schema.ts",
            "--to",
            "new.ts",
            "--prove",
            "--exit-code",
        ]);
        assert!(files.contains("ADD COLUMN \"age\" integer DEFAULT 18;"), "{files}");
        assert!(files.contains("it leads to new.ts") && files.ends_with("exit 3"), "{files}");
        let back = project.mizzle(&["diff", "--from", "new.ts", "--to", "drizzle", "--prove"]);
        assert!(
            back.contains("DROP COLUMN \"age\"") && back.contains("it leads to drizzle"),
            "{back}"
        );
    }
}

#[test]
fn no_config_is_needed() {
    let project = project().with_env("MIZZLE_DEV_URL", server());
    std::fs::remove_file(project.path().join("drizzle.config.ts")).unwrap();
    insta::assert_snapshot!(project.mizzle(&["diff", "--from", "empty", "--to", "db/schema.ts"]), @r#"
    --- stdout
    CREATE TABLE "users" (
    	"id" serial PRIMARY KEY NOT NULL,
    	"email" text NOT NULL,
    	CONSTRAINT "users_email_unique" UNIQUE("email")
    );
    --- stderr
    + table users (2 columns)
    --- exit 0
    "#);
}

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
