//! On the embedded engine, where all sessions share one backend, and a transaction keeps the
//! others waiting.

use super::{said, set, update};
use mizzle_core::postgres::schema::QName;
use mizzle_db::browse::{Applied, Browser, Cancel, Console, Export, Format};
use mizzle_db::connection::Connection;
use mizzle_db::devdb::kept::{Kept, KeptOptions};
use mizzle_db::target::Target;
use mizzle_db::test_support::{embedded, places};
use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

#[test]
fn all_of_it_works_on_one_backend() {
    if embedded().is_none() {
        return;
    }
    // The kept database: what a statement's end takes down comes back with its data.
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let mut options = KeptOptions::undecided(folder.path());
    options.dev.places = places();
    options.dev.engine = Some("embedded".parse().unwrap());
    let kept = Kept::open(&options, &mut || {}).unwrap();
    let target = Target::parse(kept.url(), &|_| None).unwrap();
    // A session of somebody else is open all the while.
    let mut other = Connection::open(&target).unwrap();
    other
        .execute(
            "CREATE TYPE mood AS ENUM ('a', 'b');
             CREATE TABLE items (id integer PRIMARY KEY, name text, m mood);
             INSERT INTO items VALUES (1, 'one', 'a'), (2, 'two', NULL)",
        )
        .unwrap();
    let browser = Browser::new(target);
    let cancel = Cancel::new();
    assert_eq!(browser.catalog(&cancel).unwrap().schemas[0].relations[0].name, "items");
    let rows = || super::lines(&browser.rows(&super::page("items"), &cancel).unwrap());
    assert_eq!(rows(), ["1|one|a", "2|two|NULL"]);
    let items = QName::public("items");
    assert_eq!(browser.count(&items, &[], false, &cancel).unwrap().rows, Some(2));

    let edit = |old: &str| update("items", "1", &[set("name", "uno")], &[set("name", old)]);
    assert!(matches!(browser.apply(&[edit("one")], &cancel).unwrap(), Applied::Done { .. }));
    assert!(matches!(browser.apply(&[edit("one")], &cancel).unwrap(), Applied::Conflict { .. }));
    let wrong = update("items", "1", &[set("m", "c")], &[]);
    assert!(matches!(browser.apply(&[wrong], &cancel).unwrap(), Applied::Refused { .. }));

    let console = |sql: &str, is_read_only, cancel: &Cancel| {
        let console = Console { sql: sql.to_owned(), is_read_only, limit: 10, plan: None };
        let results = browser.console(&console, cancel).unwrap();
        results.iter().map(said).collect::<Vec<_>>()
    };
    let sql = "SELECT m FROM items ORDER BY id; SELECT count(*) FROM items";
    assert_eq!(console(sql, true, &cancel), ["a\nNULL", "2"]);
    let sql = "BEGIN; DELETE FROM items; SELECT 1";
    assert_eq!(console(sql, false, &cancel), ["BEGIN", "DELETE 2", "1"]);
    assert_eq!(rows(), ["1|uno|a", "2|two|NULL"]);
    assert!(console("DELETE FROM items", true, &cancel)[0].starts_with("failed"));
    assert_eq!(console("DELETE FROM items WHERE id = 2", false, &cancel), ["DELETE 1"]);

    let mut bytes = Vec::new();
    let export = Export {
        table: items.clone(),
        filters: Vec::new(),
        sort: Vec::new(),
        keys: Vec::new(),
        format: Format::Csv,
        names: BTreeMap::new(),
    };
    browser.export(&export, &mut bytes, &cancel).unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap(), "id,name,m\r\n1,uno,a\r\n");
    let structure = browser.structure(&items, mizzle_core::naming::Line::V1, &cancel).unwrap();
    assert!(structure.ddl.contains("CREATE TYPE"), "{}", structure.ddl);

    // To end a statement its backend has to go; what was committed is there again.
    let started = Instant::now();
    let stop = Cancel::new();
    std::thread::scope(|scope| {
        let call = scope.spawn(|| console("SELECT 1; SELECT pg_sleep(60)", true, &stop));
        std::thread::sleep(Duration::from_millis(700));
        stop.cancel();
        assert_eq!(call.join().unwrap(), ["1", "cancelled"]);
    });
    assert!(started.elapsed() < Duration::from_secs(30));
    assert_eq!(rows(), ["1|uno|a"]);
}
