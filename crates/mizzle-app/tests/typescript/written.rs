//! TypeScript that mizzle has written, loaded as a project's is.

use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::{DiffOptions, diff};
use mizzle_core::postgres::from_drizzle::{FromDrizzle, from_drizzle};
use mizzle_core::postgres::reworded::with_chosen_names;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::typescript::module;
use mizzle_loader::{Loader, Options, SchemaSource};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};
use tempfile::TempDir;

/// Where it is loaded.
pub(crate) struct Written {
    places: [(TempDir, Mutex<Loader>); 2],
    number: AtomicU32,
}

impl Written {
    /// One engine a line; `None` where there is no drizzle-orm.
    pub(crate) fn start() -> Option<Self> {
        let [v0, v1] = ["0.45", "rc.5"].map(|release| {
            let modules = node_modules(release)?;
            let folder = tempfile::tempdir().unwrap();
            std::os::unix::fs::symlink(modules, folder.path().join("node_modules")).unwrap();
            let root = folder.path().canonicalize().unwrap();
            let loader = Loader::start(Options::new(root, BTreeMap::new())).unwrap();
            Some((folder, Mutex::new(loader)))
        });
        Some(Self { places: [v0?, v1?], number: AtomicU32::new(0) })
    }

    /// Has TypeScript check all that was written, where `MIZZLE_TEST_TSC_DIR` names a folder
    /// with `node_modules/typescript`.
    pub(crate) fn check(&self) {
        let Some(tsc) = std::env::var_os("MIZZLE_TEST_TSC_DIR").map(PathBuf::from) else { return };
        for (folder, _) in &self.places {
            let files = std::fs::read_dir(folder.path()).unwrap();
            let names = files.map(|entry| entry.unwrap().file_name());
            let schemas = names.filter(|name| name.to_string_lossy().ends_with(".ts"));
            let output = std::process::Command::new("node")
                .arg(tsc.join("node_modules/typescript/bin/tsc"))
                .args(["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022"])
                .args(["--module", "esnext", "--moduleResolution", "bundler"])
                .args(schemas)
                .current_dir(folder.path())
                .output()
                .unwrap();
            let said = String::from_utf8_lossy(&output.stdout).into_owned();
            assert!(output.status.success(), "{said}");
        }
    }

    /// Writes a schema for TypeScript to check.
    pub(crate) fn write(&self, schema: &Schema, line: Line) {
        if let Some((_, text)) = declared(schema, line) {
            self.save(&text, line);
        }
    }

    /// Writes a schema, reads it, and compares.
    pub(crate) fn reads_back(&self, schema: &Schema, line: Line) {
        let Some((schema, text)) = declared(schema, line) else { return };
        let back = self.load(&text, line);
        for (from, to) in [(&schema, &back), (&back, &schema)] {
            let answers = Answers::default();
            let options = DiffOptions { line: Line::V1, answers: &answers };
            let found = diff(&with_chosen_names(from), &with_chosen_names(to), &options)
                .unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert!(found.changes.is_empty(), "{:#?}\n{text}", found.changes);
        }
    }

    fn save(&self, text: &str, line: Line) -> String {
        let (folder, _) = self.place(line);
        let name = format!("schema{}.ts", self.number.fetch_add(1, Ordering::Relaxed));
        std::fs::write(folder.path().join(&name), text).unwrap();
        name
    }

    fn place(&self, line: Line) -> &(TempDir, Mutex<Loader>) {
        match line {
            Line::V0 => &self.places[0],
            Line::V1 => &self.places[1],
        }
    }

    fn load(&self, text: &str, line: Line) -> Schema {
        let (_, loader) = self.place(line);
        let source = SchemaSource { patterns: vec![self.save(text, line)], casing: None, line };
        let loader = loader.lock().unwrap_or_else(PoisonError::into_inner);
        let extract = loader.schema(&source).unwrap_or_else(|error| panic!("{error:?}\n{text}"));
        let options = FromDrizzle { line, casing: None, known_schemas: &BTreeSet::new() };
        from_drizzle(&extract, &options).unwrap_or_else(|error| panic!("{error:?}\n{text}"))
    }
}

/// What of a schema a file can declare, and the file; `None` where it cannot be one.
fn declared(schema: &Schema, line: Line) -> Option<(Schema, String)> {
    // No schema file can declare these, nor what somebody else's table looks like.
    let mut schema = schema.clone();
    schema.privileges.clear();
    let inhabited = schema.inhabited_namespaces().into_iter().map(str::to_owned).collect();
    schema.namespaces = inhabited;
    let (text, unsaid) = module(&schema, line);
    let known = |it: &mizzle_core::postgres::typescript::Unsaid| {
        it.why.starts_with("the schema exports no table")
    };
    if unsaid.iter().any(known) {
        return None;
    }
    assert!(unsaid.is_empty(), "{unsaid:#?}");
    Some((schema, text))
}

fn node_modules(release: &str) -> Option<PathBuf> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = std::env::var_os("MIZZLE_TEST_ORM_DIR")
        .map_or_else(|| repository.join("xtask/npm/orm-matrix"), PathBuf::from);
    let modules = folder.join(release).join("node_modules");
    modules.canonicalize().ok()
}
