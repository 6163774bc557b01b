//! The schemas of a case, loaded as `generate` loads them.

use crate::case::Case;
use mizzle_core::naming::Line;
use mizzle_core::postgres::from_drizzle::{FromDrizzle, from_drizzle};
use mizzle_core::postgres::schema::Schema;
use mizzle_loader::{Loader, Options, SchemaSource};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use tempfile::TempDir;

/// Where the schemas are loaded: one engine a line, which keeps drizzle-orm loaded.
pub(crate) struct Loaders {
    v0: Place,
    v1: Place,
}

struct Place {
    folder: TempDir,
    loader: Mutex<Loader>,
}

impl Loaders {
    /// Engines over the drizzle-orm of each line: those of `MIZZLE_TEST_ORM_DIR`, those
    /// that `cargo xtask` has installed, or the copies in this build. `None` where there
    /// is none at all.
    pub(crate) fn start() -> Option<Self> {
        let places = [("0.45", Line::V0), ("rc.5", Line::V1)].map(|(release, line)| {
            let modules = node_modules(release);
            let embedded = mizzle_loader::embedded::versions()
                .iter()
                .any(|version| version.starts_with("0.") == matches!(line, Line::V0));
            (modules.is_some() || embedded).then(|| Place::open(modules.as_deref()))
        });
        let [v0, v1] = places;
        Some(Self { v0: v0?, v1: v1? })
    }

    /// The model of one of a case's files, empty where there is no such file. Schemas
    /// of the earlier file are known to the later one.
    pub(crate) fn schema(&self, case: &Case, file: &str, line: Line, known: &Schema) -> Schema {
        let source = case.dir.join(file);
        if !source.is_file() {
            return Schema::default();
        }
        let place = match line {
            Line::V0 => &self.v0,
            Line::V1 => &self.v1,
        };
        let copy = place.folder.path().join(&case.name);
        std::fs::create_dir_all(&copy).unwrap();
        std::fs::copy(&source, copy.join(file)).unwrap();
        let casing = match line {
            Line::V0 => case.casing(),
            Line::V1 => None,
        };
        let patterns = vec![format!("{}/{file}", case.name)];
        let extract = place
            .loader()
            .schema(&SchemaSource { patterns, casing, line })
            .unwrap_or_else(|error| panic!("{} {file}: {error:?}", case.name));
        let known_schemas: BTreeSet<String> =
            known.inhabited_namespaces().into_iter().map(str::to_owned).collect();
        let options = FromDrizzle { line, casing, known_schemas: &known_schemas };
        from_drizzle(&extract, &options)
            .unwrap_or_else(|problems| panic!("{} {file}: {problems:?}", case.name))
    }

    /// Both schemas of a case.
    pub(crate) fn both(&self, case: &Case, line: Line) -> (Schema, Schema) {
        let before = self.schema(case, "before.ts", line, &Schema::default());
        let after = self.schema(case, "after.ts", line, &before);
        (before, after)
    }
}

impl Place {
    fn open(modules: Option<&Path>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        if let Some(modules) = modules {
            link(modules, &folder.path().join("node_modules"));
        }
        let root = folder.path().canonicalize().unwrap();
        let loader = Loader::start(Options::new(root, BTreeMap::new())).unwrap();
        Self { folder, loader: Mutex::new(loader) }
    }

    fn loader(&self) -> MutexGuard<'_, Loader> {
        // A case that failed while it held the engine has not broken it.
        self.loader.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn node_modules(release: &str) -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("MIZZLE_TEST_ORM_DIR")
        .map_or_else(|| repository.join("xtask/npm/orm-matrix"), PathBuf::from);
    let modules = folder.join(release).join("node_modules");
    modules.is_dir().then_some(modules)
}

#[cfg(unix)]
fn link(from: &Path, to: &Path) {
    std::os::unix::fs::symlink(from.canonicalize().unwrap(), to).unwrap();
}

#[cfg(windows)]
fn link(from: &Path, to: &Path) {
    std::os::windows::fs::symlink_dir(from.canonicalize().unwrap(), to).unwrap();
}
