//! Configs that cannot be loaded, or that name no database.

use crate::Project;
use insta::assert_snapshot;

const CONFIG: &str = r#"import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./db/schema.ts",
  dbCredentials: { url: process.env.DATABASE_URL! },
});
"#;

#[test]
fn no_config() {
    assert_snapshot!(Project::empty().mizzle(&["generate"]), @r"
    --- stderr
    error: no config in [DIR]: looked for drizzle.config.ts, drizzle.config.js, drizzle.config.json

    hint: run it in the project's folder, or name a file with `--config`
    --- exit 1
    ");
    assert_snapshot!(Project::empty().mizzle(&["generate", "--config", "other.ts"]), @r"
    --- stderr
    error: the config other.ts does not exist
    --- exit 1
    ");
}

#[test]
fn of_any_name_by_flag() {
    let project = Project::empty();
    project.file(
        "config/prod.mts",
        "export default { dialect: \"postgresql\", out: \"./migrations\" };\n",
    );
    let said = project.mizzle(&["generate", "--custom", "--config", "config/prod.mts", "--quiet"]);
    assert_snapshot!(said, @r"
    --- stdout
    ✔ Wrote migrations/0000_custom.sql

    -- Write your SQL below; every statement ends with a semicolon.
    --- exit 0
    ");
    // Paths of a config are relative to the working directory, not to the config.
    assert!(project.files().contains(&"migrations/0000_custom.sql".to_owned()));
}

#[test]
fn a_syntax_error() {
    let project = Project::empty();
    project
        .file("drizzle.config.ts", "export default {\n  dialect: \"postgresql\",\n  out: ,\n};\n");
    assert_snapshot!(project.mizzle(&["generate"]), @r"
    --- stderr
    error: Unexpected token
     --> drizzle.config.ts:3:8
      |
    3 |   out: ,
      |        ^
    --- exit 1
    ");
}

#[test]
fn an_undefined_name() {
    let project = Project::empty();
    project.file(
        "drizzle.config.ts",
        "const url = databaseUrl();\n\nexport default { dialect: \"postgresql\", url };\n",
    );
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    error: ReferenceError: databaseUrl is not defined
     --> drizzle.config.ts:1:13
      |
    1 | const url = databaseUrl();
      |             ^^^^^^^^^^^
    --- exit 1
    ");
}

#[test]
fn a_missing_module() {
    let project = Project::empty();
    project
        .file("drizzle.config.ts", "import { url } from \"./config/database\";\nexport default { dialect: \"postgresql\", dbCredentials: { url } };\n")
        .file("config/database.ts", "import { read } from \"./secrets\";\nexport const url = read();\n");
    assert_snapshot!(project.mizzle(&["migrate"]), @r#"
    --- stderr
    error: cannot find module './secrets'
     --> config/database.ts:1:22
      |
    1 | import { read } from "./secrets";
      |                      ^^^^^^^^^^^
      `./config/database` is imported at drizzle.config.ts:1:21
    --- exit 1
    "#);
}

#[test]
fn an_unknown_dialect() {
    let project = Project::empty();
    project.file("drizzle.config.ts", &CONFIG.replace("postgresql", "postgres"));
    assert_snapshot!(project.mizzle(&["generate"]), @r#"
    --- stderr
    error: unknown dialect "postgres"
     --> drizzle.config.ts:4:12
      |
    4 |   dialect: "postgres",
      |            ^^^^^^^^^^

    hint: did you mean "postgresql"? It is one of: postgresql, mysql, sqlite, turso, singlestore, gel, mssql, cockroach, duckdb
    --- exit 1
    "#);
    assert_snapshot!(project.mizzle(&["generate", "--dialect", "pg", "--schema", "x.ts"]), @r"
    --- stderr
    error: `--dialect` does not know `pg`

    hint: it takes one of postgresql, mysql, sqlite, turso, singlestore, gel, mssql, cockroach, duckdb
    --- exit 1
    ");
}

#[test]
fn a_dialect_of_drizzle_kit_alone() {
    let project = Project::empty();
    project.file("drizzle.config.ts", &CONFIG.replace("postgresql", "mysql"));
    assert_snapshot!(project.mizzle(&["generate"]), @r"
    --- stderr
    ✔ Loaded all config
    error: dialect `mysql` is not supported yet: this version of mizzle works with `postgresql`

    hint: `npx drizzle-kit` works on this project as before
    --- exit 1
    ");
    assert_snapshot!(project.mizzle(&["migrate", "--output", "json"]), @r#"
    --- stdout
    {"status":"error","dialect":"mysql","error":{"code":"unsupported_command_dialect_error","message":"dialect `mysql` is not supported yet: this version of mizzle works with `postgresql`","next":["`npx drizzle-kit` works on this project as before"]}}
    --- exit 1
    "#);
}

#[test]
fn a_url_that_is_not_set() {
    let project = Project::empty();
    project.file("drizzle.config.ts", CONFIG);
    assert_snapshot!(project.mizzle(&["migrate"]), @r#"
    --- stderr
    ✔ Loaded all config
    error: no database is named: `dbCredentials.url` in `drizzle.config.ts` is undefined, since the variable `DATABASE_URL` is not set

    hint: set it in the environment or in .env, or give `--url`
    hint: or work in the project's development database: `--dev`, or `target = "dev"` in mizzle.toml
    --- exit 1
    "#);
    project.file(".env", "DATABASE_URL=\n");
    assert_snapshot!(project.mizzle(&["migrate"]), @r#"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    error: no database is named: `dbCredentials.url` in `drizzle.config.ts` is empty, since the variable `DATABASE_URL` is empty

    hint: set it in the environment or in .env, or give `--url`
    hint: or work in the project's development database: `--dev`, or `target = "dev"` in mizzle.toml
    --- exit 1
    "#);
}

#[test]
fn no_credentials_at_all() {
    let project = Project::empty();
    project.file("drizzle.config.json", r#"{ "dialect": "postgresql" }"#);
    assert_snapshot!(project.mizzle(&["migrate"]), @r#"
    --- stderr
    ✔ Loaded all config
    error: no database is named: `drizzle.config.json` has no `dbCredentials`

    hint: add `dbCredentials: { url: process.env.DATABASE_URL! }` to it, or give `--url`
    hint: or work in the project's development database: `--dev`, or `target = "dev"` in mizzle.toml
    --- exit 1
    "#);
    assert_snapshot!(
        project.mizzle(&["migrate", "--dialect", "postgresql"]),
        @r"
    --- stderr
    error: no database is named on the command line, and with `--dialect` no config is read

    hint: give `--url`, or leave `--dialect` to the config
    --- exit 1
    "
    );
}

#[test]
fn a_malformed_url_is_never_printed() {
    let project = Project::empty();
    project.file("drizzle.config.ts", CONFIG).file("drizzle/meta/_journal.json", EMPTY_JOURNAL);
    for url in [
        "postgres//app:hunter2@db/app",
        "'postgres://app:hunter2@db/app'",
        "postgres://app:hunter2/x@db/app",
    ] {
        let project = project.with_env("DATABASE_URL", url);
        let said = project.mizzle(&["migrate"]);
        assert!(!said.contains("hunter2") && said.ends_with("--- exit 1"), "{said}");
        let said = project.mizzle(&["migrate", "--output", "json"]);
        assert!(!said.contains("hunter2") && said.contains("config_connection_error"), "{said}");
    }
    let project = project.with_env("DATABASE_URL", "postgres//app:hunter2@db/app");
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    error: the connection string must begin with `postgres://` or `postgresql://`: postgres://user:password@host:5432/database (dbCredentials in drizzle.config.ts)
    --- exit 1
    ");
}

#[test]
fn two_targets_are_none() {
    let project = Project::empty();
    project
        .file("drizzle.config.ts", CONFIG)
        .file(".env", "DATABASE_URL=postgres://app:hunter2@db/app\n")
        .file("mizzle.toml", "target = \"dev\"\n");
    assert_snapshot!(project.mizzle(&["migrate"]), @r#"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    error: two targets: `mizzle.toml` says `target = "dev"`, and `drizzle.config.ts` has credentials (`url` from the variable `DATABASE_URL`)

    hint: say which one with a flag, `--dev` or `--url`, or remove one of the two
    --- exit 1
    "#);
}

#[test]
fn a_target_that_mizzle_toml_does_not_have() {
    let project = Project::empty();
    project
        .file("drizzle.config.ts", CONFIG)
        .file("mizzle.toml", "[targets.staging]\nurl = \"$STAGING_URL\"\n");
    assert_snapshot!(project.mizzle(&["migrate", "--target", "production"]), @r"
    --- stderr
    ✔ Loaded all config
    error: there is no target `production` in `mizzle.toml`

    hint: it has: dev, staging
    --- exit 1
    ");
    assert_snapshot!(project.mizzle(&["migrate", "--target", "staging"]), @r"
    --- stderr
    ✔ Loaded all config
    error: target `staging` of `mizzle.toml` has no URL: the variable `STAGING_URL` is not set

    hint: set `STAGING_URL` in the environment or in .env
    --- exit 1
    ");
}

#[test]
fn a_wrong_key_in_mizzle_toml() {
    let project = Project::empty();
    project
        .file("drizzle.config.ts", CONFIG)
        .file("mizzle.toml", "target = \"dev\"\n\n[hooks]\nbefore = \"x\"\n");
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    error: `mizzle.toml` is wrong: unknown field `hooks`, expected one of `target`, `targets`, `dev`, `rehearsal`, `timeouts`, `loader`
     --> mizzle.toml:3:2
      |
    3 | [hooks]
      |  ^^^^^
    --- exit 1
    ");
    project.file("mizzle.toml", "[timeouts]\nlock = \"5 hours\"\n");
    assert_snapshot!(project.mizzle(&["migrate"]), @r#"
    --- stderr
    error: `mizzle.toml` is wrong: `5 hours` is no duration, write a number with ms, s or min, as in `5s`
     --> mizzle.toml:2:8
      |
    2 | lock = "5 hours"
      |        ^^^^^^^^^
    --- exit 1
    "#);
}

#[test]
fn databases_that_are_no_server() {
    let project = Project::empty();
    let config = |rest: &str| format!("{{ \"dialect\": \"postgresql\", {rest} }}");
    project.file(
        "drizzle.config.json",
        &config(r#""driver": "pglite", "dbCredentials": { "url": "./data" }"#),
    );
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    error: a database behind the driver `pglite` cannot be opened by mizzle yet

    hint: the folder belongs to PGlite and is not replaced by another engine: run `npx drizzle-kit migrate`, or work with `--dev` or `--url`
    --- exit 1
    ");
    project.file(
        "drizzle.config.json",
        &config(r#""driver": "aws-data-api", "dbCredentials": { "database": "d", "secretArn": "s", "resourceArn": "r" }"#),
    );
    assert_snapshot!(project.mizzle(&["migrate"]), @r"
    --- stderr
    ✔ Loaded all config
    error: a database behind the driver `aws-data-api` cannot be opened by mizzle yet

    hint: the RDS Data API is no Postgres connection: give `--url` of the cluster, or run `npx drizzle-kit migrate`
    --- exit 1
    ");
}

#[test]
fn what_a_config_prints_is_talk() {
    let project = Project::empty();
    project.file(
        "drizzle.config.ts",
        "console.log(\"reading secrets\");\nexport default { dialect: \"postgresql\" };\n",
    );
    assert_snapshot!(project.mizzle(&["migrate", "--output", "json"]), @r#"
    --- stdout
    {"status":"error","dialect":"postgresql","error":{"code":"config_connection_error","message":"no database is named: `drizzle.config.ts` has no `dbCredentials`","next":["add `dbCredentials: { url: process.env.DATABASE_URL! }` to it, or give `--url`","or work in the project's development database: `--dev`, or `target = \"dev\"` in mizzle.toml"]}}
    --- stderr
    reading secrets
    --- exit 1
    "#);
}

const EMPTY_JOURNAL: &str = r#"{ "version": "7", "dialect": "postgresql", "entries": [] }"#;
