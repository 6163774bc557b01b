//! A project in a temporary folder, for the tests of this crate.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot set itself up fails")]

use mizzle_loader::{LoadError, Loader, Options, Script};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

pub(crate) struct Project {
    folder: TempDir,
    pub(crate) loader: Loader,
}

/// Gives the exports of the first module as JSON, functions as their names.
const EXPORTS: Script<'static> = Script {
    name: "exports.js",
    source: "export default ([{ exports, order }]) => Object.fromEntries(order.map((name) => \
             [name, typeof exports[name] === 'bigint' ? `${exports[name]}n` : exports[name]]));",
};

impl Project {
    /// Writes the files and starts a loader in their folder.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        Self::with(files, |_| ())
    }

    /// The same with other options.
    pub(crate) fn with(files: &[(&str, &str)], change: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        let cwd = std::fs::canonicalize(folder.path()).unwrap();
        let mut options = Options::new(cwd, BTreeMap::new());
        change(&mut options);
        Self { folder, loader: Loader::start(options).unwrap() }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        std::fs::canonicalize(self.folder.path()).unwrap().join(name)
    }

    pub(crate) fn load(&self, name: &str) -> Result<String, LoadError> {
        self.loader.run(&[PathBuf::from(name)], EXPORTS, &serde_json::Value::Null)
    }

    /// The exports of a file as JSON.
    #[track_caller]
    pub(crate) fn exports(&self, name: &str) -> String {
        self.load(name).unwrap_or_else(|error| panic!("{error}\n{error:#?}"))
    }

    /// The error of loading a file, as text, with paths relative to the project.
    #[track_caller]
    pub(crate) fn error(&self, name: &str) -> String {
        let error = self.load(name).map_or_else(|error| error, |json| panic!("it loads: {json}"));
        show(&error, &self.path(""))
    }
}

/// An error as a person would see it, roughly.
pub(crate) fn show(error: &LoadError, root: &Path) -> String {
    let root = root.to_string_lossy();
    let mut out = format!("{:?}: {}\n", error.kind, error.message);
    if let Some(place) = &error.place {
        out += &format!("  --> {}:{}:{}\n", place.file.display(), place.line, place.column);
        let caret = "^".repeat(place.length as usize);
        let space = " ".repeat(place.column as usize - 1);
        out += &format!("   | {}\n   | {space}{caret}\n", place.line_text);
    }
    for cause in &error.causes {
        out += &format!("  caused by: {cause}\n");
    }
    for frame in &error.trail {
        let at = format!("{}:{}:{}", frame.file, frame.line, frame.column);
        let name = &frame.name;
        out += &match frame.step {
            mizzle_loader::Step::Call => format!("  at {name} {at}\n"),
            mizzle_loader::Step::Import => format!("  imported as '{name}' {at}\n"),
        };
    }
    if let Some(hint) = &error.hint {
        out += &format!("  hint: {hint}\n");
    }
    out.replace(&*format!("{}/", root.trim_end_matches('/')), "")
}

/// The error of a project whose schema is this text.
#[track_caller]
pub(crate) fn error_of(text: &str) -> String {
    Project::new(&[("schema.ts", text)]).error("schema.ts")
}
