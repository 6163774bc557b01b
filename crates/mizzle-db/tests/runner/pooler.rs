//! Through a pooler that gives a server connection for one transaction only,
//! each time another one.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::spawn;

use mizzle_core::naming::Line;
use mizzle_db::target::Target;

use crate::child::Runner;
use crate::proxy::{Upstream, read_message};
use crate::support::Project;

/// A pooler of simple queries.
struct Pooler {
    port: u16,
    shared: Arc<Shared>,
}

struct Shared {
    idle: Mutex<VecDeque<Upstream>>,
    freed: Condvar,
    /// What the server says when a session begins, as far as clients need it.
    greeting: Vec<u8>,
}

impl Pooler {
    fn start(target: &Target, size: usize) -> Self {
        let mut greeting = Vec::new();
        let idle = (0..size).map(|_| connect(target, &mut greeting)).collect();
        let shared = Arc::new(Shared { idle: Mutex::new(idle), freed: Condvar::new(), greeting });
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let own = shared.clone();
        spawn(move || {
            for client in listener.incoming().flatten() {
                let shared = own.clone();
                spawn(move || serve(client, &shared));
            }
        });
        Self { port, shared }
    }

    fn url(&self, target: &Target) -> String {
        let Target { user, database, .. } = target;
        format!("postgres://{user}@127.0.0.1:{}/{database}?sslmode=disable", self.port)
    }

    /// Asks every server connection the same; all must be idle.
    fn ask_each(&self, sql: &str) -> Vec<String> {
        let mut idle = self.shared.idle.lock().unwrap();
        idle.iter_mut()
            .map(|server| {
                let (answer, _) = exchange(server, &query(sql)).unwrap();
                String::from_utf8_lossy(&answer).into_owned()
            })
            .collect()
    }
}

/// Logs in; the server trusts.
fn connect(target: &Target, greeting: &mut Vec<u8>) -> Upstream {
    let mut server = Upstream::open(&target.host, target.port);
    let parameters = format!("user\0{}\0database\0{}\0\0", target.user, target.database);
    let mut start = Vec::new();
    start.extend((8 + u32::try_from(parameters.len()).unwrap()).to_be_bytes());
    start.extend(196_608_u32.to_be_bytes());
    start.extend(parameters.as_bytes());
    *greeting = exchange(&mut server, &start).unwrap().0;
    server
}

fn serve(mut client: TcpStream, shared: &Shared) {
    client.set_nodelay(true).unwrap();
    if read_message(&mut client, true).is_none() || client.write_all(&shared.greeting).is_err() {
        return;
    }
    let mut held: Option<Upstream> = None;
    while let Some(message) = read_message(&mut client, false) {
        // Anything but a simple query would bind the client to one connection.
        if message[0] != b'Q' {
            break;
        }
        let mut server = held.take().unwrap_or_else(|| {
            let idle = shared.freed.wait_while(shared.idle.lock().unwrap(), |idle| idle.is_empty());
            idle.unwrap().pop_front().unwrap()
        });
        let Some((answer, in_transaction)) = exchange(&mut server, &message) else { return };
        if in_transaction {
            held = Some(server);
        } else {
            shared.idle.lock().unwrap().push_back(server);
            shared.freed.notify_one();
        }
        if client.write_all(&answer).is_err() {
            break;
        }
    }
    if let Some(mut server) = held {
        exchange(&mut server, &query("ROLLBACK"));
        shared.idle.lock().unwrap().push_back(server);
        shared.freed.notify_one();
    }
}

/// Sends a message and reads all answers to it. True within a transaction.
fn exchange(server: &mut Upstream, message: &[u8]) -> Option<(Vec<u8>, bool)> {
    server.write_all(message).ok()?;
    let mut all = Vec::new();
    loop {
        let mut head = [0; 5];
        server.read_exact(&mut head).ok()?;
        let length = u32::from_be_bytes(head[1..].try_into().unwrap());
        let mut body = vec![0; length as usize - 4];
        server.read_exact(&mut body).ok()?;
        all.extend(head);
        all.extend(&body);
        if head[0] == b'Z' {
            return Some((all, body[0] != b'I'));
        }
    }
}

fn query(sql: &str) -> Vec<u8> {
    let mut message = vec![b'Q'];
    message.extend((5 + u32::try_from(sql.len()).unwrap()).to_be_bytes());
    message.extend(sql.as_bytes());
    message.push(0);
    message
}

const FILES: [&str; 3] = [
    "CREATE TABLE marks (file int); SET search_path TO pg_catalog; SET work_mem = '1MB';",
    "INSERT INTO marks SELECT 1 FROM pg_sleep(0.25);\n\
     CREATE INDEX CONCURRENTLY marks_file ON marks (file);\n\
     INSERT INTO marks VALUES (10);",
    "INSERT INTO marks VALUES (2);",
];

#[test]
fn a_run_leaves_nothing_in_the_pooled_sessions() {
    let mut project = Project::with(Line::V1, &FILES);
    let direct = project.target.clone();
    let pooler = Pooler::start(&direct, 3);
    project.target = crate::support::target(&pooler.url(&direct));
    assert_eq!(project.migrate().unwrap().applied.len(), 3);
    assert!(project.migrate().unwrap().applied.is_empty());
    project.target = direct;
    assert_eq!(project.query("SELECT file FROM marks ORDER BY file"), ["1", "2", "10"]);
    for (setting, wanted) in [("search_path", "public"), ("work_mem", "4MB")] {
        for answer in pooler.ask_each(&format!("SHOW {setting}")) {
            assert!(answer.contains(wanted), "{setting}: {answer:?}");
        }
    }
    for answer in pooler.ask_each(
        "SELECT 'locks ' || count(*) FROM pg_locks \
                                   WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
    ) {
        assert!(answer.contains("locks 0"), "{answer:?}");
    }
}

#[test]
fn runs_at_once_exclude_each_other_through_it() {
    let project = Project::new(Line::V0);
    let folder = tempfile::tempdir().unwrap();
    for (number, text) in FILES.iter().enumerate() {
        std::fs::write(folder.path().join(format!("{number:04}.sql")), text).unwrap();
    }
    let pooler = Pooler::start(&project.target, 4);
    let url = pooler.url(&project.target);
    let mut runners: Vec<Runner> =
        (0..3).map(|_| Runner::start(&url, folder.path(), Line::V0)).collect();
    runners.iter_mut().for_each(Runner::go);
    let ended: Vec<_> = runners.into_iter().map(Runner::finish).collect();
    assert_eq!(ended.iter().filter(|end| end.applied.len() == 3).count(), 1, "{ended:?}");
    assert_eq!(ended.iter().filter(|end| end.applied.is_empty()).count(), 2, "{ended:?}");
    assert_eq!(project.query("SELECT file FROM marks ORDER BY file"), ["1", "2", "10"]);
}

#[test]
fn a_pooler_with_one_connection_is_told_of() {
    let mut project = Project::with(Line::V0, &["SELECT 1"]);
    let pooler = Pooler::start(&project.target, 1);
    let url = format!("{}&connect_timeout=1", pooler.url(&project.target));
    project.target = crate::support::target(&url);
    let error = project.migrate().unwrap_err();
    assert!(error.to_string().contains("only one connection"), "{error}");
    assert!(error.hint().unwrap().contains("at least two"));
}
