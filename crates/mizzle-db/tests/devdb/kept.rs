//! The kept database: it stays, it has one owner, and everybody gets served.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use mizzle_db::devdb::kept::{Kept, Status, owner};
use mizzle_db::devdb::{Engine, Notice};

use crate::process::{Killed, kept_options, part, said, until};
use crate::sql::{ask, connect, value, wait};

/// The engines to test: installed binaries, and `mizzle-pg` where it is built.
fn engines() -> Vec<&'static str> {
    let mut engines = vec!["local"];
    engines.extend(crate::embedded::engine().map(|_| "embedded"));
    engines
}

/// A folder that the account of servers may enter.
fn project() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn open(folder: &Path, engine: &str) -> Kept {
    Kept::open(&kept_options(folder, engine), &mut || {}).unwrap()
}

#[test]
fn what_one_command_writes_the_next_one_finds() {
    for engine in engines() {
        let folder = project();
        for run in 0..3 {
            let kept = open(folder.path(), engine);
            assert_eq!(kept.abilities().engine.name(), engine);
            assert_eq!(kept.served_by(), None);
            ask(kept.url(), "CREATE TABLE IF NOT EXISTS t (a int); SELECT 1");
            assert_eq!(ask(kept.url(), "SELECT count(*) FROM t"), run.to_string());
            ask(kept.url(), "INSERT INTO t VALUES (1); SELECT 1");
        }
        let ignored = std::fs::read_to_string(folder.path().join(".mizzle/.gitignore")).unwrap();
        assert_eq!(ignored, "*\n");
    }
}

#[test]
fn two_commands_at_once_take_turns() {
    for engine in engines() {
        let folder = project();
        let first = open(folder.path(), engine);
        ask(first.url(), "CREATE TABLE t (a int); SELECT 1");
        std::thread::scope(|scope| {
            let second = scope.spawn(|| {
                let mut waited = false;
                let options = kept_options(folder.path(), engine);
                let kept = Kept::open(&options, &mut || waited = true).unwrap();
                (ask(kept.url(), "SELECT count(*) FROM t"), waited)
            });
            std::thread::sleep(Duration::from_millis(800));
            ask(first.url(), "INSERT INTO t VALUES (1); SELECT 1");
            drop(first);
            assert_eq!(second.join().unwrap(), ("1".to_owned(), true));
        });
    }
}

#[test]
fn somebody_who_never_lets_go_is_named_in_the_error() {
    let folder = project();
    let _first = open(folder.path(), "local");
    let mut options = kept_options(folder.path(), "local");
    options.patience = Duration::from_millis(100);
    let error = Kept::open(&options, &mut || {}).unwrap_err().to_string();
    assert!(error.contains("another mizzle process") && error.contains("`mizzle dev`"), "{error}");
}

#[test]
fn an_owner_serves_everybody_until_it_is_stopped() {
    for engine in engines() {
        let folder = project();
        let status = start(folder.path(), engine);
        assert_eq!(owner::status(&dev(folder.path())).unwrap().as_ref(), Some(&status));
        // Starting again finds the same owner.
        assert_eq!(start(folder.path(), engine), status);

        let kept = open(folder.path(), engine);
        assert_eq!(kept.served_by(), Some(status.process));
        wait(async {
            let (ours, theirs) = (connect(kept.url()).await, connect(&status.url).await);
            ours.simple_query("CREATE TABLE t (a int)").await.unwrap();
            theirs.simple_query("INSERT INTO t VALUES (1)").await.unwrap();
            assert_eq!(value(&ours, "SELECT count(*) FROM t").await, "1");
            let wrong = status.url.replacen("postgres:", "postgres:x", 1);
            let wrong = wrong.replacen("postgresx:", "postgres:x", 1);
            assert_ne!(wrong, status.url);
            assert!(tokio_postgres::connect(&wrong, tokio_postgres::NoTls).await.is_err());
        });
        assert!(owner::stop(&dev(folder.path()), Duration::from_secs(20)).unwrap());
        assert!(!owner::stop(&dev(folder.path()), Duration::from_secs(20)).unwrap());
        assert_eq!(owner::status(&dev(folder.path())).unwrap(), None);

        // The data and the URL last.
        let kept = open(folder.path(), engine);
        assert_eq!(ask(kept.url(), "SELECT count(*) FROM t"), "1");
        drop(kept);
        let again = start(folder.path(), engine);
        assert_eq!(again.url, status.url);
        assert!(owner::stop(&dev(folder.path()), Duration::from_secs(20)).unwrap());
    }
}

#[test]
fn of_two_owners_started_at_once_one_serves() {
    let folder = project();
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| start(folder.path(), "local"));
        let two = scope.spawn(|| start(folder.path(), "local"));
        (one.join().unwrap(), two.join().unwrap())
    });
    assert_eq!(one, two);
    assert!(owner::stop(&dev(folder.path()), Duration::from_secs(20)).unwrap());
}

