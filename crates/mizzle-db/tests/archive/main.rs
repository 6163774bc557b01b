//! What a migration takes away and keeps comes back byte for byte, on a real server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at the first surprise")]

mod kept;
mod left;

use mizzle_core::diff::Question;
use mizzle_core::hints::{Answers, Hint};
use mizzle_core::naming::Line;
use mizzle_core::postgres::archive::{Archived, archive};
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions, diff};
use mizzle_core::postgres::schema::Schema;
use mizzle_db::cancel::Cancel;
use mizzle_db::connection::Connection;
use mizzle_db::introspect::{Options as Reading, introspect};
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{Options, RunError, Undo, migrate, rollback};
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;

/// A database that a migration is about to change, and the migration.
struct Case {
    target: Target,
    from: Schema,
    archived: Archived,
    _database: TestDatabase,
}

const LINE: Line = Line::V0;

impl Case {
    /// A database made by `from`, and the migration to what `to` would make. What appears
    /// and what goes is the same where a pair of names is in `renamed`.
    fn new(from: &str, to: &str, renamed: &[(&str, &str)]) -> Self {
        let database = TestDatabase::new();
        let target = target(&database);
        execute(&target, from);
        let wanted = TestDatabase::new();
        execute(&self::target(&wanted), to);
        let (from, to) = (schema(&target), schema(&self::target(&wanted)));
        let forward = answered(&from, &to, renamed);
        let archived = archive(&from, &forward, "0003_case", LINE).unwrap();
        Self { target, from, archived, _database: database }
    }

    fn migrations(&self) -> Vec<Migration> {
        let text = self.archived.up.to_file(true);
        vec![Migration::read("0003_case", 1000, "0003_case.sql", text.as_bytes()).unwrap()]
    }

    fn up(&self) {
        let options = Options::new(LedgerPlace::usual(LINE));
        let migrations = self.migrations();
        migrate(&self.target, &migrations, &options, &Cancel::new(), &mut |_| {})
            .unwrap_or_else(|error| panic!("{error}\n{}", migrations[0].text));
    }

    fn down(&self) -> Result<(), RunError> {
        let options = Options::new(LedgerPlace::usual(LINE));
        let text = self.archived.down.to_file(true);
        let down =
            Migration::read("0003_case", 1000, "down/0003_case.sql", text.as_bytes()).unwrap();
        let undo = [Undo { index: 0, down }];
        rollback(&self.target, &self.migrations(), &undo, &options, &Cancel::new(), &mut |_| {})
            .map(|_| ())
    }

    /// Goes there and back, and looks that everything is as it was.
    fn there_and_back(&self) {
        let before = self.content();
        self.up();
        assert!(!self.query(ARCHIVED).is_empty(), "nothing is kept");
        self.down().unwrap_or_else(|error| panic!("{error}\n{}", self.archived.down.to_file(true)));
        self.is_as_before();
        assert_eq!(self.content(), before);
        // And once more, from what came back.
        self.up();
        self.down().unwrap();
        assert_eq!(self.content(), before);
    }

    fn is_as_before(&self) {
        let found = schema(&self.target);
        let left = answered(&found, &self.from, &[]);
        assert_eq!(left.changes, [], "{}", self.archived.down.to_file(true));
        assert_eq!(self.query(ARCHIVED), [] as [&str; 0]);
        assert_eq!(
            self.query("SELECT nspname FROM pg_namespace WHERE nspname = 'mizzle_archive'"),
            [] as [&str; 0]
        );
    }

    /// Every row of every table, as text.
    fn content(&self) -> Vec<String> {
        let tables = self.query(
            "SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c \
             JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' \
             AND n.nspname !~ '^pg_' AND n.nspname NOT IN ('information_schema', 'drizzle') \
             ORDER BY 1",
        );
        let mut rows = Vec::new();
        for table in tables {
            // Columns may come back in another order.
            let sql = format!("SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1");
            rows.extend(self.query(&sql).into_iter().map(|row| format!("{table}: {row}")));
        }
        rows
    }

    fn execute(&self, sql: &str) {
        execute(&self.target, sql);
    }

    fn query(&self, sql: &str) -> Vec<String> {
        let rows = Connection::open(&self.target).unwrap().query(sql).unwrap();
        let line = |row: &mizzle_db::connect::Row| {
            let columns = (0..row.len()).map(|at| row.text(at).unwrap_or("NULL").to_owned());
            columns.collect::<Vec<_>>().join("|")
        };
        rows.iter().map(line).collect()
    }
}

/// Tables of the archive.
const ARCHIVED: &str =
    "SELECT tablename FROM pg_tables WHERE schemaname = 'mizzle_archive' ORDER BY 1";

fn target(database: &TestDatabase) -> Target {
    Target::parse(database.url(), &|_| None).unwrap()
}

fn execute(target: &Target, sql: &str) {
    Connection::open(target).unwrap().execute(sql).unwrap();
}

fn schema(target: &Target) -> Schema {
    let reading = Reading { schemas: &|name| name != "drizzle", ..Reading::DATABASE };
    introspect(target, &reading).unwrap().schema
}

fn answered(from: &Schema, to: &Schema, renamed: &[(&str, &str)]) -> Diff {
    let mut answers = Answers::default();
    loop {
        match diff(from, to, &DiffOptions { line: LINE, answers: &answers }) {
            Ok(diff) => return diff,
            Err(DiffError::Undecided(questions)) => {
                for question in &questions {
                    answers.push(answer(question, renamed));
                }
            }
            Err(error) => panic!("{error}"),
        }
    }
}

fn answer(question: &Question, renamed: &[(&str, &str)]) -> Hint {
    let is = |name: &[String], wanted: &str| name.last().is_some_and(|last| last == wanted);
    let candidate = question.candidates.iter().find(|candidate| {
        renamed.iter().any(|(from, to)| is(&candidate.from, from) && is(&question.created, to))
    });
    match candidate {
        Some(candidate) => question.rename_hint(candidate),
        None => question.create_hint(),
    }
}
