//! pgbouncer in front of the test server, on a port of its own.

use mizzle_db::target::{Host, Target};
use std::io::Read;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How many backends it has for a database. A run needs two at once.
pub(crate) const BACKENDS: usize = 4;

/// A pooler that gives each transaction any of its backends, until it is dropped.
pub(crate) struct Bouncer {
    process: Child,
    port: u16,
    user: String,
    _folder: TempDir,
}

impl Bouncer {
    /// In front of the server of a database, which has to trust its role.
    pub(crate) fn start(url: &str) -> Self {
        let server = Target::parse(url, &|_| None).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let folder = tempfile::Builder::new().prefix("mizzle-pooler-").tempdir().unwrap();
        let file = folder.path().join("pgbouncer.ini");
        std::fs::write(&file, settings(&server, port)).unwrap();
        // Whom it runs as has to read it.
        std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
        let mut command = Command::new(program());
        // SAFETY: takes nothing and cannot fail.
        if unsafe { libc::geteuid() } == 0 {
            command.args(["-u", "nobody"]);
        }
        command.arg("-q").arg(&file).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let started = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            if process.try_wait().unwrap().is_some() || started.elapsed().as_secs() > 20 {
                let _ = process.kill();
                let mut said = String::new();
                process.stderr.take().unwrap().read_to_string(&mut said).unwrap();
                panic!("pgbouncer does not listen: {said}");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Self { process, port, user: server.user, _folder: folder }
    }

    /// A database of the server, through it.
    pub(crate) fn url(&self, database: &str) -> String {
        let Self { port, user, .. } = self;
        format!("postgres://{user}@127.0.0.1:{port}/{database}?sslmode=disable")
    }
}

impl Drop for Bouncer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn settings(server: &Target, port: u16) -> String {
    let (host, server_port) = match &server.host {
        Host::Tcp(host) => (host.clone(), server.port),
        Host::Socket(folder) => (folder.display().to_string(), server.port),
    };
    let user = &server.user;
    // No server is asked anything between two clients: what one left there the next would have.
    format!(
        "[databases]\n* = host={host} port={server_port} user={user}\n\
         [pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n\
         auth_type = any\npool_mode = transaction\ndefault_pool_size = {BACKENDS}\n\
         server_round_robin = 1\n"
    )
}

/// `MIZZLE_TEST_PGBOUNCER`, or where Debian puts it.
fn program() -> PathBuf {
    let named = std::env::var_os("MIZZLE_TEST_PGBOUNCER").map(PathBuf::from);
    let program = named.unwrap_or_else(|| PathBuf::from("/usr/sbin/pgbouncer"));
    assert!(
        program.is_file(),
        "there is no pgbouncer at {} (on Debian: apt-get install pgbouncer)",
        program.display()
    );
    program
}
