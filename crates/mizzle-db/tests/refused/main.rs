//! What the diff refuses, held against a server: it must refuse all of that too, and what
//! it takes must not be refused. Both are asked the same about every pair of many types
//! and values, so that a rule which says too much is found.
#![expect(clippy::unwrap_used, reason = "a test stops at what is wrong")]

mod columns;
mod defaults;
mod indexes;
mod references;
mod standing_alone;

use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::{DiffError, DiffOptions, diff};
use mizzle_core::postgres::schema::{Column, Enum, Name, QName, Schema, Table, Type};
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;

/// Types of pg-core and a few that a `customType` may name. `mood` is an enum.
const TYPES: [&str; 41] = [
    "smallint",
    "integer",
    "bigint",
    "numeric",
    "numeric(10,2)",
    "real",
    "double precision",
    "boolean",
    "text",
    "varchar(20)",
    "char(3)",
    "json",
    "jsonb",
    "date",
    "time",
    "time(3)",
    "time with time zone",
    "timestamp",
    "timestamp (3)",
    "timestamp with time zone",
    "interval",
    "interval day to second",
    "uuid",
    "inet",
    "cidr",
    "macaddr",
    "macaddr8",
    "bit(3)",
    "bytea",
    "point",
    "line",
    "mood",
    "bit varying(5)",
    "tsvector",
    "xml",
    "money",
    "box",
    "text[]",
    "integer[]",
    "mood[]",
    "varchar(20)[]",
];

/// An empty database with the enum, and what both sides say.
struct Judges {
    connection: Connection,
    // Dropped last.
    _database: TestDatabase,
}

impl Judges {
    fn new() -> Self {
        let database = TestDatabase::new();
        let target = Target::parse(database.url(), &|_| None).unwrap();
        let connection = Connection::open(&target).unwrap();
        let mut judges = Self { connection, _database: database };
        judges.run("SET client_min_messages = error");
        judges.run("CREATE TYPE mood AS ENUM ('sad', 'ok')");
        judges
    }

    fn run(&mut self, sql: &str) {
        self.connection.execute(sql).unwrap_or_else(|error| unreachable!("{error}\nin: {sql}"));
    }

    /// Does the server refuse these statements? Nothing of them stays.
    fn server_refuses(&mut self, sql: &str) -> bool {
        self.run("BEGIN");
        let refused = self.connection.execute(sql).is_err();
        self.run("ROLLBACK");
        refused
    }
}

/// Does the diff refuse to make this schema?
fn diff_refuses(schema: &Schema) -> bool {
    let answers = Answers::default();
    let options = DiffOptions { line: Line::V1, answers: &answers };
    match diff(&Schema::default(), schema, &options) {
        Ok(_) => false,
        Err(DiffError::Impossible(_)) => true,
        Err(error) => unreachable!("{error}"),
    }
}

/// A type as the schema files give it.
fn type_of(text: &str) -> Type {
    let mut ty = Type::parse(text);
    if ty.text == "mood" {
        ty.schema = Some("public".to_owned());
    }
    ty
}

fn column(ty: &str) -> Column {
    Column::of(type_of(ty))
}

/// A schema with these tables, and the enum.
fn schema(tables: Vec<(&str, Table)>) -> Schema {
    let mut schema = Schema::default();
    let mood = Enum { values: vec!["sad".to_owned(), "ok".to_owned()] };
    schema.enums.insert(QName::public("mood"), mood);
    for (name, table) in tables {
        schema.tables.insert(QName::public(name), table);
    }
    schema
}

fn table(columns: Vec<(&str, Column)>) -> Table {
    let columns = columns.into_iter().map(|(name, column)| (name.to_owned(), column)).collect();
    Table { columns, ..Table::default() }
}

fn name(text: &str) -> Name {
    Name::explicit(text)
}

/// Where the judges differ: what only the diff refuses is always wrong; what only the
/// server does is a rule that is not there.
#[derive(Default)]
struct Differences {
    only_diff: Vec<String>,
    only_server: Vec<String>,
    both: usize,
}

impl Differences {
    fn note(&mut self, what: String, diff: bool, server: bool) {
        match (diff, server) {
            (true, false) => self.only_diff.push(what),
            (false, true) => self.only_server.push(what),
            (true, true) => self.both += 1,
            (false, false) => {}
        }
    }

    /// Nothing is refused that the server takes, and at least so much is refused.
    #[track_caller]
    fn assert_sound(&self, least: usize) {
        assert_eq!(self.only_diff, [] as [&str; 0], "the server takes what the diff refuses");
        assert!(self.both >= least, "{} refusals only: {:#?}", self.both, self.only_server);
    }

    /// The diff refuses just what the server does.
    #[track_caller]
    fn assert_equal(&self) {
        self.assert_sound(1);
        assert_eq!(self.only_server, [] as [&str; 0], "the diff takes what the server refuses");
    }
}
