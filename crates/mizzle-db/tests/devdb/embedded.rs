//! The embedded engine: one backend, many clients, one transaction at a time.
//! These tests need `mizzle-pg`; where it has not been built they say so.

use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};

use mizzle_db::devdb::embedded::{EXTENSIONS, ONE_BACKEND, TRY_LOCK, UNLOCK};
use mizzle_db::devdb::{Embedded, Lease};
use mizzle_db::test_support;
use tokio_postgres::NoTls;

use crate::sql::{ask, connect, value, wait};

/// The engine, or a note that it is missing. With `MIZZLE_PG` set it must be there.
pub(crate) fn engine() -> Option<Embedded> {
    let engine = test_support::embedded();
    if engine.is_none() {
        eprintln!("mizzle-pg is not built: nothing of it is tested");
    }
    engine
}

fn lease() -> Option<Lease> {
    engine().map(|engine| engine.lease().unwrap())
}

#[test]
fn a_lease_is_a_database_of_the_version_it_says() {
    let Some(engine) = engine() else { return };
    let lease = engine.lease().unwrap();
    assert_eq!(ask(lease.url(), "SHOW server_version"), engine.abilities().version.full);
    assert_eq!(ask(lease.url(), "SHOW search_path"), "\"$user\", public");
    assert_eq!(ask(lease.url(), "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"), "0");
    ask(lease.url(), "CREATE TABLE t (a int); SELECT 1");
    // Sessions come and go; the database stays until the lease is given back.
    assert_eq!(ask(lease.url(), "SELECT count(*) FROM t"), "0");
}

#[test]
fn leases_know_nothing_of_each_other() {
    let Some(engine) = engine() else { return };
    let (first, second) = (engine.lease().unwrap(), engine.lease().unwrap());
    ask(first.url(), "CREATE TABLE t (a int); CREATE ROLE app; SELECT 1");
    assert_eq!(ask(second.url(), "SELECT to_regclass('t') IS NULL"), "t");
    assert_eq!(ask(second.url(), "SELECT count(*) FROM pg_roles WHERE rolname = 'app'"), "0");
}

#[test]
fn every_extension_that_is_promised_can_be_created() {
    let Some(lease) = lease() else { return };
    let helpers = test_support::places().helpers;
    let helper = helpers.iter().find(|path| path.is_file()).unwrap();
    let listed = std::process::Command::new(helper).arg("--extensions").output().unwrap();
    assert_eq!(String::from_utf8(listed.stdout).unwrap(), EXTENSIONS.join("\n") + "\n");
    wait(async {
        let client = connect(lease.url()).await;
        for name in EXTENSIONS {
            let statement = format!("CREATE EXTENSION \"{name}\"");
            client
                .simple_query(&statement)
                .await
                .unwrap_or_else(|error| panic!("{name}: {error:?}"));
        }
        let distance = "SELECT '[1,2,3]'::vector <-> '[1,2,5]'::vector";
        assert_eq!(value(&client, distance).await, "2");
        assert_eq!(value(&client, "SELECT length(uuid_generate_v4()::text)").await, "36");
    });
}

#[test]
fn errors_carry_code_detail_and_position() {
    let Some(lease) = lease() else { return };
    wait(async {
        let client = connect(lease.url()).await;
        let refused = client.simple_query("SELECT 'é', nosuch").await.unwrap_err();
        let error = refused.as_db_error().unwrap();
        assert_eq!(error.code().code(), "42703");
        assert_eq!(error.position(), Some(&tokio_postgres::error::ErrorPosition::Original(13)));

        client
            .simple_query("CREATE TABLE t (a int PRIMARY KEY); INSERT INTO t VALUES (1)")
            .await
            .unwrap();
        let refused = client.simple_query("INSERT INTO t VALUES (1)").await.unwrap_err();
        let error = refused.as_db_error().unwrap();
        assert_eq!(error.detail(), Some("Key (a)=(1) already exists."));
        assert_eq!((error.table(), error.constraint()), (Some("t"), Some("t_pkey")));
    });
}

#[test]
fn copy_from_stdin_is_refused_and_nothing_breaks() {
    let Some(lease) = lease() else { return };
    wait(async {
        let client = connect(lease.url()).await;
        client.simple_query("CREATE TABLE t (a int)").await.unwrap();
        let refused = client.simple_query("BEGIN; COPY t FROM STDIN").await.unwrap_err();
        let error = refused.as_db_error().unwrap();
        assert_eq!(error.code().code(), "0A000");
        assert_eq!(error.message(), "the embedded Postgres has no COPY FROM STDIN");
        let refused = client.prepare("COPY t (a) FROM STDIN").await.unwrap();
        assert!(client.execute(&refused, &[]).await.is_err());
        assert_eq!(value(&client, "SELECT count(*) FROM t").await, "0");
    });
}

