//! A migrations folder that both programs read.

use std::fmt::Write;
use std::path::Path;

use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::connection::Connection;
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{Options, Plan, Report, migrate, plan};
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;

/// A folder in one line's layout, and a database.
pub(crate) struct Folder {
    pub(crate) line: Line,
    pub(crate) options: Options,
    files: Vec<String>,
    folder: tempfile::TempDir,
    database: TestDatabase,
}

impl Folder {
    pub(crate) fn new(line: Line) -> Self {
        Self {
            line,
            options: Options::new(LedgerPlace::usual(line)),
            files: Vec::new(),
            folder: tempfile::tempdir().unwrap(),
            database: TestDatabase::new(),
        }
    }

    /// Adds a migration that counts how often it runs.
    pub(crate) fn add(&mut self) {
        let number = self.files.len();
        let create = if number == 0 {
            "CREATE TABLE marks (file int);\n--> statement-breakpoint\n"
        } else {
            ""
        };
        self.files.push(format!("{create}INSERT INTO marks VALUES ({number});\n-- é\n"));
        self.write();
    }

    /// As a checkout on Windows has it.
    pub(crate) fn turn_to_crlf(&mut self) {
        for file in &mut self.files {
            *file = file.replace('\n', "\r\n");
        }
        self.write();
    }

    /// Changes to 1.0's layout, as its `up` does: folders by the second.
    pub(crate) fn up(&mut self) {
        self.line = Line::V1;
        self.options.ledger.line = Line::V1;
        self.folder = tempfile::tempdir().unwrap();
        self.write();
    }

    fn write(&self) {
        let root = self.path();
        let mut entries = String::new();
        for (number, text) in self.files.iter().enumerate() {
            let (name, when) = self.name(number);
            match self.line {
                Line::V0 => {
                    std::fs::write(root.join(format!("{name}.sql")), text).unwrap();
                    let comma = if number == 0 { "" } else { "," };
                    write!(
                        entries,
                        r#"{comma}{{"idx":{number},"version":"7","when":{when},"tag":"{name}","breakpoints":true}}"#
                    )
                    .unwrap();
                }
                Line::V1 => {
                    std::fs::create_dir_all(root.join(&name)).unwrap();
                    std::fs::write(root.join(&name).join("migration.sql"), text).unwrap();
                }
            }
        }
        if self.line == Line::V0 {
            std::fs::create_dir_all(root.join("meta")).unwrap();
            let journal =
                format!(r#"{{"version":"7","dialect":"postgresql","entries":[{entries}]}}"#);
            std::fs::write(root.join("meta/_journal.json"), journal).unwrap();
        }
    }

    /// Its name, and the time that its line's layout gives it.
    fn name(&self, number: usize) -> (String, i64) {
        // 2023-11-14 22:13:20 and on; 0.x keeps the milliseconds.
        let seconds = 1_700_000_000 + i64::try_from(number).unwrap();
        match self.line {
            Line::V0 => (format!("{number:04}_m{number}"), seconds * 1000 + 123),
            Line::V1 => (format!("202311142213{:02}_m{number}", 20 + number), seconds * 1000),
        }
    }

    fn migrations(&self) -> Vec<Migration> {
        let read = |number: usize, text: &String| {
            let (name, when) = self.name(number);
            let file = format!("{name}.sql");
            Migration::read(name, when, file, text.as_bytes()).unwrap()
        };
        self.files.iter().enumerate().map(|(number, text)| read(number, text)).collect()
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn url(&self) -> &str {
        self.database.url()
    }

    fn target(&self) -> Target {
        Target::parse(self.url(), &|_| None).unwrap()
    }

    pub(crate) fn migrate(&self) -> Report {
        let ignore = &mut |_| {};
        migrate(&self.target(), &self.migrations(), &self.options, &Cancel::new(), ignore).unwrap()
    }

    pub(crate) fn plan(&self) -> Plan {
        plan(&self.target(), &self.migrations(), &self.options).unwrap()
    }

    /// All rows of a query, columns joined by `|`.
    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        let rows = Connection::open(&self.target()).unwrap().query(sql).unwrap();
        let line = |row: &mizzle_db::connect::Row| {
            let columns = (0..row.len()).map(|at| row.text(at).unwrap_or("NULL").to_owned());
            columns.collect::<Vec<_>>().join("|")
        };
        rows.iter().map(line).collect()
    }

    /// Each migration ran once, and the ledger says so.
    pub(crate) fn assert_each_once(&self) {
        let wanted: Vec<String> = (0..self.files.len()).map(|number| number.to_string()).collect();
        assert_eq!(self.query("SELECT file FROM marks ORDER BY file"), wanted);
        let count = format!("SELECT count(*) FROM {}", self.options.ledger.qualified());
        assert_eq!(self.query(&count), [self.files.len().to_string()]);
    }
}
