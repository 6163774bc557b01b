//! A development database that goes away, at any moment: nothing is written, and nothing is
//! taken for what could not be rehearsed.

use crate::{project, write};
use mizzle_db::test_support;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const USERS: &str = "export const users = pgTable('users', {
  id: serial().primaryKey(),
  email: text().notNull().unique(),
});
";

/// More connections than a rehearsal makes.
const MANY: usize = 60;

trait Stream: Read + Write + Send {}
impl Stream for TcpStream {}
impl Stream for UnixStream {}

/// Both directions of a connection to the server.
fn server() -> (Box<dyn Stream>, Box<dyn Stream>) {
    let url = test_support::server();
    let (address, options) = url.split_once('?').unwrap_or((url, ""));
    let option =
        |name: &str| options.split('&').find_map(|one| one.strip_prefix(name)?.strip_prefix('='));
    if let Some(folder) = option("host") {
        let port = option("port").unwrap_or("5432");
        let stream = UnixStream::connect(format!("{folder}/.s.PGSQL.{port}")).unwrap();
        stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
        return (Box::new(stream.try_clone().unwrap()), Box::new(stream));
    }
    let authority = address.split("://").nth(1).unwrap().split('/').next().unwrap();
    let authority = authority.rsplit('@').next().unwrap();
    let stream = TcpStream::connect(authority).unwrap();
    stream.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
    (Box::new(stream.try_clone().unwrap()), Box::new(stream))
}

/// A server before the server, which is gone as soon as it has been asked for one connection
/// more than `connections`.
struct Mortal {
    port: u16,
}

impl Mortal {
    fn new(connections: usize) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let gone = Arc::new(AtomicBool::new(false));
            for client in listener.incoming().take(connections) {
                let client = client.unwrap();
                client.set_read_timeout(Some(Duration::from_millis(20))).unwrap();
                let (from, to) = server();
                let back = client.try_clone().unwrap();
                pump(client, to, &gone);
                pump_boxed(from, Box::new(back), &gone);
            }
            // Whoever asks once more finds nobody, and the others are left alone.
            let _ = listener.accept();
            gone.store(true, Ordering::SeqCst);
        });
        Self { port }
    }
}

fn pump(from: TcpStream, to: Box<dyn Stream>, gone: &Arc<AtomicBool>) {
    pump_boxed(Box::new(from), to, gone);
}

/// Passes on what comes, until the server is gone.
fn pump_boxed(mut from: Box<dyn Stream>, mut to: Box<dyn Stream>, gone: &Arc<AtomicBool>) {
    let gone = Arc::clone(gone);
    std::thread::spawn(move || {
        let mut bytes = [0; 8192];
        while !gone.load(Ordering::SeqCst) {
            match from.read(&mut bytes) {
                Ok(0) => break,
                Ok(count) => {
                    if to.write_all(&bytes[..count]).is_err() {
                        break;
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => break,
            }
        }
    });
}

#[test]
fn at_whatever_connection() {
    let project = project("0.45", USERS);
    let said = project.mizzle(&["generate", "--name", "init"]);
    assert!(said.ends_with("--- exit 0"), "{said}");
    write(&project, &USERS.replace("email:", "age: integer(),\n  email:"));
    let files = project.files();
    let user = test_support::server();
    let user = user.split("://").nth(1).unwrap().split('@').next().unwrap();
    for connections in 1..MANY {
        let mortal = Mortal::new(connections);
        let url = format!("postgres://{user}@127.0.0.1:{}/postgres", mortal.port);
        let project = project.with_env("MIZZLE_DEV_URL", &url).with_env("MIZZLE_DEV_ENGINE", "url");
        let said = project.mizzle(&["generate", "--offline"]);
        // All is proved, at the latest where only the removal of databases is left.
        if said.ends_with("--- exit 0") {
            assert!(said.contains("✔ Rehearsed on") && said.contains("(lossless)"), "{said}");
            assert!(connections > 3, "a rehearsal takes more connections than that");
            return;
        }
        let message = "error: the development database went away in the rehearsal: ";
        for expected in [message, "nothing was written", "--- exit 1"] {
            assert!(said.contains(expected), "gone at connection {connections}:\n{said}");
        }
        assert_eq!(project.files(), files);
    }
    unreachable!("no rehearsal takes {MANY} connections");
}

#[test]
fn one_that_is_not_there_is_said() {
    let project =
        project("0.45", USERS).with_env("MIZZLE_DEV_URL", "postgres://nobody@127.0.0.1:9/x");
    let said = project.mizzle(&["generate"]);
    // Whether anything else is there depends on the machine.
    let passed = said.contains("warning: the server at the development URL was not used: cannot ");
    let none = said.contains("not rehearsed: there is no development database; the server at the ");
    assert!((passed || none) && said.ends_with("--- exit 0"), "{said}");
}
