//! The order of candidates, seen from outside: installations that pretend to
//! be one, and real ones.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use mizzle_db::devdb::install::Places;
use mizzle_db::devdb::{Engine, Needs, Notice, Options, UrlServer, resolve};
use mizzle_db::test_support;

use crate::sql::{ask, connect, wait};

/// Options that find nothing but what is put into their places.
fn nothing(cache: &Path) -> Options {
    Options {
        engine: None,
        url: None,
        version: None,
        places: Places {
            named: None,
            path: Vec::new(),
            system: Vec::new(),
            projects: Vec::new(),
            helpers: Vec::new(),
            docker: PathBuf::from("no-such-docker"),
            cache: cache.to_path_buf(),
        },
        cancel: None,
    }
}

/// A folder of programs that tell a version and do not start.
fn pretend(folder: &Path, version: &str) -> PathBuf {
    let bin = folder.join(version).join("bin");
    fs::create_dir_all(&bin).unwrap();
    let says =
        format!("#!/bin/sh\n[ \"$1\" = --version ] && echo 'postgres (PostgreSQL) {version}'\n");
    for (name, text) in
        [("postgres", says.as_str()), ("initdb", "#!/bin/sh\necho no disk >&2; exit 1\n")]
    {
        let path = bin.join(name);
        fs::write(&path, text).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    }
    bin
}

#[test]
fn a_candidate_that_does_not_start_is_skipped_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let real = test_support::install(None).unwrap();
    let mut options = nothing(&test_support::places().cache);
    options.places.system =
        vec![pretend(folder.path(), "40.1"), pretend(folder.path(), "41.2"), real.bin.clone()];
    let needs = Needs { major: Some(40), ..Needs::default() };
    let resolved = resolve(&options, &needs).unwrap();
    assert_eq!(resolved.database.abilities().version, real.version);
    let told: Vec<String> = resolved.notices.iter().map(ToString::to_string).collect();
    // The target's major first, then the nearest, then what works: each with a warning.
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told[0].starts_with("PostgreSQL 40.1") && told[0].ends_with("initdb: no disk"),
        "{}",
        told[0]
    );
    assert!(told[1].starts_with("PostgreSQL 41.2"), "{}", told[1]);
    assert_eq!(resolved.notices[2], Notice::Older { engine: real.version.major, target: 40 });
    assert!(resolved.notices.iter().all(Notice::is_warning));
    let lease = resolved.database.lease().unwrap();
    assert_eq!(ask(lease.url(), "SELECT 1"), "1");
}

#[test]
fn nothing_at_all_says_what_was_tried_and_what_helps() {
    let folder = tempfile::tempdir().unwrap();
    let options = nothing(folder.path());
    let error = resolve(&options, &Needs { major: Some(16), ..Needs::default() }).unwrap_err();
    assert!(error.to_string().starts_with("there is no development database; docker: "), "{error}");
    assert!(error.help().contains("install Postgres 16"), "{}", error.help());
    assert!(error.help().contains("@embedded-postgres/"), "{}", error.help());

    let off = Options { engine: Some(Engine::None), ..nothing(folder.path()) };
    let error = resolve(&off, &Needs::default()).unwrap_err();
    assert!(error.turned_off && error.help().contains("dev.engine"), "{}", error.help());
}

#[test]
fn an_engine_can_be_forced() {
    let folder = tempfile::tempdir().unwrap();
    let forced = |engine| Options { engine: Some(engine), ..nothing(folder.path()) };
    let error = resolve(&forced(Engine::Docker), &Needs::default()).unwrap_err().to_string();
    assert!(
        error.ends_with("docker did not start: there is no program `no-such-docker`"),
        "{error}"
    );
    for engine in [Engine::Url, Engine::Local, Engine::Embedded] {
        let error = resolve(&forced(engine), &Needs::default()).unwrap_err();
        assert_eq!(error.to_string(), "there is no development database", "{engine}");
    }
}

