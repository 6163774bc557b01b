//! The projects that are measured: a folder for each contender and case, put
//! into its starting state before each run, and looked at after it. A tool that
//! is fast because it did nothing must not win.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use super::case::{Case, State};
use super::contender::{Contender, Layout};
use super::folder::{copy, count, link, remove};
use super::measure;
use super::migrations;
use super::schema::{self, Change};
use crate::error::{At, Result};
use crate::npm;
use crate::paths;
use crate::process;
use crate::server::Server;

/// One contender's project for one case.
pub(crate) struct Project<'a> {
    contender: Contender,
    case: Case,
    server: &'a Server,
    folder: PathBuf,
    /// The migrations folder as it is before each run.
    recorded: PathBuf,
}

impl<'a> Project<'a> {
    /// Lays out the project; for the cases that start from a recorded state,
    /// the contender's drizzle-kit records it.
    pub(crate) fn new(contender: Contender, case: Case, server: &'a Server) -> Result<Self> {
        let own = paths::target().join("bench").join(contender.slug());
        remove(&own)?;
        let (folder, recorded) = (own.join("project"), own.join("recorded"));
        let project = Self { contender, case, server, folder, recorded };
        project.lay_out()?;
        Ok(project)
    }

    /// The command to measure.
    pub(crate) fn command(&self) -> Command {
        if let (Contender::Psql, Case::Introspect { .. }) = (self.contender, self.case) {
            let mut dump = Command::new("pg_dump");
            dump.args(["--schema-only", "--dbname"]).arg(self.url());
            return dump;
        }
        let word = match self.case {
            Case::Version => "--version",
            Case::First { .. } | Case::Generate { .. } | Case::Rehearse { .. } => "generate",
            Case::Verify { .. } => "verify",
            Case::Introspect { .. } => "diff",
            Case::Apply { .. } | Case::Nothing { .. } => "migrate",
        };
        let mut command = self.contender.command(word, &self.folder);
        match (self.contender, self.case) {
            // What drizzle-kit does, and no more.
            (Contender::Mizzle(_), Case::First { .. } | Case::Generate { .. }) => {
                command.arg("--no-rehearse");
            }
            (Contender::Mizzle(_), Case::Rehearse { .. }) => {
                command.env("MIZZLE_DEV_ENGINE", "local");
            }
            (Contender::Mizzle(_), Case::Verify { .. }) => {
                command.arg("--ci").env("MIZZLE_DEV_ENGINE", "local");
            }
            (Contender::Mizzle(_), Case::Introspect { .. }) => {
                command.args(["--to", "empty", "--format", "summary", "--from"]).arg(self.url());
                command.env("MIZZLE_DEV_ENGINE", "none");
            }
            (Contender::Mizzle(_) | Contender::Kit(_) | Contender::Psql, _) => {}
        }
        if self.contender == Contender::Psql {
            command.arg(self.url()).arg("-f").arg(self.folder.join("all.sql"));
        }
        command
    }

    /// Puts the project into the state that each run starts from.
    pub(crate) fn reset(&self) -> Result<()> {
        match self.case {
            Case::Version
            | Case::Nothing { .. }
            | Case::Verify { .. }
            | Case::Introspect { .. } => Ok(()),
            Case::Apply { .. } => self.create_database(),
            Case::First { .. } => remove(&self.out()),
            Case::Generate { .. } => self.restore(),
            Case::Rehearse { state: State::Unknown, .. } => {
                // No state was kept with this ledger.
                self.write_config(false, Some(&format!("ledger_{}", nanoseconds())))?;
                self.restore()
            }
            Case::Rehearse { tables, state: State::Kept } => {
                remove(&self.out())?;
                self.write("db/schema.ts", &schema::text(tables, Change::None))?;
                self.rehearse()?;
                self.write("db/schema.ts", &schema::text(tables, Change::OneColumn))
            }
        }
    }

    /// Puts the recorded migrations back.
    fn restore(&self) -> Result<()> {
        remove(&self.out())?;
        copy(&self.recorded, &self.out())
    }

    /// Rehearses what leads to the schema, which keeps a large one for the rehearsal after it.
    fn rehearse(&self) -> Result<()> {
        let mut generate = self.contender.command("generate", &self.folder);
        process::read(generate.env("MIZZLE_DEV_ENGINE", "local")).map(drop)
    }

    /// Whether the run did what it is measured for.
    pub(crate) fn verify(&self) -> Result<()> {
        let written =
            || -> Result<usize> { Ok(count(&self.out())?.saturating_sub(count(&self.recorded)?)) };
        let right = match self.case {
            // A list on which something fails ends with an exit code of its own.
            Case::Version | Case::Verify { .. } => true,
            Case::First { .. } => written()? > 0,
            Case::Introspect { tables } => {
                let word =
                    if self.contender == Contender::Psql { "CREATE TABLE" } else { "- table" };
                let said = measure::said()?;
                said.lines().filter(|line| line.starts_with(word)).count() == tables
            }
            // The migration and its way back.
            Case::Rehearse { .. } => written()? > 1,
            Case::Generate { change: Change::OneColumn, .. } => written()? > 0,
            Case::Generate { change: Change::None, .. } => written()? == 0,
            Case::Apply { migrations } | Case::Nothing { migrations } => {
                let tables = "select count(*) from pg_tables where tablename like 'bench%'";
                self.sql(&self.url(), tables)?.trim() == migrations.div_ceil(4).to_string()
            }
        };
        if right {
            Ok(())
        } else {
            Err(format!("{} did not do {}", self.contender.name(), self.case.label()).into())
        }
    }

