//! The development database: started, asked, stopped, and a target of its own.

use crate::project::Project;
use insta::assert_snapshot;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;

/// A project whose target is its development database, stopped when the test ends.
struct Dev(Project);

impl Dev {
    fn new() -> Self {
        let project = Project::empty().with_env("MIZZLE_DEV_ENGINE", "local");
        project
            .file("drizzle.config.ts", "export default { dialect: \"postgresql\", dbCredentials: { url: process.env.DATABASE_URL! } };\n")
            .file(".env", "DATABASE_URL=\n")
            .file("mizzle.toml", "target = \"dev\"\n")
            .file("drizzle/20240101000000_init/migration.sql", "CREATE TABLE users (id serial PRIMARY KEY, name text);\n");
        Self(project)
    }

    fn mizzle(&self, arguments: &[&str]) -> String {
        scrub(&self.0.mizzle(arguments))
    }
}

impl Drop for Dev {
    fn drop(&mut self) {
        let _ = self.0.command(&["dev", "stop"]).output();
    }
}

/// Without the server's version, its port and its password.
fn scrub(said: &str) -> String {
    let words = said.split_inclusive([' ', '\n']).map(|word| {
        if word.starts_with("postgresql://") {
            format!("[URL]{}", &word[word.trim_end().len()..])
        } else if word.starts_with(|c: char| c.is_ascii_digit()) && word.contains('.') {
            format!("[VERSION]{}", &word[word.trim_end().len()..])
        } else {
            word.to_owned()
        }
    });
    words.collect()
}

#[test]
fn without_an_owner_each_command_opens_it() {
    let dev = Dev::new();
    assert_snapshot!(dev.mizzle(&["dev", "url"]), @r"
    --- stderr
    ✔ Loaded env from .env
    error: the development database is not running

    hint: start it with `mizzle dev`
    --- exit 1
    ");
    assert_snapshot!(dev.mizzle(&["migrate"]), @r"
    --- stdout
    ✔ [STAMP]_init ([TIME], not rehearsed)
    ✔ 1 migration applied ([TIME])
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    Target: development database, PostgreSQL [VERSION] (local) (mizzle.toml)
    ✔ Created the migrations table
    1 migration pending
    --- exit 0
    ");
    assert_snapshot!(dev.mizzle(&["dev", "sql", "INSERT INTO users (name) VALUES ('ada'), (NULL); SELECT * FROM users ORDER BY id"]), @r"
    --- stdout
     id | name
    ----+------
     1  | ada
     2  |
    (2 rows)
    --- stderr
    ✔ Loaded env from .env
    --- exit 0
    ");
    assert_snapshot!(dev.mizzle(&["dev", "sql", "SELECT 1 AS a, NULL AS b", "--output", "json"]), @r#"
    --- stdout
    {"status":"ok","dialect":"postgresql","results":[{"columns":["a","b"],"rows":[["1",null]]}]}
    --- exit 0
    "#);
    assert_snapshot!(dev.mizzle(&["dev", "stop"]), @r"
    --- stdout
    The development database was not running
    --- stderr
    ✔ Loaded env from .env
    --- exit 0
    ");
}

#[test]
fn with_an_owner_all_share_it() {
    let dev = Dev::new();
    assert_snapshot!(dev.mizzle(&["dev"]), @r"
    --- stdout
    [URL]
    --- stderr
    ✔ Loaded env from .env
    ✔ PostgreSQL [VERSION] (local) serves .mizzle/dev
    --- exit 0
    ");
    let output = dev.0.command(&["dev", "url"]).output().unwrap();
    let url = String::from_utf8(output.stdout).unwrap();
    assert_eq!(dev.0.command(&["dev"]).output().unwrap().stdout, url.as_bytes());
    // A client of its own, beside a command that uses it.
    let mut client = Connection::open(&Target::parse(url.trim(), &|_| None).unwrap()).unwrap();
    client.execute("CREATE TABLE other (id int)").unwrap();
    let said = dev.mizzle(&["migrate"]);
    assert!(said.contains("✔ [STAMP]_init") && said.ends_with("exit 0"), "{said}");
    assert_eq!(client.query("SELECT 1 FROM users").unwrap().len(), 0);
    drop(client);
    assert_snapshot!(dev.mizzle(&["dev", "stop"]), @r"
    --- stdout
    Stopped the development database
    --- stderr
    ✔ Loaded env from .env
    --- exit 0
    ");
    assert_snapshot!(dev.mizzle(&["dev", "sql", "SELECT count(*) FROM other"]), @r"
    --- stdout
     count
    -------
     0
    (1 row)
    --- stderr
    ✔ Loaded env from .env
    --- exit 0
    ");
}

#[test]
fn sql_that_is_wrong() {
    assert_snapshot!(Dev::new().mizzle(&["dev", "sql", "SELECT *\nFRM users"]), @r#"
    --- stderr
    ✔ Loaded env from .env
    error: syntax error at or near "FRM"
     --> SQL:2:1
      |
    2 | FRM users
      | ^
      code: 42601
    --- exit 1
    "#);
}

#[test]
fn no_engine_is_said_with_what_helps() {
    let dev = Dev::new();
    assert_snapshot!(dev.mizzle(&["migrate", "--dev-engine", "none"]), @r#"
    --- stderr
    ✔ Loaded env from .env
    ✔ Loaded all config
    error: the development database is turned off

    hint: remove `dev.engine = "none"` (or MIZZLE_DEV_ENGINE) to rehearse again
    --- exit 1
    "#);
    assert_snapshot!(dev.mizzle(&["dev", "--dev-engine", "sqlite"]), @r"
    --- stderr
    ✔ Loaded env from .env
    error: `sqlite` is not a development engine: `dev.engine` and MIZZLE_DEV_ENGINE take `url`, `local`, `embedded`, `docker` or `none`
    --- exit 1
    ");
}
