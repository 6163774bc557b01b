//! Reading databases: what is in them, what of it has no place in the model, and what a
//! role without rights gets to see.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at what is wrong")]

mod described;
mod modelled;
mod rights;
mod speed;
mod unmodelled;
mod views;
mod words;

use mizzle_core::postgres::from_catalog::Introspected;
use mizzle_db::connection::Connection;
use mizzle_db::introspect::{Options, introspect_with};
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;

/// A database of its own, with a session on it.
struct Database {
    connection: Connection,
    // Dropped last.
    database: TestDatabase,
}

impl Database {
    fn with(sql: &str) -> Self {
        let database = TestDatabase::new();
        let target = Target::parse(database.url(), &|_| None).unwrap();
        let connection = Connection::open(&target).unwrap();
        let mut database = Self { connection, database };
        database.run(sql);
        database
    }

    fn run(&mut self, sql: &str) {
        if let Err(error) = self.connection.execute(sql) {
            panic!("{error}\nin: {sql}");
        }
    }

    fn major(&self) -> u32 {
        let version = self.connection.server_version();
        version.split(|c: char| !c.is_ascii_digit()).next().unwrap().parse().unwrap()
    }

    fn introspect(&mut self) -> Introspected {
        introspect_with(&mut self.connection, &Options::DATABASE).unwrap()
    }

    fn target(&self) -> Target {
        Target::parse(self.database.url(), &|_| None).unwrap()
    }
}
