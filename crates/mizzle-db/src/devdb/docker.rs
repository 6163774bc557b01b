//! A Postgres container: for machines with docker and nothing else.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::cluster::{ClusterFolder, Identity};
use super::error::DevError;
use super::lease::{Abilities, Engine, Lease};
use super::url_server::UrlServer;

/// A container gets this long to serve; loading its image is not part of it.
const START_LIMIT: Duration = Duration::from_secs(60);

/// A running container, removed when this is dropped.
#[derive(Debug)]
pub struct Docker {
    server: UrlServer,
    container: Container,
}

#[derive(Debug)]
struct Container {
    program: PathBuf,
    id: String,
    // Its lock says that we still want the container; gone with us, however we end.
    _claim: ClusterFolder,
}

/// The label that names the folder of the process which wants the container.
const LABEL: &str = "mizzle.claim";

/// The image of the Docker library has the extensions of Postgres itself.
pub(crate) fn has_extension(name: &str) -> bool {
    !matches!(name, "vector" | "postgis" | "postgis_topology" | "timescaledb" | "pg_cron")
}

impl Docker {
    /// Runs the image of this major version, or the newest that we know, with
    /// this docker program.
    ///
    /// # Errors
    /// There is no docker, its daemon does not answer, or the container does not serve.
    pub fn start(program: &Path, major: Option<u32>) -> Result<Self, DevError> {
        let image = format!("postgres:{}", major.unwrap_or(super::embedded::MAJOR));
        docker(program, &["version", "--format", "{{.Server.Version}}"])?;
        // Making a folder sweeps those of killed processes; then their containers are orphans.
        let claim = ClusterFolder::make(Identity::Ours)?;
        sweep(program)?;
        let label = format!("--label={LABEL}={}", claim.path().display());
        let id = docker(
            program,
            &[
                "run",
                "--detach",
                "--rm",
                &label,
                "--env=POSTGRES_HOST_AUTH_METHOD=trust",
                "--publish=127.0.0.1::5432",
                "--tmpfs=/var/lib/postgresql",
                &image,
                "-c",
                "fsync=off",
            ],
        )?;
        let container = Container { program: program.to_path_buf(), id, _claim: claim };
        let server = container.wait_until_ready()?;
        Ok(Self { server, container })
    }

    /// Lends a new, empty database.
    ///
    /// # Errors
    /// The server refuses.
    pub fn lease(&self) -> Result<Lease, DevError> {
        self.server.lease()
    }

    /// How it is named to people.
    #[must_use]
    pub fn label(&self) -> String {
        let id: String = self.container.id.chars().take(12).collect();
        format!("PostgreSQL {} (docker {id})", self.abilities().version.full)
    }

    /// What it is and can do.
    #[must_use]
    pub fn abilities(&self) -> Abilities {
        Abilities { engine: Engine::Docker, ..self.server.abilities() }
    }
}

impl Container {
    fn wait_until_ready(&self) -> Result<UrlServer, DevError> {
        let published = docker(&self.program, &["port", &self.id, "5432/tcp"])?;
        let port = published.lines().find_map(|line| line.rsplit_once(':')).map(|(_, port)| port);
        let url = format!("postgresql://postgres@127.0.0.1:{}/postgres", port.unwrap_or("5432"));
        let started = Instant::now();
        // The image serves once without the network while it initialises itself.
        loop {
            match UrlServer::open(&url) {
                Ok(server) => return Ok(server),
                Err(error) if started.elapsed() > START_LIMIT => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(100)),
            }
        }
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        let _ = docker(&self.program, &["rm", "--force", &self.id]);
    }
}

/// Removes the containers that nobody claims any more.
fn sweep(program: &Path) -> Result<(), DevError> {
    let filter = format!("label={LABEL}");
    let format = format!("{{{{.ID}}}} {{{{.Label \"{LABEL}\"}}}}");
    let listing = docker(program, &["ps", "--filter", &filter, "--format", &format])?;
    for id in unclaimed(&listing, Path::exists) {
        docker(program, &["rm", "--force", id])?;
    }
    Ok(())
}

/// The containers of a listing whose claim, the word behind the id, is gone.
fn unclaimed(listing: &str, exists: impl Fn(&Path) -> bool) -> Vec<&str> {
    let claims = listing.lines().filter_map(|line| line.split_once(' '));
    claims.filter(|(_, claim)| !exists(Path::new(claim))).map(|(id, _)| id).collect()
}

/// Runs the docker program and gives what it prints.
fn docker(program: &Path, arguments: &[&str]) -> Result<String, DevError> {
    let refused = |reason: String| DevError::NotStarted { label: "docker".to_owned(), reason };
    let output = Command::new(program).args(arguments).stdin(Stdio::null()).output();
    match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(refused(format!("there is no program `{}`", program.display())))
        }
        Err(error) => Err(refused(error.to_string())),
        Ok(Output { status, stdout, .. }) if status.success() => {
            Ok(String::from_utf8_lossy(&stdout).trim().to_owned())
        }
        Ok(Output { stderr, .. }) => {
            Err(refused(String::from_utf8_lossy(&stderr).trim().to_owned()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_containers_without_a_claim_are_swept() {
        let listing = "aaa /tmp/mizzle-0/gone\nbbb /tmp/mizzle-0/held\n";
        assert_eq!(unclaimed(listing, |path| path.ends_with("held")), ["aaa"]);
        assert!(unclaimed("", |_| false).is_empty());
    }
}
