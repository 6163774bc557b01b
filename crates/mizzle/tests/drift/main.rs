//! `drift` and `baseline` on real servers, with drizzle-orm from npm
//! (`MIZZLE_TEST_ORM_DIR`), and databases of the test server for the rehearsing.
#![expect(clippy::panic, clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod adopt;
mod baseline;
mod generate;
mod kinds;
#[path = "../rehearse/orm.rs"]
mod orm;
mod platform;
#[path = "../cli/project.rs"]
mod project;
mod sides;
#[cfg(unix)]
#[expect(dead_code, reason = "other commands are interrupted there")]
#[path = "../generate/terminal.rs"]
mod terminal;
mod transcripts;

use mizzle_db::connection::Connection;
use mizzle_db::devdb::LocalCluster;
use mizzle_db::target::Target;
use mizzle_db::test_support::{self, unique};
use project::Project;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// A project of a release of drizzle-orm, and a database of its own.
struct Setting {
    project: Project,
    database: Database,
}

/// The server of these tests: a private cluster, where databases are made and dropped much
/// faster than on a server that keeps them; without an installation the test server.
fn url_of(database: &str) -> String {
    static CLUSTER: OnceLock<Option<LocalCluster>> = OnceLock::new();
    let own = || test_support::install(None).map(|_| test_support::cluster(None));
    if let Some(cluster) = CLUSTER.get_or_init(own) {
        return cluster.url(database);
    }
    let (before, options) =
        test_support::server().split_once('?').unwrap_or((test_support::server(), ""));
    let (address, _) = before.rsplit_once('/').unwrap();
    format!("{address}/{database}?{options}")
}

/// It, as a development database.
fn server() -> &'static str {
    static SERVER: OnceLock<String> = OnceLock::new();
    SERVER.get_or_init(|| url_of("postgres"))
}

/// A database on the test server.
struct Database {
    url: String,
    name: String,
}

impl Database {
    fn new() -> Self {
        Self::made("template0")
    }

    /// A copy of another one, which nobody may be using.
    fn copy(of: &Self) -> Self {
        Self::made(&of.name)
    }

    fn made(template: &str) -> Self {
        let name = unique("drift");
        admin().execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
        Self { url: url_of(&name), name }
    }

    fn connect(&self) -> Connection {
        Connection::open(&Target::parse(&self.url, &|_| None).unwrap()).unwrap()
    }

    /// Runs SQL; each part between `-- mizzle:commit` lines commits.
    fn run(&self, sql: &str) -> Result<(), String> {
        let mut connection = self.connect();
        connection.execute("SET client_min_messages = warning").unwrap();
        sql.split("-- mizzle:commit\n")
            .try_for_each(|part| connection.execute(part).map_err(|error| error.to_string()))
    }

    /// Rows of a query, each value as text.
    fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let rows = self.connect().query(sql).unwrap();
        rows.iter()
            .map(|row| (0..row.len()).map(|at| row.text(at).unwrap_or("").to_owned()).collect())
            .collect()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let _ = admin().execute(&format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// The command in a project's folder, for several at the same time: its exit code, and
/// what it said, results first.
fn mizzle_in(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_mizzle"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    for name in ["PATH", "HOME", "TMPDIR", "SystemRoot", "XDG_CACHE_HOME"] {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    let output = command.env("MIZZLE_DEV_URL", server()).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout) + &text(&output.stderr))
}

fn admin() -> Connection {
    Connection::open(&Target::parse(server(), &|_| None).unwrap()).unwrap()
}

impl Setting {
    /// A project without any file but its config.
    fn new(orm: &str) -> Self {
        let project = Project::with_orm(orm, server());
        let database = Database::new();
        project
            .file(
                "drizzle.config.ts",
                "export default { dialect: \"postgresql\", schema: \"schema.ts\", \
                 dbCredentials: { url: process.env.DATABASE_URL! } };\n",
            )
            .file(".env", &format!("DATABASE_URL={}\n", database.url));
        Self { project, database }
    }

    /// Writes the schema file: its exports.
    fn schema(&self, exports: &str) -> &Self {
        self.project.file(
            "schema.ts",
            &format!(
                "import {{ sql }} from \"drizzle-orm\";\n\
                 import * as pg from \"drizzle-orm/pg-core\";\n\n{exports}"
            ),
        );
        self
    }

    /// A migration for the schema file, applied.
    fn applied(&self, name: &str) -> &Self {
        self.done(&["generate", "--name", name]);
        self.done(&["migrate"]);
        self
    }

    /// A migration of SQL by hand, not applied.
    fn by_hand(&self, name: &str, sql: &str) -> &Self {
        self.done(&["generate", "--custom", "--name", name]);
        let files = self.project.files();
        let own = |file: &&String| file.contains(name) && file.ends_with(".sql");
        let file = files.iter().rfind(own).unwrap();
        self.project.file(file, sql);
        self
    }

    fn done(&self, arguments: &[&str]) {
        let said = self.project.mizzle(arguments);
        assert!(said.ends_with("--- exit 0"), "{said}");
    }

    /// The transcript of a command, without what differs from server to server.
    fn mizzle(&self, arguments: &[&str]) -> String {
        self.scrub(&self.project.mizzle(arguments))
    }

    fn scrub(&self, said: &str) -> String {
        let target = Target::parse(&self.database.url, &|_| None).unwrap();
        let version = regex::Regex::new("PostgreSQL [0-9][^ ,:]*").unwrap();
        let socket = regex::Regex::new("host=[^ ]*").unwrap();
        let stamp = regex::Regex::new("[0-9]{14}_").unwrap();
        let said =
            said.replace(&target.to_string(), "[TARGET]").replace(&target.database, "[DATABASE]");
        let said = version.replace_all(&said, "PostgreSQL [VERSION]");
        let said = socket.replace_all(&said, "host=[SOCKET]");
        stamp.replace_all(&said, "[STAMP]_").into_owned()
    }
}
