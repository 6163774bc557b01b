//! What looking at large values costs. The one test of this process, so that its memory is
//! nobody else's.

use mizzle_core::postgres::schema::QName;
use mizzle_db::browse::{Browser, Cancel, Cell, Export, Filter, Format, Operator, Page};
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::TestDatabase;
use std::collections::BTreeMap;

#[test]
fn a_table_of_250_megabytes_is_looked_at_in_little() {
    let database = TestDatabase::new();
    let target = Target::parse(database.url(), &|_| None).unwrap();
    let mut connection = Connection::open(&target).unwrap();
    connection
        .execute(
            "CREATE UNLOGGED TABLE t (id integer PRIMARY KEY, v bytea);
             INSERT INTO t SELECT i, v FROM generate_series(1, 50) i,
               (SELECT decode(repeat('00112233445566778899aabbccddeeff', 312500), 'hex') v OFFSET 0) v",
        )
        .unwrap();
    let (browser, cancel) = (Browser::new(target), Cancel::new());
    let (table, mut sink) = (QName::public("t"), std::io::sink());
    let before = most();
    let grown = || {
        let grown = most().zip(before).map(|(after, before)| after.saturating_sub(before));
        grown.unwrap_or_default() / (1024 * 1024)
    };

    let page =
        Page { table: table.clone(), filters: Vec::new(), sort: Vec::new(), limit: 100, offset: 0 };
    let rows = browser.rows(&page, &cancel).unwrap();
    assert_eq!(rows.rows.len(), 50);
    assert!(rows.rows.iter().all(|row| matches!(row.cells[1], Cell::Cut { bytes: 5_000_000, .. })));
    browser.value(&table, &["7".to_owned()], "v", &mut sink, &cancel).unwrap();
    assert!(grown() < 50, "250 MB in a table cost {} MB", grown());

    // A row of a file is whole for a moment, all of them are never: their text has 200 MB.
    let filter = Filter {
        column: "id".to_owned(),
        operator: Operator::AtMost,
        values: vec!["20".to_owned()],
    };
    let export = Export {
        table,
        filters: vec![filter],
        sort: Vec::new(),
        keys: Vec::new(),
        format: Format::Json,
        names: BTreeMap::new(),
    };
    browser.export(&export, &mut sink, &cancel).unwrap();
    assert!(grown() < 150, "a file of 200 MB cost {} MB", grown());
}

/// The most memory that this process has had, in bytes; only Linux tells.
fn most() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes * 1024)
}
