//! Which engine serves as the development database: a fixed order of
//! candidates, each tried until one starts and can do what is needed.

use std::cmp::Reverse;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::cluster::LocalCluster;
use super::docker::Docker;
use super::error::DevError;
use super::install::{self, Found, Install, Places};
use super::lease::{Abilities, Engine, Lease};
use super::notice::{Notice, Tried, Unavailable};
use super::url_server::UrlServer;
use crate::cancel::Cancel;
use crate::scratch::{self, ScratchError, SqlText};

/// What the work needs of a development database.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Needs {
    /// The target's major version, where it is known.
    pub major: Option<u32>,
    /// Extensions that the work creates or whose types it uses.
    pub extensions: Vec<String>,
    /// Whether it names collations other than `C` and the default one.
    pub collations: bool,
    /// SQL that is run in every database first: it makes what the project only refers to.
    pub prelude: Vec<SqlText>,
    /// The key of a state that the work begins with: where it was kept, the engine has it.
    pub state: Option<String>,
}

/// What the user decided about the development database.
#[derive(Debug, Clone)]
pub struct Options {
    /// `dev.engine`, `MIZZLE_DEV_ENGINE`: this one and no other.
    pub engine: Option<Engine>,
    /// `--dev-url`, `MIZZLE_DEV_URL`, `dev.url`.
    pub url: Option<String>,
    /// `dev.version`: the major version to take where the target's is unknown.
    pub version: Option<u32>,
    /// Where to look for engines.
    pub places: Places,
    /// Ends what is done in the databases that are lent, not their being lent and taken back.
    pub cancel: Option<Cancel>,
}

impl Options {
    /// Nothing decided, on this machine, for the project in this folder.
    #[must_use]
    pub fn undecided(project: &Path) -> Self {
        let places = Places::of_machine(project);
        Self { engine: None, url: None, version: None, places, cancel: None }
    }
}

/// A development database that was found and started.
#[derive(Debug)]
pub struct Resolved {
    /// It.
    pub database: DevDatabase,
    /// What the user should know about the choice, in order.
    pub notices: Vec<Notice>,
}

/// One possible engine, not started yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Candidate {
    Url(String),
    Local(Install),
    Embedded(PathBuf),
    Docker(Option<u32>),
}

impl Candidate {
    pub(crate) fn label(&self) -> String {
        match self {
            Self::Url(_) => "the server at the development URL".to_owned(),
            Self::Local(install) => install.to_string(),
            Self::Embedded(helper) => format!("the embedded Postgres ({})", helper.display()),
            Self::Docker(_) => "docker".to_owned(),
        }
    }

    /// What it cannot do, as far as is known before it is started.
    fn lacks(&self, needs: &Needs) -> Vec<Notice> {
        let mut lacks = Vec::new();
        let missing: Vec<String> = match self {
            // Servers tell by themselves, when the work asks for the extension.
            Self::Url(_) => Vec::new(),
            Self::Docker(_) => missing(needs, super::docker::has_extension),
            Self::Local(install) => missing(needs, |name| install.has_extension(name)),
            Self::Embedded(_) => missing(needs, super::embedded::has_extension),
        };
        if !missing.is_empty() {
            lacks.push(Notice::MissingExtensions(missing));
        }
        if needs.collations && matches!(self, Self::Embedded(_)) {
            lacks.push(Notice::MissingCollations);
        }
        lacks
    }

    fn start(&self, options: &Options, needs: &Needs) -> Result<DevDatabase, DevError> {
        let Options { places, cancel, .. } = options;
        let engine = match self {
            Self::Url(url) => Running::Url(UrlServer::open(url)?),
            Self::Local(install) => {
                let grounds = grounds(install, needs);
                let cluster = match &needs.state {
                    Some(key) => {
                        let key = format!("{grounds}-{key}");
                        LocalCluster::start_with_state(install, &places.cache, &key)?
                    }
                    None => LocalCluster::start(install, &places.cache)?,
                };
                Running::Local(cluster, grounds)
            }
            Self::Embedded(helper) => Running::Embedded(super::embedded::Embedded::open(helper)?),
            Self::Docker(major) => Running::Docker(Docker::start(&places.docker, *major)?),
        };
        let (prelude, cancel) = (needs.prelude.clone(), cancel.clone());
        Ok(DevDatabase { running: engine, prelude, cancel })
    }
}