#[test]
fn docker_is_asked_for_the_targets_major_and_cleaned_up() {
    let folder = tempfile::tempdir().unwrap();
    // A server that listens in the network stands in for the container.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let _server = test_support::listening_cluster(port);
    let log = folder.path().join("log");
    let script = format!(
        "#!/bin/sh\necho \"$*\" >> {}\ncase $1 in run) echo c0ffee;; port) echo 127.0.0.1:{port};; \
         ps) echo 'dead00 /no/such/claim';; esac\n",
        log.display()
    );
    let program = folder.path().join("docker");
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let mut options = nothing(folder.path());
    options.places.docker = program;
    let needs = Needs { major: Some(14), ..Needs::default() };
    let resolved = resolve(&options, &needs).unwrap();
    assert_eq!(resolved.database.abilities().engine, Engine::Docker);
    assert_eq!(ask(resolved.database.lease().unwrap().url(), "SELECT 1"), "1");
    drop(resolved);
    let log = fs::read_to_string(log).unwrap();
    assert!(log.contains("rm --force dead00"), "{log}");
    assert!(log.contains("--publish=127.0.0.1::5432") && log.contains("postgres:14"), "{log}");
    assert!(log.ends_with("rm --force c0ffee\n"), "{log}");
}

#[test]
fn a_url_comes_first_and_databases_are_made_there() {
    let mut options = nothing(&test_support::places().cache);
    options.places.system = vec![test_support::install(None).unwrap().bin];
    let cluster = test_support::cluster(None);
    options.url = Some(cluster.url("postgres"));
    let resolved = resolve(&options, &Needs::default()).unwrap();
    assert_eq!(resolved.database.abilities().engine, Engine::Url);
    let lease = resolved.database.lease().unwrap();
    let name = ask(lease.url(), "SELECT current_database()");
    assert!(name.starts_with("mizzle_dev_"), "{name}");
    drop(lease);
    let left = format!("SELECT count(*) FROM pg_database WHERE datname = '{name}'");
    assert_eq!(ask(&cluster.url("postgres"), &left), "0");

    // A server that does not answer is passed over, and the password stays hidden.
    options.url = Some("postgresql://me:secret@127.0.0.1:1/x".to_owned());
    let resolved = resolve(&options, &Needs::default()).unwrap();
    assert_eq!(resolved.database.abilities().engine, Engine::Local);
    let told = resolved.notices[0].to_string();
    assert!(told.contains("127.0.0.1:1") && !told.contains("secret"), "{told}");
}

#[test]
fn what_killed_processes_left_on_a_server_goes_with_the_next_lease() {
    let cluster = test_support::cluster(None);
    let url = cluster.url("postgres");
    let [left, used] = ["69000000_17_0123456789abcdef", "69000000_17_fedcba9876543210"];
    let named = ["mizzle_dev_theirs", "mizzle_dev_7fffffff_17_0123456789abcdef"];
    let [left, used] = [left, used].map(|name| format!("mizzle_dev_{name}"));
    for name in named.into_iter().chain([left.as_str(), used.as_str()]) {
        wait(async { connect(&url).await.batch_execute(&format!("CREATE DATABASE {name}")).await })
            .unwrap();
    }
    let server = UrlServer::open(&url).unwrap();
    wait(async {
        let _session = connect(&cluster.url(&used)).await;
        let [first, second] = [server.lease().unwrap(), server.lease().unwrap()];
        assert_ne!(first.url(), second.url());
    });
    let names = "SELECT string_agg(datname, ' ' ORDER BY datname) \
         FROM pg_database WHERE datname LIKE 'mizzle%'";
    assert_eq!(ask(&url, names), format!("{used} {} {}", named[1], named[0]));
}

#[test]
fn the_embedded_engine_comes_before_another_major_and_after_the_same() {
    let Some(_) = crate::embedded::engine() else { return };
    let real = test_support::install(None).unwrap();
    let mut options = nothing(&test_support::places().cache);
    options.places.system = vec![real.bin.clone()];
    options.places.helpers = test_support::places().helpers;
    let engine_for = |needs: Needs| resolve(&options, &needs).unwrap();
    let same = engine_for(Needs { major: Some(real.version.major), ..Needs::default() });
    assert_eq!(same.database.abilities().engine, Engine::Local);
    let other = engine_for(Needs { major: Some(real.version.major + 20), ..Needs::default() });
    assert_eq!(other.database.abilities().engine, Engine::Embedded);
    // What one engine lacks another one may have.
    let vector = Needs { extensions: vec!["vector".to_owned()], ..Needs::default() };
    if !real.has_extension("vector") {
        assert_eq!(engine_for(vector).database.abilities().engine, Engine::Embedded);
    }
    let nowhere = Needs { extensions: vec!["nosuch".to_owned()], ..Needs::default() };
    let resolved = engine_for(nowhere);
    assert_eq!(resolved.database.abilities().engine, Engine::Local);
    let missing = Notice::MissingExtensions(vec!["nosuch".to_owned()]);
    assert!(resolved.notices.contains(&missing), "{:?}", resolved.notices);
}