#[test]
fn prepared_statements_and_settings_belong_to_their_session() {
    let Some(lease) = lease() else { return };
    wait(async {
        let (one, two) = (connect(lease.url()).await, connect(lease.url()).await);
        // Both clients call their first statement by the same name.
        let add = one.prepare("SELECT $1::int + 1").await.unwrap();
        let double = two.prepare("SELECT $1::int * 2").await.unwrap();
        one.simple_query("SET search_path = app; SET statement_timeout = '7s'").await.unwrap();
        two.simple_query("CREATE ROLE app; SET ROLE app").await.unwrap();
        for _ in 0..2 {
            assert_eq!(one.query_one(&add, &[&20]).await.unwrap().get::<_, i32>(0), 21);
            assert_eq!(two.query_one(&double, &[&20]).await.unwrap().get::<_, i32>(0), 40);
            assert_eq!(value(&one, "SHOW search_path").await, "app");
            assert_eq!(value(&two, "SHOW search_path").await, "\"$user\", public");
            assert_eq!(value(&one, "SHOW statement_timeout").await, "7s");
            assert_eq!(value(&one, "SELECT current_user").await, "postgres");
            assert_eq!(value(&two, "SELECT current_user").await, "app");
        }
    });
}

#[test]
fn what_a_client_prepared_by_sql_goes_with_it() {
    let Some(lease) = lease() else { return };
    let count = "SELECT count(*) FROM pg_prepared_statements WHERE from_sql";
    wait(async {
        // One stays, so that none of the others is the last to leave.
        let stays = connect(lease.url()).await;
        for _ in 0..2 {
            let comes = connect(lease.url()).await;
            comes.simple_query("PREPARE dump AS SELECT 1").await.unwrap();
            assert_eq!(value(&stays, count).await, "1");
            drop(comes);
            let gone = async {
                while value(&stays, count).await != "0" {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            };
            tokio::time::timeout(Duration::from_secs(20), gone).await.unwrap();
        }
    });
}

#[test]
fn a_client_in_a_transaction_makes_others_wait() {
    let Some(lease) = lease() else { return };
    wait(async {
        let (one, two) = (connect(lease.url()).await, connect(lease.url()).await);
        one.simple_query("CREATE TABLE t (a int); BEGIN; INSERT INTO t VALUES (1)").await.unwrap();
        let mut counting = Box::pin(two.simple_query("SELECT count(*) FROM t"));
        let early = tokio::time::timeout(Duration::from_millis(300), &mut counting).await;
        assert!(early.is_err(), "served in the middle of another's transaction");
        one.simple_query("INSERT INTO t VALUES (2); COMMIT").await.unwrap();
        counting.await.unwrap();
        assert_eq!(value(&two, "SELECT count(*) FROM t").await, "2");
    });
}

#[test]
fn a_client_that_leaves_or_resets_in_a_transaction_is_rolled_back() {
    let Some(lease) = lease() else { return };
    let url = lease.url();
    ask(url, "CREATE TABLE t (a int); SELECT 1");
    wait(async {
        let client = connect(url).await;
        client.simple_query("BEGIN; INSERT INTO t VALUES (1)").await.unwrap();
    });
    assert_eq!(ask(url, "SELECT count(*) FROM t"), "0");

    // Clients that vanish in every stage: silent, half a packet, before the answer, in a transaction.
    for stage in 0..4 {
        let mut stream = UnixStream::connect(socket(url)).unwrap();
        if stage >= 1 {
            stream.write_all(b"\0\0\0\x29\0\x03\0\0user\0postgres").unwrap();
        }
        if stage >= 2 {
            stream.write_all(b"\0database\0postgres\0\0").unwrap();
            stream
                .write_all(&query("BEGIN; INSERT INTO t VALUES (2); SELECT repeat('x', 9000000)"))
                .unwrap();
        }
        if stage == 3 {
            let mut some = [0; 4096];
            stream.read_exact(&mut some).unwrap();
        }
        drop(stream);
        assert_eq!(ask(url, "SELECT count(*) FROM t"), "0", "stage {stage}");
    }
}

#[test]
fn a_statement_without_an_end_is_ended_with_the_engine() {
    let Some(engine) = engine() else { return };
    let lease = engine.with_statement_limit(Duration::from_millis(500)).lease().unwrap();
    let started = Instant::now();
    wait(async {
        let client = connect(lease.url()).await;
        let loops = "DO $$ BEGIN LOOP NULL; END LOOP; END $$";
        let error = client.simple_query(loops).await.unwrap_err();
        let error = error.as_db_error().unwrap();
        assert_eq!(error.code().code(), "57014");
        assert!(error.message().contains("more than 500 ms"), "{}", error.message());
    });
    assert!(started.elapsed() < Duration::from_secs(10));
}

#[test]
fn statement_timeout_holds_although_the_engine_ignores_it() {
    let Some(lease) = lease() else { return };
    wait(async {
        let client = connect(lease.url()).await;
        client.simple_query("BEGIN; SET LOCAL statement_timeout = '60s'; COMMIT").await.unwrap();
        client.simple_query("SET statement_timeout = '200ms'").await.unwrap();
        assert_eq!(value(&client, "SELECT 1").await, "1");
        let error = client.simple_query("SELECT pg_sleep(30)").await.unwrap_err();
        assert_eq!(error.as_db_error().unwrap().code().code(), "57014");
    });
}

#[test]
fn a_statement_can_be_cancelled() {
    let Some(lease) = lease() else { return };
    wait(async {
        let client = connect(lease.url()).await;
        let token = client.cancel_token();
        let cancel = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            token.cancel_query(NoTls).await.unwrap();
        };
        let (outcome, ()) = tokio::join!(client.simple_query("SELECT pg_sleep(30)"), cancel);
        assert_eq!(outcome.unwrap_err().as_db_error().unwrap().code().code(), "57014");
    });
}

