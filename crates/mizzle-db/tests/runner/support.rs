//! A database, a few migrations, and a look at what is there.

use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::connection::Connection;
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{Event, Options, Report, RunError, migrate};
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;

/// A new database and what a project would bring to it.
pub(crate) struct Project {
    pub(crate) target: Target,
    pub(crate) options: Options,
    pub(crate) migrations: Vec<Migration>,
    pub(crate) events: Vec<Event>,
    database: TestDatabase,
}

impl Project {
    /// A new, empty database and no migration.
    pub(crate) fn new(line: Line) -> Self {
        let database = TestDatabase::new();
        Self {
            target: target(database.url()),
            options: Options::new(LedgerPlace::usual(line)),
            migrations: Vec::new(),
            events: Vec::new(),
            database,
        }
    }

    /// A project with these files, a second apart.
    pub(crate) fn with(line: Line, files: &[&str]) -> Self {
        let mut project = Self::new(line);
        for text in files {
            project.add(text);
        }
        project
    }

    /// Adds a file.
    pub(crate) fn add(&mut self, text: &str) {
        let number = self.migrations.len();
        self.migrations.push(migration(self.options.ledger.line, number, text));
    }

    /// The database's URL.
    pub(crate) fn url(&self) -> String {
        self.database.url().to_owned()
    }

    /// Runs what is pending.
    pub(crate) fn migrate(&mut self) -> Result<Report, RunError> {
        let events = &mut self.events;
        let mut record = |event| events.push(event);
        migrate(&self.target, &self.migrations, &self.options, &Cancel::new(), &mut record)
    }

    /// All rows of a query, columns joined by `|`.
    pub(crate) fn query(&self, sql: &str) -> Vec<String> {
        query(&self.target, sql)
    }

    /// Runs statements.
    pub(crate) fn execute(&self, sql: &str) {
        Connection::open(&self.target).unwrap().execute(sql).unwrap();
    }
}

/// The migration with this number.
pub(crate) fn migration(line: Line, number: usize, text: &str) -> Migration {
    let seconds = 1_700_000_000 + i64::try_from(number).unwrap();
    let (name, file) = match line {
        Line::V0 => {
            let name = format!("{number:04}_m{number}");
            (name.clone(), format!("drizzle/{name}.sql"))
        }
        Line::V1 => {
            // 1700000000 is 2023-11-14 22:13:20.
            let name = format!("202311142213{:02}_m{number}", 20 + number);
            (name.clone(), format!("drizzle/{name}/migration.sql"))
        }
    };
    Migration::read(name, seconds * 1000, file, text.as_bytes()).unwrap()
}

/// A target, with nothing from the environment.
pub(crate) fn target(url: &str) -> Target {
    Target::parse(url, &|_| None).unwrap()
}

/// All rows of a query, columns joined by `|`.
pub(crate) fn query(target: &Target, sql: &str) -> Vec<String> {
    let rows = Connection::open(target).unwrap().query(sql).unwrap();
    let line = |row: &mizzle_db::connect::Row| {
        let columns = (0..row.len()).map(|column| row.text(column).unwrap_or("NULL").to_owned());
        columns.collect::<Vec<_>>().join("|")
    };
    rows.iter().map(line).collect()
}
