//! The schemas of the extracted tests, loaded as `generate` loads them in a folder of
//! the 1.0 layout.

use mizzle_core::naming::Line;
use mizzle_core::postgres::from_drizzle::{FromDrizzle, Problem, Wrong, from_drizzle};
use mizzle_core::postgres::schema::Schema;
use mizzle_loader::{Loader, Options, SchemaSource};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// An engine over the folder of tests, whose `node_modules` hold drizzle-orm.
pub(crate) struct Schemas {
    root: PathBuf,
    loader: Mutex<Loader>,
}

impl Schemas {
    /// Starts the engine.
    pub(crate) fn open(root: &Path) -> Self {
        let root = root.canonicalize().unwrap();
        let loader = Loader::start(Options::new(root.clone(), BTreeMap::new())).unwrap();
        Self { root, loader: Mutex::new(loader) }
    }

    /// The model of one file, or why mizzle refuses it. Schemas of the earlier file are
    /// known to the later one.
    pub(crate) fn model(
        &self,
        dir: &Path,
        file: Option<&str>,
        known: &Schema,
    ) -> Result<Schema, String> {
        let Some(file) = file else { return Ok(Schema::default()) };
        let path = dir.canonicalize().unwrap().join(file);
        let pattern = path.strip_prefix(&self.root).unwrap().to_string_lossy().into_owned();
        let source = SchemaSource { patterns: vec![pattern], casing: None, line: Line::V1 };
        // A test that failed while it held the engine has not broken it.
        let loader = self.loader.lock().unwrap_or_else(PoisonError::into_inner);
        let extract = loader.schema(&source).map_err(|error| format!("{error:?}"))?;
        let mut known_schemas: BTreeSet<String> =
            known.inhabited_namespaces().into_iter().map(str::to_owned).collect();
        let read = |known_schemas: &BTreeSet<String>| {
            from_drizzle(&extract, &FromDrizzle { line: Line::V1, casing: None, known_schemas })
        };
        read(&known_schemas)
            .or_else(|problems| {
                // The tests of drizzle-kit leave out `pgSchema` objects, since nothing looks
                // for them there.
                known_schemas.extend(problems.iter().filter_map(unexported_schema));
                read(&known_schemas)
            })
            .map_err(|problems| {
                problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
            })
    }
}

fn unexported_schema(problem: &Problem) -> Option<String> {
    if let Wrong::UnknownSchema(name) = &problem.wrong { Some(name.schema.clone()) } else { None }
}
