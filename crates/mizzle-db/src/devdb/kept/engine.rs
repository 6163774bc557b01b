//! Which engine opens the kept data, and how it is started. Data that is there
//! is opened by the engine that made it and by no other.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::state::Maker;
use super::{KeptOptions, sessions};
use crate::devdb::cluster::{ClusterFolder, Identity, KeptCluster};
use crate::devdb::embedded::{Embedded, Listen, Serving, Start, loopback_url, private_door};
use crate::devdb::error::DevError;
use crate::devdb::install::{self, Install, Places, Version};
use crate::devdb::lease::{Abilities, Engine};
use crate::devdb::notice::{Notice, Unavailable};
use crate::devdb::password;
use crate::devdb::resolve::{self, Candidate, Needs};

/// An earlier engine on the same data, whose owner was killed, gets this long
/// to end.
const SUCCESSION_LIMIT: Duration = Duration::from_secs(20);

/// Who can reach the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// This process, through a socket.
    Private,
    /// Everybody on this machine who knows the password, too.
    Everybody,
}

/// An engine that has the data open.
#[derive(Debug)]
pub(crate) struct Running {
    maker: Maker,
    version: Version,
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    Local(KeptCluster),
    Embedded {
        url: String,
        // Dropped in this order: the engine, then the folder of its socket.
        _serving: Serving,
        _folder: ClusterFolder,
    },
}

/// What could open the data.
enum Program {
    Local(Install),
    Embedded(Embedded),
}

impl Running {
    /// The URL through a socket, or what stands in for one.
    pub(crate) fn private_url(&self) -> String {
        match &self.kind {
            Kind::Local(cluster) => cluster.url(),
            Kind::Embedded { url, .. } => url.clone(),
        }
    }

    /// The URL for everybody, when it is served to them.
    pub(crate) fn public_url(&self) -> Option<String> {
        self.maker.port.map(|port| loopback_url(port, &self.maker.password))
    }

    pub(crate) fn abilities(&self) -> Abilities {
        abilities(self.maker.engine, &self.version.full)
    }

    /// Whether the engine is still there.
    pub(crate) fn runs(&mut self) -> bool {
        match &mut self.kind {
            Kind::Local(cluster) => cluster.runs(),
            // It is started again when the next client comes.
            Kind::Embedded { .. } => true,
        }
    }
}

/// What an engine of this kind and version can do.
pub(crate) fn abilities(engine: Engine, version: &str) -> Abilities {
    let embedded = engine == Engine::Embedded;
    let version =
        Version::parse(version).unwrap_or_else(|| Version { major: 0, full: version.to_owned() });
    Abilities {
        engine,
        version,
        sessions: sessions(engine),
        statement_timeout: !embedded,
        collations: !embedded,
    }
}

/// Starts the engine on the data in the folder; a new database is made by the
/// first engine that can. Only for who owns the folder.
pub(crate) fn launch(
    options: &KeptOptions,
    reach: Reach,
) -> Result<(Running, Vec<Notice>), DevError> {
    let folder = options.folder.as_path();
    let maker = Maker::read(folder).map_err(DevError::file("read the engine's name in", folder))?;
    match maker {
        Some(maker) if wanted(&maker, options) => {
            let program = program_of(&maker, options)?;
            Ok((start(&program, maker, options, reach)?, Vec::new()))
        }
        other => make(options, reach, other),
    }
}

/// Whether the user still wants the engine that made the data.
fn wanted(maker: &Maker, options: &KeptOptions) -> bool {
    options.dev.engine.is_none_or(|engine| engine == maker.engine)
        && options.dev.version.is_none_or(|version| version == maker.major)
}

/// Opens the data of the first engine that starts, which is new data unless
/// that engine made some before.
fn make(
    options: &KeptOptions,
    reach: Reach,
    previous: Option<Maker>,
) -> Result<(Running, Vec<Notice>), DevError> {
    let needs = Needs { major: options.major, ..Needs::default() };
    let (candidates, mut tried) = resolve::candidates(&options.dev, &needs)?;
    for candidate in candidates {
        let label = candidate.label();
        let program = match candidate {
            Candidate::Local(install) => Ok(Program::Local(install)),
            Candidate::Embedded(helper) => Embedded::open(&helper).map(Program::Embedded),
            Candidate::Url(_) => continue,
            Candidate::Docker(_) => Err(DevError::Unsupported {
                label: "docker".to_owned(),
                reason: "is used for rehearsals only: a container's data is not kept".to_owned(),
            }),
        };
        let started = program.and_then(|program| {
            let (engine, major) = match &program {
                Program::Local(install) => (Engine::Local, install.version.major),
                Program::Embedded(embedded) => (Engine::Embedded, embedded.version().major),
            };
            let same = previous.clone().filter(|it| it.engine == engine && it.major == major);
            let maker = match same {
                Some(maker) => maker,
                None => Maker { engine, major, port: None, password: password::new()? },
            };
            start(&program, maker, options, reach)
        });
        match started {
            Ok(running) => {
                let mut notices = Vec::new();
                let left = previous.filter(|it| it.folder() != running.maker.folder());
                notices.extend(
                    left.map(|it| Notice::LeftBehind { engine: it.engine, major: it.major }),
                );
                notices.extend(
                    tried.into_iter().map(|(label, reason)| Notice::Skipped { label, reason }),
                );
                notices.extend(Notice::of_versions(running.maker.major, options.major));
                return Ok((running, notices));
            }
            Err(error) => tried.push((label, error.to_string())),
        }
    }
    let major = options.major.or(options.dev.version);
    Err(Unavailable { turned_off: false, tried, major }.into())
}