/// What a state stands on that its key does not say, in one word: the prelude, and which
/// versions of extensions the installation would take.
fn grounds(install: &Install, needs: &Needs) -> String {
    let mut digest = Sha256::new();
    for file in &needs.prelude {
        digest.update(format!("{}\0", file.text));
    }
    for name in &needs.extensions {
        let control = install.extension(name).and_then(|path| std::fs::read_to_string(path).ok());
        digest.update(format!("{name}\0{}\0", control.unwrap_or_default()));
    }
    digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn missing(needs: &Needs, has: impl Fn(&str) -> bool) -> Vec<String> {
    needs.extensions.iter().filter(|name| *name != "plpgsql" && !has(name)).cloned().collect()
}

/// A running development database.
#[derive(Debug)]
pub struct DevDatabase {
    running: Running,
    /// What is run in every new database first.
    prelude: Vec<SqlText>,
    /// Ends what is done in its databases.
    cancel: Option<Cancel>,
}

#[derive(Debug)]
enum Running {
    Url(UrlServer),
    /// With what its states stand on.
    Local(LocalCluster, String),
    Embedded(super::embedded::Embedded),
    Docker(Docker),
}

impl DevDatabase {
    /// Lends a new, isolated database: empty, or with what the prelude puts there.
    ///
    /// # Errors
    /// The engine cannot make one, or the prelude does not run there.
    pub fn lease(&self) -> Result<Lease, DevError> {
        let mut lease = match &self.running {
            Running::Url(server) => server.lease(),
            Running::Local(cluster, _) => cluster.lease(),
            Running::Embedded(embedded) => embedded.lease(),
            Running::Docker(docker) => docker.lease(),
        }?;
        lease.target.cancel.clone_from(&self.cancel);
        if !self.prelude.is_empty() {
            scratch::furnish(&lease, &self.prelude).map_err(|error| match error {
                ScratchError::Sql(error) => DevError::Prelude(error),
                error @ (ScratchError::Introspect(_)
                | ScratchError::Build(_)
                | ScratchError::Plan { .. }
                | ScratchError::Session(_)) => {
                    DevError::Server { label: self.label(), message: error.to_string() }
                }
            })?;
            lease.furnished = true;
        }
        Ok(lease)
    }

    /// Lends the database that holds the state which was needed, once, with what was known
    /// of it when it was kept. `None` where there is none.
    pub(crate) fn prepared(&self) -> Result<Option<(Lease, String)>, DevError> {
        let Running::Local(cluster, _) = &self.running else { return Ok(None) };
        let mut prepared = cluster.prepared()?;
        if let Some((lease, _)) = &mut prepared {
            lease.furnished = !self.prelude.is_empty();
            lease.target.cancel.clone_from(&self.cancel);
        }
        Ok(prepared)
    }

    /// Lets a lent database stay when it comes back, where a state can be kept. Says
    /// whether it can.
    pub(crate) fn spare(&self, lease: &Lease) -> bool {
        match &self.running {
            Running::Local(cluster, _) => {
                cluster.spare(lease);
                true
            }
            Running::Url(_) | Running::Embedded(_) | Running::Docker(_) => false,
        }
    }

    /// Ends it, and keeps the spared database as a state, with what is known of it.
    pub(crate) fn keep(self, key: &str, known: &str) -> Result<(), DevError> {
        match self.running {
            Running::Local(cluster, grounds) => cluster.keep(&format!("{grounds}-{key}"), known),
            Running::Url(_) | Running::Embedded(_) | Running::Docker(_) => Ok(()),
        }
    }

    /// Takes away a state that is not what it should be.
    pub(crate) fn forget_state(&self, key: &str) {
        match &self.running {
            Running::Local(cluster, grounds) => cluster.forget_state(&format!("{grounds}-{key}")),
            Running::Url(_) | Running::Embedded(_) | Running::Docker(_) => {}
        }
    }

    /// How it is named to people: engine, version, where it is from.
    #[must_use]
    pub fn label(&self) -> String {
        match &self.running {
            Running::Url(server) => server.label(),
            Running::Local(cluster, _) => cluster.label(),
            Running::Embedded(embedded) => embedded.label(),
            Running::Docker(docker) => docker.label(),
        }
    }

    /// What it is and can do.
    #[must_use]
    pub fn abilities(&self) -> Abilities {
        match &self.running {
            Running::Url(server) => server.abilities(),
            Running::Local(cluster, _) => cluster.abilities(),
            Running::Embedded(embedded) => embedded.abilities(),
            Running::Docker(docker) => docker.abilities(),
        }
    }
}

/// Finds and starts a development database.
///
/// # Errors
/// None of the candidates starts; the error names them with their reasons.
pub fn resolve(options: &Options, needs: &Needs) -> Result<Resolved, Unavailable> {
    let target = needs.major;
    let (candidates, tried) = candidates(options, needs)?;
    let mut unavailable =
        Unavailable { turned_off: false, tried, major: target.or(options.version) };

    // The first that can do everything, else the first that starts at all.
    let mut incomplete: Vec<(&Candidate, Vec<Notice>)> = Vec::new();
    let broken = unavailable.tried.iter().cloned();
    let mut passed: Vec<Notice> =
        broken.map(|(label, reason)| Notice::Lacking { label, reason }).collect();
    for candidate in &candidates {
        let lacks = candidate.lacks(needs);
        if let Some(first) = lacks.first() {
            let (label, reason) = (candidate.label(), first.to_string());
            unavailable.tried.push((label.clone(), reason.clone()));
            passed.push(Notice::Lacking { label, reason });
            incomplete.push((candidate, lacks));
            continue;
        }
        match candidate.start(options, needs) {
            Ok(database) => return Ok(resolved(database, passed, target, Vec::new())),
            Err(error) => {
                let (label, reason) = (candidate.label(), error.to_string());
                unavailable.tried.push((label.clone(), reason.clone()));
                passed.push(Notice::Skipped { label, reason });
            }
        }
    }
    for (candidate, lacks) in incomplete {
        match candidate.start(options, needs) {
            Ok(database) => {
                let is_other = |notice: &Notice| !matches!(notice, Notice::Lacking { label, .. } if *label == candidate.label());
                passed.retain(is_other);
                return Ok(resolved(database, passed, target, lacks));
            }
            Err(error) => unavailable.tried.push((candidate.label(), error.to_string())),
        }
    }
    Err(unavailable)
}

/// The candidates in the order in which they are tried, and what is there but
/// does not run.
pub(crate) fn candidates(
    options: &Options,
    needs: &Needs,
) -> Result<(Vec<Candidate>, Tried), Unavailable> {
    let major = needs.major.or(options.version);
    if options.engine == Some(Engine::None) {
        return Err(Unavailable { turned_off: true, tried: Vec::new(), major });
    }
    let wants_local = options.engine.is_none_or(|engine| engine == Engine::Local);
    let found = if wants_local { install::find(&options.places) } else { Found::default() };
    let helper = options.places.helpers.iter().find(|path| path.is_file());
    let broken = found.broken.iter();
    let tried = broken.map(|error| ("installed Postgres".to_owned(), error.to_string()));
    Ok((order(options, &found.installs, helper, major), tried.collect()))
}

fn resolved(
    database: DevDatabase,
    passed: Vec<Notice>,
    target: Option<u32>,
    lacks: Vec<Notice>,
) -> Resolved {
    let mut notices = passed;
    notices.extend(Notice::of_versions(database.abilities().version.major, target));
    notices.extend(lacks);
    Resolved { database, notices }
}

/// The candidates in the order in which they are tried.
fn order(
    options: &Options,
    installs: &[Install],
    helper: Option<&PathBuf>,
    major: Option<u32>,
) -> Vec<Candidate> {
    let mut local: Vec<&Install> = installs.iter().collect();
    // Newest first, or nearest to the target; a stable sort keeps the order of the places.
    match major {
        None => local.sort_by_key(|install| Reverse(install.version.major)),
        Some(wanted) => local.sort_by_key(|install| {
            let found = install.version.major;
            // Of two as near, the newer one: it at least accepts the target's syntax.
            (found.abs_diff(wanted), found < wanted)
        }),
    }
    let (wanted, others): (Vec<&Install>, Vec<&Install>) = local
        .into_iter()
        .partition(|install| major.is_none_or(|major| install.version.major == major));

    let mut candidates: Vec<(Engine, Candidate)> = Vec::new();
    candidates.extend(options.url.iter().map(|url| (Engine::Url, Candidate::Url(url.clone()))));
    let as_local = |install: &Install| (Engine::Local, Candidate::Local(install.clone()));
    candidates.extend(wanted.into_iter().map(as_local));
    candidates.extend(helper.map(|path| (Engine::Embedded, Candidate::Embedded(path.clone()))));
    candidates.extend(others.into_iter().map(as_local));
    candidates.push((Engine::Docker, Candidate::Docker(major)));
    candidates
        .into_iter()
        .filter(|(engine, _)| options.engine.is_none_or(|forced| forced == *engine))
        .map(|(_, candidate)| candidate)
        .collect()
}
