//! Private clusters: started, lent, cleaned and ended.

use std::path::Path;
use std::time::{Duration, Instant};

use mizzle_db::devdb::LocalCluster;
use mizzle_db::test_support;

use crate::process::{Killed, part, said, until};
use crate::sql::{ask, connect, wait};

#[test]
fn each_lease_is_a_new_empty_database() {
    let cluster = test_support::cluster(None);
    let first = cluster.lease().unwrap();
    let second = cluster.lease().unwrap();
    ask(first.url(), "CREATE TABLE t (a int); SELECT count(*) FROM t");
    let tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(ask(first.url(), tables), "1");
    assert_eq!(ask(second.url(), tables), "0");
    assert_eq!(ask(second.url(), "SHOW server_encoding"), "UTF8");
}

#[test]
fn a_returned_database_is_dropped_even_while_somebody_is_connected() {
    let cluster = test_support::cluster(None);
    let lease = cluster.lease().unwrap();
    let url = lease.url().to_owned();
    wait(async {
        let client = connect(&url).await;
        drop(lease);
        assert!(client.simple_query("SELECT 1").await.is_err());
    });
    let left = "SELECT count(*) FROM pg_database WHERE datname LIKE 'mizzle%'";
    assert_eq!(ask(&cluster.url("postgres"), left), "0");
}

#[test]
fn roles_and_databases_of_one_lease_are_gone_in_the_next() {
    let cluster = test_support::cluster(None);
    let lease = cluster.lease().unwrap();
    wait(async {
        let client = connect(lease.url()).await;
        for statement in [
            "CREATE ROLE \"odd \"\"name\"",
            "CREATE ROLE app",
            "GRANT app TO \"odd \"\"name\"",
            "CREATE TABLE t (a int)",
            "GRANT SELECT ON t TO app",
            "CREATE DATABASE other",
        ] {
            client.simple_query(statement).await.unwrap();
        }
    });
    drop(lease);
    let lease = cluster.lease().unwrap();
    assert_eq!(ask(lease.url(), "SELECT count(*) FROM pg_roles WHERE rolname !~ '^pg_'"), "1");
    assert_eq!(ask(lease.url(), "SELECT count(*) FROM pg_database WHERE datname = 'other'"), "0");
}

#[test]
fn the_server_and_its_folder_are_gone_with_the_last_handle() {
    let cluster = test_support::cluster(None);
    let lease = cluster.lease().unwrap();
    let socket = folder_of(&cluster);
    drop(cluster);
    assert_eq!(ask(lease.url(), "SELECT 1"), "1");
    assert!(socket.exists());
    drop(lease);
    assert!(!socket.exists());
}

#[test]
fn a_second_start_copies_the_initialised_cluster() {
    let install = test_support::install(None).unwrap();
    let cache = tempfile::tempdir().unwrap();
    drop(LocalCluster::start(&install, cache.path()).unwrap());
    let templates = std::fs::read_dir(cache.path().join("clusters")).unwrap().count();
    assert_eq!(templates, 1);
    let started = Instant::now();
    let cluster = LocalCluster::start(&install, cache.path()).unwrap();
    let took = started.elapsed();
    assert_eq!(ask(&cluster.url("postgres"), "SELECT 1"), "1");
    // An initdb alone takes longer than this on a quiet machine; busy ones get room.
    assert!(took < Duration::from_secs(10), "{took:?}");
}

fn folder_of(cluster: &LocalCluster) -> std::path::PathBuf {
    let url = cluster.url("postgres");
    let (_, folder) = url.split_once("?host=").unwrap();
    Path::new(folder).to_path_buf()
}

#[test]
fn a_killed_process_takes_its_server_along_and_its_folder_is_swept() {
    let folder = tempfile::tempdir().unwrap();
    let mut other = Killed(part("cluster", folder.path(), "local").spawn().unwrap());
    let said = said(folder.path());
    let (process, url) = said.split_once('\n').unwrap();
    assert_eq!(ask(url, "SELECT 1"), "1");
    other.0.kill().unwrap();
    other.0.wait().unwrap();
    let running = Path::new("/proc").join(process);
    until("the server ends", || (!running.exists()).then_some(()));
    let left = url.split_once("?host=").unwrap().1.to_owned();
    // Any start sweeps, this one at the latest.
    let _next = test_support::cluster(None);
    assert!(!Path::new(&left).exists());
}
