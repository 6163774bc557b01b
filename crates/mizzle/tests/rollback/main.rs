//! `rollback` on real databases, in projects with a real drizzle-orm: what comes back, what
//! goes, and what is refused.
//!
//! `MIZZLE_TEST_ORM_DIR` names the folder with npm's drizzle-orm, one release each.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod archive;
mod cost;
mod keep;
#[path = "../rehearse/orm.rs"]
mod orm;
#[path = "../cli/project.rs"]
mod project;
mod refused;
#[cfg(unix)]
#[expect(dead_code, reason = "shared with tests that need more of it")]
#[path = "../generate/terminal.rs"]
mod terminal;
mod undone;
mod written;

use mizzle_core::folder::down::{Certificate, Kind};
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::{TestDatabase, server};
use project::Project;

/// A project of a release of drizzle-orm, and a database of its own.
struct Setting {
    project: Project,
    database: TestDatabase,
}

/// The first schema: two tables, one of which refers to the other.
const FIRST: &str = "export const users = pgTable(\"users\", {
  id: serial(\"id\").primaryKey(),
  name: text(\"name\"),
  age: integer(\"age\"),
});
export const posts = pgTable(\"posts\", {
  id: serial(\"id\").primaryKey(),
  userId: integer(\"user_id\").references(() => users.id),
});
";

const ROWS: &str = "INSERT INTO users (name, age) VALUES ('Ada', 36), ('é\"''', NULL), (NULL, 7);
INSERT INTO posts (user_id) VALUES (1), (2), (NULL);";

impl Setting {
    /// A project whose first migration is applied, with rows.
    fn new(orm: &str) -> Self {
        let project = Project::with_orm(orm, server());
        let database = TestDatabase::new();
        project
            .file(
                "drizzle.config.ts",
                "export default { dialect: \"postgresql\", schema: \"schema.ts\", \
                 dbCredentials: { url: process.env.DATABASE_URL! } };\n",
            )
            .file(".env", &format!("DATABASE_URL={}\n", database.url()));
        let setting = Self { project, database };
        setting.add("first", FIRST);
        setting.migrate();
        setting.execute(ROWS);
        setting
    }

    /// Writes a migration to a schema with these exports, and gives its tag.
    fn add(&self, name: &str, exports: &str) -> String {
        self.project.file("schema.ts", &schema(exports));
        let said = self.project.mizzle(&["generate", "--offline", "--name", name]);
        assert!(said.contains("down") && said.ends_with("--- exit 0"), "{said}");
        self.tags().pop().unwrap()
    }

    /// Writes a way back by hand, with a head as `generate` writes it, and records it.
    fn certify(&self, tag: &str, sql: &str) {
        let certificate = Certificate {
            migration: tag.to_owned(),
            kind: Kind::Lossless,
            proved_on: "PostgreSQL 15.20 (local)".to_owned(),
            before: "ab".to_owned(),
            after: "cd".to_owned(),
            lost: Vec::new(),
            removes: Vec::new(),
            without_rows: Vec::new(),
        };
        self.project.file(self.down(tag), &format!("{certificate}\n{sql}"));
        let said = self.project.mizzle(&["seal", "--no-rehearse", "--offline"]);
        assert!(said.ends_with("--- exit 0"), "{said}");
    }

    /// Where the way back from a migration lies.
    fn down(&self, tag: &str) -> String {
        if self.is_1_0() {
            format!("drizzle/{tag}/down.sql")
        } else {
            format!("drizzle/down/{tag}.sql")
        }
    }

    fn is_1_0(&self) -> bool {
        !self.project.path().join("drizzle/meta").is_dir()
    }

    fn tags(&self) -> Vec<String> {
        let files = self.project.files();
        let tags = files.iter().filter_map(|file| {
            let rest = file.strip_prefix("drizzle/")?;
            if self.is_1_0() {
                rest.strip_suffix("/migration.sql")
            } else {
                rest.strip_suffix(".sql").filter(|tag| !tag.contains('/'))
            }
        });
        tags.map(str::to_owned).collect()
    }

    fn migrate(&self) {
        let said = self.project.mizzle(&["migrate"]);
        assert!(said.ends_with("--- exit 0"), "{said}");
    }

    /// The transcript of a command, without what differs from server to server.
    fn mizzle(&self, arguments: &[&str]) -> String {
        let target = Target::parse(self.database.url(), &|_| None).unwrap();
        let said = self.project.mizzle(arguments).replace(&target.to_string(), "[TARGET]");
        let stamps = [
            ("sha256 [0-9a-f]{64}", "sha256 [HASH]"),
            ("PostgreSQL [0-9][^ ]* ", "PostgreSQL [VERSION] "),
        ];
        stamps.iter().fold(said, |said, (pattern, word)| {
            regex::Regex::new(pattern).unwrap().replace_all(&said, *word).into_owned()
        })
    }

    fn execute(&self, sql: &str) {
        let target = Target::parse(self.database.url(), &|_| None).unwrap();
        Connection::open(&target).unwrap().execute(sql).unwrap();
    }

    /// Rows of a query, columns joined by `|`.
    fn rows(&self, sql: &str) -> Vec<String> {
        let target = Target::parse(self.database.url(), &|_| None).unwrap();
        let rows = Connection::open(&target).unwrap().query(sql).unwrap();
        let line = |row: &mizzle_db::connect::Row| {
            let columns = (0..row.len()).map(|at| row.text(at).unwrap_or("NULL").to_owned());
            columns.collect::<Vec<_>>().join("|")
        };
        rows.iter().map(line).collect()
    }

    /// All rows of both tables of the first schema.
    fn content(&self) -> Vec<String> {
        let mut rows = self.rows("SELECT id, name, age FROM users ORDER BY id");
        rows.extend(self.rows("SELECT id, user_id FROM posts ORDER BY id"));
        rows
    }

    /// How many migrations the ledger has.
    fn recorded(&self) -> usize {
        self.rows("SELECT 1 FROM drizzle.__drizzle_migrations").len()
    }
}

/// A schema file with these exports.
fn schema(exports: &str) -> String {
    format!(
        "import {{ boolean, integer, numeric, pgEnum, pgTable, serial, smallint, text, varchar }} \
         from \"drizzle-orm/pg-core\";\n\n{exports}"
    )
}

/// The first schema with another table `users`.
fn with_users(columns: &str) -> String {
    FIRST.replace("  name: text(\"name\"),\n  age: integer(\"age\"),\n", columns)
}