/// The engine that made the data, as it is installed today.
fn program_of(maker: &Maker, options: &KeptOptions) -> Result<Program, DevError> {
    let missing = |reason: String| DevError::KeptEngine {
        path: options.folder.clone(),
        engine: format!("{} PostgreSQL {}", maker.engine, maker.major),
        reason,
    };
    let places: &Places = &options.dev.places;
    match maker.engine {
        Engine::Local => {
            let mut installs = install::find(places).installs.into_iter();
            let same = installs.find(|install| install.version.major == maker.major);
            same.map(Program::Local).ok_or_else(|| {
                missing(format!(
                    "no PostgreSQL {} is installed; install it, or set `dev.engine` to begin \
                     with an empty database of another engine",
                    maker.major
                ))
            })
        }
        Engine::Embedded => {
            let helper = places.helpers.iter().find(|path| path.is_file());
            let helper = helper.ok_or_else(|| {
                missing(
                    "`mizzle-pg` is not there; MIZZLE_PG names it where it is not beside \
                     `mizzle`"
                        .to_owned(),
                )
            })?;
            let embedded = Embedded::open(helper)?;
            if embedded.version().major != maker.major {
                return Err(missing(format!("`mizzle-pg` is {}", embedded.version().full)));
            }
            Ok(Program::Embedded(embedded))
        }
        Engine::Url | Engine::Docker | Engine::None => {
            Err(missing("that engine keeps no data".to_owned()))
        }
    }
}

/// Starts the program on its folder of data and remembers both.
fn start(
    program: &Program,
    mut maker: Maker,
    options: &KeptOptions,
    reach: Reach,
) -> Result<Running, DevError> {
    let folder = options.folder.as_path();
    let data = folder.join(maker.folder());
    if reach == Reach::Everybody {
        maker.port =
            Some(free_port(maker.port).map_err(DevError::file("find a port for", folder))?);
    }
    let network = maker.port.filter(|_| reach == Reach::Everybody);
    let (version, kind) = match program {
        Program::Local(install) => {
            let network = network.map(|port| (port, maker.password.as_str()));
            let cluster = KeptCluster::start(install, &options.dev.places.cache, &data, network)?;
            (install.version.clone(), Kind::Local(cluster))
        }
        Program::Embedded(embedded) => {
            let door = network.map(|port| (port, maker.password.as_str()));
            let (kind, port) = serve_embedded(embedded, &data, door)?;
            maker.port = port.or(maker.port);
            (embedded.version().clone(), kind)
        }
    };
    // Written once the data is there: a name without data would be believed.
    maker.write(folder).map_err(DevError::file("write the engine's name in", folder))?;
    Ok(Running { maker, version, kind })
}

fn serve_embedded(
    embedded: &Embedded,
    data: &Path,
    network: Option<(u16, &str)>,
) -> Result<(Kind, Option<u16>), DevError> {
    let start = Start { helper: embedded.helper().to_path_buf(), data: Some(PathBuf::from(data)) };
    let folder = ClusterFolder::make(Identity::Ours)?;
    let (door, url) = private_door(folder.path())?;
    let mut doors = vec![door];
    doors.extend(
        network.map(|(port, password)| Listen::Loopback { port, password: password.to_owned() }),
    );
    let begun = Instant::now();
    let serving = loop {
        // Whoever waits for a statement of this database can end it: no limit of ours.
        match Serving::start(start.clone(), doors.clone(), None) {
            // The helper of a killed owner is still on its way out.
            Err(error)
                if error.to_string().contains("lock failed")
                    && begun.elapsed() < SUCCESSION_LIMIT =>
            {
                std::thread::sleep(Duration::from_millis(50));
            }
            other => break other,
        }
    };
    let serving = serving.map_err(|error| DevError::NotStarted {
        label: embedded.label(),
        reason: error.to_string(),
    })?;
    let (url, port) = (url(&serving), serving.port.filter(|_| network.is_some()));
    Ok((Kind::Embedded { url, _serving: serving, _folder: folder }, port))
}

/// The port of last time when it is free, else any.
fn free_port(last: Option<u16>) -> std::io::Result<u16> {
    let taken = last.and_then(|port| TcpListener::bind(("127.0.0.1", port)).ok());
    let listener = match taken {
        Some(listener) => listener,
        None => TcpListener::bind(("127.0.0.1", 0))?,
    };
    listener.local_addr().map(|address| address.port())
}