    fn lay_out(&self) -> Result<()> {
        let db = self.folder.join("db");
        fs::create_dir_all(&db).at("create", &db)?;
        fs::create_dir_all(&self.recorded).at("create", &self.recorded)?;
        if let Some(layout) = self.contender.layout() {
            let modules = npm::install(layout.kit())?.join("node_modules");
            link(&modules, &self.folder.join("node_modules"))?;
        }
        self.write("package.json", "{ \"private\": true, \"type\": \"module\" }\n")?;
        match self.case {
            Case::Version => self.write_config(false, None),
            Case::First { tables } => {
                self.write_config(false, None)?;
                self.write("db/schema.ts", &schema::text(tables, Change::None))
            }
            Case::Generate { tables, change, credentials } => {
                self.create_database()?;
                self.write_config(credentials, None)?;
                self.write("db/schema.ts", &schema::text(tables, Change::None))?;
                self.kit("generate")?;
                copy(&self.out(), &self.recorded)?;
                if credentials {
                    self.kit("migrate")?;
                }
                self.write("db/schema.ts", &schema::text(tables, change))
            }
            Case::Rehearse { tables, .. } => {
                self.write_config(false, None)?;
                self.write("db/schema.ts", &schema::text(tables, Change::None))?;
                self.rehearse()?;
                copy(&self.out(), &self.recorded)?;
                self.write("db/schema.ts", &schema::text(tables, Change::OneColumn))
            }
            Case::Verify { migrations } => {
                self.write_config(false, None)?;
                // As many tables as migrations, and then one more with each of these.
                let mut text = schema::text(migrations, Change::None);
                for number in 1..=migrations {
                    self.write("db/schema.ts", &text)?;
                    text.push_str(&schema::one_more(number));
                    let mut generate = self.contender.command("generate", &self.folder);
                    process::read(generate.arg("--no-rehearse"))?;
                }
                Ok(())
            }
            Case::Introspect { tables } => {
                self.write_config(false, None)?;
                self.create_database()?;
                let url = self.url();
                self.sql(&url, "CREATE TYPE state AS ENUM ('new', 'old')")?;
                self.sql(&url, &schema::tables_sql(tables)).map(drop)
            }
            Case::Apply { migrations } => self.write_history(migrations),
            Case::Nothing { migrations } => {
                self.write_history(migrations)?;
                self.create_database()?;
                self.kit("migrate")
            }
        }
    }

    fn write_history(&self, count: usize) -> Result<()> {
        self.write_config(true, None)?;
        self.write("db/schema.ts", "export {};\n")?;
        match self.contender.layout() {
            Some(Layout::V1) => migrations::write_1x(&self.out(), count),
            Some(Layout::V0) => migrations::write_0x(&self.out(), count),
            None => {
                migrations::write_0x(&self.out(), count)?;
                migrations::write_psql(&self.folder.join("all.sql"), &self.out(), count)
            }
        }
    }

    /// Runs the drizzle-kit that belongs to the contender's layout.
    fn kit(&self, word: &str) -> Result<()> {
        let kit = Contender::Kit(self.contender.layout().unwrap_or(Layout::V0));
        process::read(&mut kit.command(word, &self.folder)).map(drop)
    }

    fn write_config(&self, credentials: bool, ledger: Option<&str>) -> Result<()> {
        let mut more = String::new();
        if credentials {
            let _ = write!(more, "\n  dbCredentials: {{ url: \"{}\" }},", self.url());
        }
        if let Some(ledger) = ledger {
            let _ = write!(more, "\n  migrations: {{ table: \"{ledger}\" }},");
        }
        self.write(
            "drizzle.config.ts",
            &format!(
                "import {{ defineConfig }} from \"drizzle-kit\";\n\nexport default defineConfig({{\n  \
                 dialect: \"postgresql\",\n  schema: \"./db/schema.ts\",\n  out: \
                 \"./drizzle\",{more}\n}});\n"
            ),
        )
    }

    fn create_database(&self) -> Result<()> {
        let maintenance = self.server.url("postgres");
        let name = self.contender.slug();
        self.sql(&maintenance, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"))?;
        self.sql(&maintenance, &format!("CREATE DATABASE {name}"))?;
        // What the side before has left to write is not this one's cost.
        self.sql(&maintenance, "CHECKPOINT").map(drop)
    }

    /// Its folder.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs SQL in a database of the server, and returns the rows.
    pub(crate) fn sql(&self, url: &str, sql: &str) -> Result<String> {
        let mut psql = Command::new("psql");
        process::read(psql.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, url]))
    }

    /// Its database.
    pub(crate) fn url(&self) -> String {
        self.server.url(self.contender.slug())
    }

    fn out(&self) -> PathBuf {
        self.folder.join("drizzle")
    }

    fn write(&self, file: &str, text: &str) -> Result<()> {
        let file = self.folder.join(file);
        fs::write(&file, text).at("write", &file)
    }
}

/// A number that no run has had before.
fn nanoseconds() -> u128 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
