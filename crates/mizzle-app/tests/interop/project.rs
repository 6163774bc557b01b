//! A project on disk, and mizzle's own `generate` on it.

use crate::kit::Kit;
use mizzle_core::folder::{self, Folder, Prefix, Recorded};
use mizzle_core::hints::{Answers, Hint};
use mizzle_core::naming::{Casing, Line};
use mizzle_core::postgres::diff::{Diff, DiffError, DiffOptions, diff};
use mizzle_core::postgres::from_drizzle::{FromDrizzle, from_drizzle};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::Schema;
use mizzle_core::postgres::snapshot::{self, New, Rename, Version};
use mizzle_loader::{Loader, Options, SchemaSource};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

pub(crate) struct Project {
    folder: tempfile::TempDir,
    kit: Kit,
    casing: Option<Casing>,
}

/// How to answer what could be a rename.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Choice {
    Create,
    Rename,
}

/// What mizzle makes of a project.
pub(crate) struct Seen {
    pub(crate) folder: Folder,
    pub(crate) recorded: Recorded,
    pub(crate) diff: Diff,
}

impl Project {
    pub(crate) fn new(kit: Kit, schema: &str) -> Self {
        Self::with_casing(kit, schema, None)
    }

    pub(crate) fn with_casing(kit: Kit, schema: &str, casing: Option<Casing>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::os::unix::fs::symlink(kit.modules(), folder.path().join("node_modules")).unwrap();
        let casing_line = match casing {
            Some(Casing::Snake) => "casing: \"snake_case\",",
            Some(Casing::Camel) => "casing: \"camelCase\",",
            None => "",
        };
        let config = format!(
            "export default {{ dialect: \"postgresql\", schema: \"./schema.ts\", \
             out: \"./drizzle\", {casing_line} }};\n"
        );
        fs::write(folder.path().join("drizzle.config.ts"), config).unwrap();
        let project = Self { folder, kit, casing };
        project.write_schema(schema);
        project
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn out(&self) -> PathBuf {
        self.path().join("drizzle")
    }

    pub(crate) fn write_schema(&self, schema: &str) {
        fs::write(self.path().join("schema.ts"), schema).unwrap();
    }

    pub(crate) fn line(&self) -> Line {
        match self.kit {
            Kit::V0_31 => Line::V0,
            Kit::Rc4 | Kit::Rc5 => Line::V1,
        }
    }

    fn newest(&self) -> Version {
        if self.kit == Kit::Rc4 { Version::V8 } else { Version::V9 }
    }

    /// The folder's files, relative to it.
    pub(crate) fn files(&self) -> Vec<String> {
        let mut files = Vec::new();
        if self.out().is_dir() {
            list(&self.out(), "", &mut files);
        }
        files.sort();
        files
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out().join(path)).unwrap()
    }

    /// The schema that the project's files describe.
    pub(crate) fn desired(&self) -> Schema {
        let loader = Loader::start(Options::new(self.path(), BTreeMap::new())).unwrap();
        let source = SchemaSource {
            patterns: vec!["./schema.ts".to_owned()],
            casing: self.casing,
            line: self.line(),
        };
        let extract = loader.schema(&source).unwrap();
        let known_schemas = std::collections::BTreeSet::new();
        let options =
            FromDrizzle { line: self.line(), casing: self.casing, known_schemas: &known_schemas };
        from_drizzle(&extract, &options).unwrap()
    }

    pub(crate) fn recorded(&self) -> (Folder, Recorded) {
        let mut read = |path: &str| {
            fs::read_to_string(self.out().join(path)).map_err(|error| error.to_string())
        };
        let folder = folder::read(&self.files(), self.line(), &mut read).unwrap();
        let recorded = folder::recorded(&folder, self.newest(), &mut read).unwrap();
        assert_eq!(recorded.replay, [] as [usize; 0], "every migration has a snapshot");
        (folder, recorded)
    }

    /// What mizzle finds to do.
    pub(crate) fn look(&self, answers: &Answers) -> Seen {
        let (folder, recorded) = self.recorded();
        let options = DiffOptions { line: self.line(), answers };
        let diff = diff(&recorded.schema, &self.desired(), &options).unwrap();
        Seen { folder, recorded, diff }
    }

