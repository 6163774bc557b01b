//! `verify` in projects with git, a real drizzle-orm and real databases.
//!
//! `MIZZLE_TEST_ORM_DIR` names the folder with npm's drizzle-orm, one release each.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[path = "../rehearse/engine.rs"]
mod engine;
mod list;
#[path = "../rehearse/orm.rs"]
mod orm;
#[expect(dead_code, reason = "shared with tests that need more of it")]
#[path = "../cli/project.rs"]
mod project;
mod staged;

use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::unique;
use project::Project;
use std::process::Command;

/// A project in a repository, with a database.
struct Setting {
    project: Project,
    database: Database,
}

/// A database on the server that the development databases are on, so that both are of one
/// version.
struct Database {
    name: String,
    url: String,
}

impl Database {
    fn new() -> Self {
        let name = unique("verify");
        connect(&engine::url("postgres")).execute(&format!("CREATE DATABASE {name}")).unwrap();
        Self { url: engine::url(&name), name }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name);
        let _ = connect(&engine::url("postgres")).execute(&sql);
    }
}

fn connect(url: &str) -> Connection {
    Connection::open(&Target::parse(url, &|_| None).unwrap()).unwrap()
}

const USERS: &str = "export const users = pgTable('users', {
  id: serial().primaryKey(),
  email: text().notNull().unique(),
});
";

impl Setting {
    /// One whose first migration is generated, applied and committed.
    fn new() -> Self {
        let project = Project::with_orm("0.45", &engine::url("postgres"));
        let database = Database::new();
        project
            .file(
                "drizzle.config.ts",
                "export default { dialect: 'postgresql', schema: './db/schema.ts', \
                 dbCredentials: { url: process.env.DATABASE_URL! } };\n",
            )
            .file(".env", &format!("DATABASE_URL={}\n", database.url))
            .file(".gitignore", ".env\n.mizzle\nnode_modules\n");
        let setting = Self { project, database };
        setting.write(USERS);
        setting.must(&["generate", "--name", "init"]);
        setting.must(&["migrate"]);
        setting.git(&["init", "--quiet", "--initial-branch=main"]);
        setting.commit();
        setting
    }

    /// Writes the schema file.
    fn write(&self, exports: &str) {
        let text = format!(
            "import {{ integer, pgTable, serial, text }} from 'drizzle-orm/pg-core';\n\n{exports}"
        );
        self.project.file("db/schema.ts", &text);
    }

    fn must(&self, arguments: &[&str]) -> String {
        let said = self.project.mizzle(arguments);
        assert!(said.ends_with("--- exit 0"), "{said}");
        said
    }

    /// The transcript of a command, without what differs from machine to machine.
    fn mizzle(&self, arguments: &[&str]) -> String {
        let target = Target::parse(&self.database.url, &|_| None).unwrap();
        let said = self.project.mizzle(arguments);
        let said = said.replace(&target.to_string(), "[TARGET]");
        // What takes no time is not shown at all.
        let said = said.replace(" ([TIME])", "");
        let times = regex::Regex::new(r#""milliseconds":[0-9]+"#).unwrap();
        let versions = regex::Regex::new("PostgreSQL [0-9][^ ]* ").unwrap();
        let said = times.replace_all(&said, r#""milliseconds":0"#).into_owned();
        versions.replace_all(&said, "PostgreSQL [VERSION] ").into_owned()
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        command.args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"]);
        let output = command.args(arguments).current_dir(self.project.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "work"]);
    }

    fn execute(&self, sql: &str) {
        connect(&self.database.url).execute(sql).unwrap();
    }
}
