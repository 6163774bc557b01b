//! What is said when there is no connection: why, and what to do.

use std::io::{Read, Write};
use std::net::TcpListener;

use mizzle_db::connect::{ConnectError, Reason};
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::{TestDatabase, cluster, unique};

fn refused(url: &str) -> ConnectError {
    let target = Target::parse(url, &|_| None).unwrap();
    let error = Connection::open(&target).unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
    error
}

#[test]
fn nobody_listens() {
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = refused(&format!("postgres://u:secret@127.0.0.1:{port}/d"));
    assert_eq!(
        error.to_string(),
        format!(
            "cannot connect to postgresql://u@127.0.0.1:{port}/d: \
             no server is listening there (connection refused)"
        )
    );
    assert!(error.hint().unwrap().contains("start the server"));
    let error = refused("postgres://u:secret@/d?host=/nowhere");
    assert_eq!(error.reason, Reason::NotListening("/nowhere/.s.PGSQL.5432".into()));
    let error = refused("postgres://u:secret@host.invalid/d");
    assert!(matches!(error.reason, Reason::UnknownHost(_)), "{error}");
}

#[test]
fn something_else_listens_or_nobody_answers() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let server = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut request = [0; 64];
        let _ = stream.read(&mut request).unwrap();
        stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n").unwrap();
        drop(stream);
        // The second connection is never answered.
        let silent = listener.accept().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(1500));
        drop(silent);
    });
    let error = refused(&format!("postgres://u:secret@127.0.0.1:{port}/d"));
    assert!(matches!(error.reason, Reason::NotPostgres(_)), "{error}");
    let error = refused(&format!("postgres://u:secret@127.0.0.1:{port}/d?connect_timeout=1"));
    assert!(matches!(error.reason, Reason::Timeout(_)), "{error}");
    server.join().unwrap();
}

#[test]
fn the_server_says_no() {
    let database = TestDatabase::new();
    let good = Target::parse(database.url(), &|_| None).unwrap();
    let open = |change: &dyn Fn(&mut Target)| {
        let mut target = good.clone();
        change(&mut target);
        Connection::open(&target).unwrap_err()
    };
    let error = open(&|target| target.database = "not there".into());
    assert_eq!(error.reason, Reason::UnknownDatabase("not there".into()));
    assert_eq!(error.hint().unwrap(), "create it with `createdb not there`, or correct the name");
    let error = open(&|target| target.user = "nobody here".into());
    assert_eq!(error.reason, Reason::UnknownRole("nobody here".into()));
}

#[test]
fn passwords_are_wrong_or_missing() {
    let cluster = cluster(None);
    let url = cluster.url("postgres");
    let admin = Target::parse(&url, &|_| None).unwrap();
    let role = unique("secretive");
    let mut connection = Connection::open(&admin).unwrap();
    let file = connection.query("SHOW hba_file").unwrap();
    let file = file[0].text(0).unwrap().to_owned();
    let rules = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, format!("local all {role} scram-sha-256\n{rules}")).unwrap();
    connection.execute(&format!("CREATE ROLE {role} LOGIN PASSWORD 'p@ss/w%rd'")).unwrap();
    connection.execute("SELECT pg_reload_conf()").unwrap();
    let open = |password: Option<&str>| {
        let mut target = admin.clone();
        target.user.clone_from(&role);
        target.password = password.map(mizzle_db::target::Password::new);
        Connection::open(&target)
    };
    // The new rules hold a moment after they were asked for.
    let wrong = loop {
        match open(Some("secret")) {
            Err(error) => break error,
            Ok(_) => std::thread::sleep(std::time::Duration::from_millis(20)),
        }
    };
    assert_eq!(wrong.reason, Reason::WrongPassword(role.clone()));
    assert!(wrong.hint().unwrap().contains("%40"));
    assert_eq!(open(None).unwrap_err().reason, Reason::NoPassword(role.clone()));
    assert_eq!(open(Some("p@ss/w%rd")).unwrap().query("SELECT 1").unwrap().len(), 1);
}
