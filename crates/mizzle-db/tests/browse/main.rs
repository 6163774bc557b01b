//! Looking at databases and changing rows by hand, on a real server.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what is wrong")]

mod catalog;
mod console;
mod edits;
mod export;
mod one_backend;
mod readonly;
mod rows;
mod structure;
mod values;

use mizzle_core::postgres::schema::QName;
use mizzle_db::browse::{
    Applied, Assignment, Browser, Cancel, Cell, Console, Edit, Filter, Operator, Outcome, Page,
    Row, Rows, Sort, StatementResult, Value,
};
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;

/// A database of its own, with a browser and a session on it.
struct Database {
    browser: Browser,
    connection: Connection,
    // Dropped last.
    _database: TestDatabase,
}

impl Database {
    fn with(sql: &str) -> Self {
        let database = TestDatabase::new();
        let target = Target::parse(database.url(), &|_| None).unwrap();
        let connection = Connection::open(&target).unwrap();
        let browser = Browser::new(target);
        let mut made = Self { browser, connection, _database: database };
        made.run(sql);
        made
    }

    fn run(&mut self, sql: &str) {
        if let Err(error) = self.connection.execute(sql) {
            panic!("{error}\nin: {sql}");
        }
    }

    /// The first cell of a query, as a session of somebody else sees it.
    fn one(&mut self, sql: &str) -> Option<String> {
        let rows = self.connection.query(sql).unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
        rows.first().and_then(|row| row.text(0).map(str::to_owned))
    }

    fn rows(&self, page: &Page) -> Rows {
        self.browser.rows(page, &Cancel::new()).unwrap_or_else(|error| panic!("{error}"))
    }

    fn table(&self, name: &str) -> Rows {
        self.rows(&page(name))
    }

    fn apply(&self, edits: &[Edit]) -> Applied {
        self.browser.apply(edits, &Cancel::new()).unwrap_or_else(|error| panic!("{error}"))
    }

    fn console(&self, sql: &str, is_read_only: bool) -> Vec<StatementResult> {
        let console = Console { sql: sql.to_owned(), is_read_only, limit: 100, plan: None };
        self.browser.console(&console, &Cancel::new()).unwrap()
    }
}

fn page(name: &str) -> Page {
    Page {
        table: QName::public(name),
        filters: Vec::new(),
        sort: Vec::new(),
        limit: 100,
        offset: 0,
    }
}

fn filter(column: &str, operator: Operator, values: &[&str]) -> Filter {
    Filter {
        column: column.to_owned(),
        operator,
        values: values.iter().map(|value| (*value).to_owned()).collect(),
    }
}

fn by(column: &str, is_descending: bool) -> Sort {
    Sort { column: column.to_owned(), is_descending }
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) => text,
        Cell::Null => "NULL",
        Cell::Cut { cut, .. } => cut,
    }
}

/// All cells of a page, one line a row.
fn lines(rows: &Rows) -> Vec<String> {
    rows.rows.iter().map(line).collect()
}

fn line(row: &Row) -> String {
    row.cells.iter().map(text).collect::<Vec<_>>().join("|")
}

fn set(column: &str, value: &str) -> Assignment {
    Assignment { column: column.to_owned(), value: Value::Text(value.to_owned()) }
}

fn to(column: &str, value: Value) -> Assignment {
    Assignment { column: column.to_owned(), value }
}

fn update(table: &str, key: &str, changes: &[Assignment], expect: &[Assignment]) -> Edit {
    Edit::Update {
        table: QName::public(table),
        key: vec![key.to_owned()],
        set: changes.to_vec(),
        expect: expect.to_vec(),
    }
}

/// What a statement came to, in short.
fn said(result: &StatementResult) -> String {
    match &result.outcome {
        Outcome::Rows(rows) => {
            let rows = rows.rows.iter();
            let rows = rows.map(|row| row.iter().map(text).collect::<Vec<_>>().join("|"));
            rows.collect::<Vec<_>>().join("\n")
        }
        Outcome::Done(tag) => tag.clone(),
        Outcome::Plan { text, .. } => text.clone(),
        Outcome::Failed(failure) => format!("failed: {}", failure.error),
        Outcome::Cancelled => "cancelled".to_owned(),
    }
}
