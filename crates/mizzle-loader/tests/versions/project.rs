//! Projects in temporary folders, each with one release of drizzle-orm installed.

use mizzle_core::naming::{Casing, Line};
use mizzle_core::postgres::drizzle::Extract;
use mizzle_loader::{Limits, LoadError, Loader, Options, SchemaSource};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::Duration;

/// A release of drizzle-orm.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Release {
    /// The name of its npm set.
    pub(crate) set: &'static str,
    pub(crate) version: &'static str,
    pub(crate) line: Line,
}

pub(crate) const V0_30: Release = Release { set: "0.30", version: "0.30.10", line: Line::V0 };
pub(crate) const V0_36: Release = Release { set: "0.36", version: "0.36.4", line: Line::V0 };
pub(crate) const V0_45: Release = Release { set: "0.45", version: "0.45.4", line: Line::V0 };
pub(crate) const BETA_21: Release =
    Release { set: "beta.21", version: "1.0.0-beta.21", line: Line::V1 };
pub(crate) const RC_5: Release = Release { set: "rc.5", version: "1.0.0-rc.5", line: Line::V1 };

const ALL: [Release; 5] = [V0_30, V0_36, V0_45, BETA_21, RC_5];

/// The folder of the installed sets, every release in it as it should be.
static SETS: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = match std::env::var_os("MIZZLE_TEST_ORM_DIR") {
        Some(named) => PathBuf::from(named),
        None => install(),
    };
    for release in ALL {
        let manifest = folder.join(release.set).join("node_modules/drizzle-orm/package.json");
        let text = fs::read_to_string(&manifest)
            .unwrap_or_else(|error| panic!("{}: {error}", manifest.display()));
        let wanted = format!("\"version\": \"{}\"", release.version);
        assert!(text.contains(&wanted), "{} is not {}", manifest.display(), release.version);
    }
    folder
});

/// A file of the installed package.
pub(crate) fn file(release: Release, file: &str) -> String {
    let path = SETS.join(release.set).join("node_modules/drizzle-orm").join(file);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn install() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let output = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "xtask", "--", "npm"])
        .args(ALL.map(|release| format!("orm-matrix/{}", release.set)))
        .current_dir(root)
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8_lossy(&output.stdout);
    let first = said.lines().last().expect("npm says where the sets are");
    Path::new(first).parent().expect("a set lies in a folder").to_owned()
}

pub(crate) struct Project {
    folder: tempfile::TempDir,
    pub(crate) release: Release,
}

impl Project {
    /// An empty project that has a release of drizzle-orm installed.
    pub(crate) fn new(release: Release) -> Self {
        let project = Self { folder: tempfile::tempdir().unwrap(), release };
        project.install(&project.path());
        project
    }

    /// Installs drizzle-orm in a folder of the project.
    pub(crate) fn install(&self, folder: &Path) {
        let installed = SETS.join(self.release.set).join("node_modules/drizzle-orm");
        link(&installed, &folder.join("node_modules/drizzle-orm"));
    }

    /// A project without any package.
    pub(crate) fn bare(release: Release) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), release }
    }

    pub(crate) fn path(&self) -> PathBuf {
        fs::canonicalize(self.folder.path()).unwrap()
    }

    pub(crate) fn write(&self, file: &str, text: &str) {
        let path = self.path().join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Takes one of `schemas/` as `schema.ts`.
    pub(crate) fn copy_schema(&self, name: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/versions/schemas");
        fs::copy(from.join(format!("{name}.ts")), self.path().join("schema.ts")).unwrap();
    }

    pub(crate) fn loader(&self, node: bool) -> Loader {
        let mut env: BTreeMap<String, String> = BTreeMap::new();
        for name in ["PATH", "HOME", "SYSTEMROOT"] {
            env.extend(std::env::var(name).ok().map(|value| (name.to_owned(), value)));
        }
        Loader::start(Options { node, ..Options::new(self.path(), env) }).unwrap()
    }

    /// Node with a second to spare.
    pub(crate) fn slow_loader(&self) -> Loader {
        let env = std::env::vars().filter(|(name, _)| name == "PATH").collect();
        let limits = Limits { time: Duration::from_secs(3), ..Limits::default() };
        Loader::start(Options { node: true, limits, ..Options::new(self.path(), env) }).unwrap()
    }

    pub(crate) fn source(&self, patterns: &[&str], casing: Option<Casing>) -> SchemaSource {
        let patterns = patterns.iter().map(|&pattern| pattern.to_owned()).collect();
        SchemaSource { patterns, casing, line: self.release.line }
    }

    pub(crate) fn extract(&self, node: bool, patterns: &[&str]) -> Extract {
        self.loader(node)
            .schema(&self.source(patterns, None))
            .unwrap_or_else(|error| panic!("{} in node: {node}: {error:#?}", self.release.version))
    }

    pub(crate) fn failure(&self, node: bool, patterns: &[&str]) -> LoadError {
        self.loader(node)
            .schema(&self.source(patterns, None))
            .map_or_else(|error| error, |extract| panic!("it loads: {extract:#?}"))
    }
}

/// Fails with the first lines that differ.
pub(crate) fn assert_same(what: &str, ours: &Extract, theirs: &Extract) {
    let (ours, theirs) = (format!("{ours:#?}"), format!("{theirs:#?}"));
    let (ours, theirs): (Vec<_>, Vec<_>) = (ours.lines().collect(), theirs.lines().collect());
    let same = ours.iter().zip(&theirs).take_while(|(ours, theirs)| ours == theirs).count();
    if same < ours.len().max(theirs.len()) {
        let from = same.saturating_sub(12);
        let around = |lines: &[&str]| lines[from..lines.len().min(same + 4)].join("\n");
        panic!("{what}\nembedded:\n{}\nNode:\n{}", around(&ours), around(&theirs));
    }
}

/// A link to a folder, as npm and pnpm make them.
pub(crate) fn link(to: &Path, at: &Path) {
    fs::create_dir_all(at.parent().unwrap()).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(to, at).unwrap();
    #[cfg(windows)]
    std::os::windows::fs::symlink_dir(to, at).unwrap();
}