    /// Answers to all that mizzle asks, each with the same choice.
    pub(crate) fn decide(&self, choice: Choice) -> Answers {
        let mut answers = Answers::default();
        let (_, recorded) = self.recorded();
        let desired = self.desired();
        for _ in 0..10 {
            let options = DiffOptions { line: self.line(), answers: &answers };
            let questions = match diff(&recorded.schema, &desired, &options) {
                Ok(_) => return answers,
                Err(DiffError::Undecided(questions)) => questions,
                Err(error) => panic!("{error}"),
            };
            let mut taken = Vec::new();
            for question in questions {
                let free = |from: &Vec<String>| !taken.contains(&(question.kind, from.clone()));
                let candidate = question.candidates.iter().find(|one| free(&one.from));
                match candidate {
                    Some(candidate) if choice == Choice::Rename => {
                        taken.push((question.kind, candidate.from.clone()));
                        answers.push(Hint::Rename {
                            kind: question.kind,
                            from: candidate.from.clone(),
                            to: question.created.clone(),
                        });
                    }
                    Some(_) | None => answers.push(question.create_hint()),
                }
            }
        }
        panic!("questions without end");
    }

    /// mizzle's `generate`. Returns the new tag.
    pub(crate) fn mizzle_generates(&self, name: &str, now: i64, answers: &Answers) -> String {
        let Seen { folder, recorded, diff } = self.look(answers);
        assert!(!diff.is_empty(), "mizzle finds nothing to generate");
        let files = folder.next(name, Prefix::Index, true, now);
        let id = format!("00000000-0000-4000-8000-{now:012}");
        let snapshot = snapshot::write(&New {
            version: recorded.version,
            id: &id,
            parents: &recorded.parents,
            from: &recorded.schema,
            to: &diff.result,
            renames: &Rename::among(&diff.changes),
        });
        self.write(&files.sql, &plan(&diff, self.line()).to_file(true));
        self.write(&files.snapshot, &snapshot);
        if let Some((path, text)) = &files.journal {
            self.write(path, text);
        }
        files.tag
    }

    pub(crate) fn mizzle_finds_nothing(&self) {
        let seen = self.look(&Answers::default());
        assert!(seen.diff.is_empty(), "mizzle finds changes: {:#?}", seen.diff.changes);
        assert_eq!(seen.folder.notes, []);
        assert_eq!(seen.recorded.notes, []);
    }

    /// As above, where the history has had branches.
    pub(crate) fn mizzle_finds_nothing_new(&self) {
        let seen = self.look(&Answers::default());
        assert!(seen.diff.is_empty(), "mizzle finds changes: {:#?}", seen.diff.changes);
    }

    /// The real `check`, which must find something.
    pub(crate) fn kit_check_fails(&self) -> String {
        self.kit.fail(self.path(), &["check"])
    }

    /// The real `generate`, which must find something.
    pub(crate) fn kit_generates(&self, name: &str) {
        let before = self.files();
        let said = self.kit.run(self.path(), &["generate", "--name", name]);
        assert_ne!(self.files(), before, "drizzle-kit generated nothing:\n{said}");
    }

    /// The real `generate`, which must find nothing, and the real `check`.
    pub(crate) fn kit_finds_nothing(&self) {
        let before = self.files();
        let said = self.kit.run(self.path(), &["generate", "--name", "unwanted"]);
        let new: Vec<String> =
            self.files().into_iter().filter(|file| !before.contains(file)).collect();
        let sql: Vec<String> =
            new.iter().filter(|file| file.ends_with(".sql")).map(|file| self.read(file)).collect();
        assert_eq!(new, [] as [String; 0], "drizzle-kit finds changes: {sql:#?}\n{said}");
        let said = self.kit.run(self.path(), &["check"]);
        assert!(said.contains("Everything's fine"), "drizzle-kit check says:\n{said}");
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.out().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn list(folder: &Path, prefix: &str, files: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            list(&entry.path(), &format!("{name}/"), files);
        } else {
            files.push(name);
        }
    }
}