#[test]
fn a_killed_owner_leaves_its_data_and_is_in_nobodys_way() {
    for engine in engines() {
        let folder = project();
        let mut owner = Killed(part("owner", folder.path(), engine).spawn().unwrap());
        let status = until("the owner serves", || owner::status(&dev(folder.path())).unwrap());
        ask(&status.url, "CREATE TABLE t AS SELECT generate_series(1, 1000) AS a; SELECT 1");
        let busy = std::thread::spawn({
            let url = status.url.clone();
            move || {
                wait(async {
                    connect(&url).await.simple_query("SELECT pg_sleep(60)").await.is_err()
                })
            }
        });
        std::thread::sleep(Duration::from_millis(200));
        owner.0.kill().unwrap();
        owner.0.wait().unwrap();
        assert!(busy.join().unwrap());

        let kept = open(folder.path(), engine);
        assert_eq!(kept.served_by(), None);
        assert_eq!(ask(kept.url(), "SELECT count(*) FROM t"), "1000");
    }
}

#[test]
fn a_killed_command_gives_the_database_free() {
    for engine in engines() {
        let folder = project();
        let mut opener = Killed(part("opener", folder.path(), engine).spawn().unwrap());
        let url = said(folder.path());
        ask(&url, "CREATE TABLE t (a int); INSERT INTO t VALUES (1); SELECT 1");
        opener.0.kill().unwrap();
        assert_eq!(ask(open(folder.path(), engine).url(), "SELECT count(*) FROM t"), "1");
    }
}

#[test]
fn a_cancelled_statement_costs_the_embedded_engine_nothing_but_a_start() {
    if crate::embedded::engine().is_none() {
        return;
    }
    let folder = project();
    let kept = open(folder.path(), "embedded");
    ask(kept.url(), "CREATE TABLE t AS SELECT 1 AS a; SELECT 1");
    wait(async {
        let (idle, busy) = (connect(kept.url()).await, connect(kept.url()).await);
        busy.simple_query("BEGIN; INSERT INTO t VALUES (2)").await.unwrap();
        let token = busy.cancel_token();
        let cancel = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            token.cancel_query(tokio_postgres::NoTls).await.unwrap();
        };
        let (ended, ()) = tokio::join!(busy.simple_query("SELECT pg_sleep(60)"), cancel);
        assert_eq!(ended.unwrap_err().as_db_error().unwrap().code().code(), "57014");
        assert_eq!(value(&idle, "SELECT count(*) FROM t").await, "1");
    });
    assert_eq!(ask(kept.url(), "SELECT count(*) FROM t"), "1");
}

#[test]
fn root_serves_a_folder_that_only_root_can_enter_or_says_why_not() {
    let folder = tempfile::tempdir().unwrap();
    match Kept::open(&kept_options(folder.path(), "local"), &mut || {}) {
        Ok(kept) => assert_eq!(ask(kept.url(), "SELECT 1"), "1"),
        Err(error) => assert!(error.to_string().contains("user namespaces"), "{error}"),
    }
}

#[test]
fn data_is_opened_by_the_engine_that_made_it() {
    if crate::embedded::engine().is_none() {
        return;
    }
    let folder = project();
    drop(open(folder.path(), "embedded"));
    // Without a wish, the engine that made the data is taken, although local ones come first.
    let mut options = kept_options(folder.path(), "embedded");
    options.dev.engine = None;
    assert_eq!(Kept::open(&options, &mut || {}).unwrap().abilities().engine, Engine::Embedded);

    options.dev.places.helpers.clear();
    let error = Kept::open(&options, &mut || {}).unwrap_err().to_string();
    assert!(error.contains("was made by embedded PostgreSQL 18"), "{error}");

    // A version that nobody has is no reason to begin anew each time.
    let mut options = kept_options(folder.path(), "embedded");
    options.dev.version = Some(40);
    let kept = Kept::open(&options, &mut || {}).unwrap();
    assert_eq!(kept.notices(), []);
    drop(kept);

    let kept = open(folder.path(), "local");
    assert_eq!(kept.notices(), [Notice::LeftBehind { engine: Engine::Embedded, major: 18 }]);
    assert_eq!(kept.abilities().engine, Engine::Local);
}

#[test]
fn what_does_not_start_says_why() {
    let folder = project();
    let mut options = kept_options(folder.path(), "local");
    options.dev.places.named = None;
    options.dev.places.path.clear();
    options.dev.places.system.clear();
    options.dev.places.projects.clear();
    let error = Kept::open(&options, &mut || {}).unwrap_err().to_string();
    assert_eq!(error, "there is no development database");

    let command = part("nonsense", folder.path(), "local");
    let error =
        owner::start(command, &kept_options(folder.path(), "local")).unwrap_err().to_string();
    assert!(error.contains("there is no part `nonsense`"), "{error}");
}

fn start(folder: &Path, engine: &str) -> Status {
    owner::start(part("owner", folder, engine), &kept_options(folder, engine)).unwrap()
}

fn dev(folder: &Path) -> std::path::PathBuf {
    folder.join(".mizzle/dev")
}