#[test]
fn the_migration_lock_is_one_sessions_until_it_is_gone() {
    let Some(lease) = lease() else { return };
    wait(async {
        let (client, connection) = tokio_postgres::connect(lease.url(), NoTls).await.unwrap();
        assert_eq!(connection.parameter(ONE_BACKEND), Some("on"));
        tokio::spawn(connection);
        let other = connect(lease.url()).await;
        assert_eq!(value(&client, TRY_LOCK).await, "t");
        assert_eq!(value(&client, TRY_LOCK).await, "t");
        assert_eq!(value(&other, TRY_LOCK).await, "f");
        // Work goes on between the holder's transactions, and the lock is asked for in one.
        assert_eq!(value(&other, "SELECT 1").await, "1");
        client.simple_query("BEGIN").await.unwrap();
        assert_eq!(value(&other, TRY_LOCK).await, "f");
        client.simple_query("COMMIT").await.unwrap();
        assert_eq!(value(&client, UNLOCK).await, "t");
        assert_eq!(value(&other, TRY_LOCK).await, "t");
        drop(other);
        let deadline = Instant::now() + Duration::from_secs(5);
        while value(&client, TRY_LOCK).await != "t" {
            assert!(Instant::now() < deadline, "the lock outlived its session");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
}

#[test]
fn a_client_is_the_role_it_comes_as_and_others_stay_who_they_are() {
    let Some(lease) = lease() else { return };
    wait(async {
        let admin = connect(lease.url()).await;
        admin.simple_query("CREATE ROLE app LOGIN").await.unwrap();
        let app = connect(&lease.url().replace("postgres@", "app@")).await;
        for _ in 0..2 {
            assert_eq!(value(&app, "SELECT session_user").await, "app");
            assert_eq!(value(&admin, "SELECT session_user").await, "postgres");
        }
        assert!(app.simple_query("DROP ROLE app").await.is_err());
        drop(app);
        admin.simple_query("DROP ROLE app").await.unwrap();
    });
}

#[test]
fn a_wrong_database_or_role_is_refused_with_the_reason() {
    let Some(lease) = lease() else { return };
    wait(async {
        let url = lease.url().replace("/postgres?", "/shop?");
        let Err(error) = tokio_postgres::connect(&url, NoTls).await else { panic!("let in") };
        assert_eq!(error.as_db_error().unwrap().message(), "database \"shop\" does not exist");
        let client = connect(&lease.url().replace("postgres@", "nobody@")).await;
        let error = client.simple_query("SELECT 1").await.unwrap_err();
        assert!(error.as_db_error().unwrap().message().contains("nobody"));
    });
}

fn socket(url: &str) -> String {
    format!("{}/.s.PGSQL.5432", url.split_once("?host=").unwrap().1)
}

fn query(sql: &str) -> Vec<u8> {
    let length = u32::try_from(sql.len() + 5).unwrap().to_be_bytes();
    [b"Q", length.as_slice(), sql.as_bytes(), b"\0"].concat()
}
