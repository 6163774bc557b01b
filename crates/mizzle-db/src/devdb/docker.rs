//! A Postgres container: for machines with docker and nothing else.

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

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
    id: String,
}

/// The image of the Docker library has the extensions of Postgres itself.
pub(crate) fn has_extension(name: &str) -> bool {
    !matches!(name, "vector" | "postgis" | "postgis_topology" | "timescaledb" | "pg_cron")
}

impl Docker {
    /// Runs the image of this major version, or the newest that we know.
    ///
    /// # Errors
    /// There is no docker, its daemon does not answer, or the container does not serve.
    pub fn start(major: Option<u32>) -> Result<Self, DevError> {
        let image = format!("postgres:{}", major.unwrap_or(super::embedded::MAJOR));
        docker(&["version", "--format", "{{.Server.Version}}"])?;
        let id = docker(&[
            "run",
            "--detach",
            "--rm",
            "--label=mizzle",
            "--env=POSTGRES_HOST_AUTH_METHOD=trust",
            "--publish=127.0.0.1::5432",
            "--tmpfs=/var/lib/postgresql",
            &image,
            "-c",
            "fsync=off",
        ])?;
        let container = Container { id };
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
        let published = docker(&["port", &self.id, "5432/tcp"])?;
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
        let _ = docker(&["rm", "--force", &self.id]);
    }
}

/// Runs the docker program and gives what it prints.
fn docker(arguments: &[&str]) -> Result<String, DevError> {
    let refused = |reason: String| DevError::NotStarted { label: "docker".to_owned(), reason };
    let output = Command::new("docker").args(arguments).stdin(Stdio::null()).output();
    match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(refused("there is no `docker` in PATH".to_owned()))
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
