//! A project, its database, and what is done with them.

use crate::engine;
use crate::kept::Kept;
use crate::project::Project;
use mizzle_db::connection::Connection;
use mizzle_db::target::Target;
use mizzle_db::test_support::unique;
use regex::Regex;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A project that is being worked on.
pub(crate) struct Life {
    fixture: PathBuf,
    project: Project,
    database: String,
    kept: Option<Kept>,
}

impl Life {
    /// The project of a folder, with a release of drizzle-orm and an empty database.
    pub(crate) fn new(fixture: &Path, orm: &str) -> Self {
        let database = unique("project");
        connect("postgres").execute(&format!("CREATE DATABASE {database}")).unwrap();
        let project = Project::with_orm(orm, &engine::url("postgres"))
            .with_env("DATABASE_URL", &engine::url(&database));
        lay(&fixture.join("project"), Path::new(""), &project);
        Self { fixture: fixture.to_owned(), project, database, kept: None }
    }

    /// Does one thing, and says what came of it.
    pub(crate) fn step(&mut self, words: &[String]) -> String {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["mizzle", arguments @ ..] => self.mizzle(arguments),
            // Files of the folder are laid over the project.
            ["lay", name] => {
                lay(&self.fixture.join(name), Path::new(""), &self.project);
                String::new()
            }
            ["remove", path] => {
                std::fs::remove_file(self.project.path().join(path)).unwrap();
                String::new()
            }
            ["sql", file] => self.run(&self.fixture.join(file)),
            // The newest migration gets another text.
            ["newest", file] => {
                let text = std::fs::read_to_string(self.fixture.join(file)).unwrap();
                let files = self.project.files();
                let migrations = files.iter().filter(|file| {
                    file.ends_with(".sql")
                        && !file.ends_with("down.sql")
                        && !file.contains("/down/")
                });
                self.project.file(migrations.max().unwrap(), &text);
                String::new()
            }
            ["git", arguments @ ..] => self.git(arguments),
            ["keep"] => {
                self.kept = Some(Kept::of(&engine::url(&self.database)));
                String::new()
            }
            ["what", "changed"] => {
                self.kept.as_ref().unwrap().changes(&Kept::of(&engine::url(&self.database)))
            }
            other => panic!("no step: {other:?}"),
        }
    }

    /// The transcript of a command, without what differs from run to run.
    fn mizzle(&self, arguments: &[&str]) -> String {
        let target = Target::parse(&engine::url(&self.database), &|_| None).unwrap().to_string();
        let said = self.project.mizzle(arguments).replace(&target, "[TARGET]");
        let words = [
            // What takes no time is not shown at all, and how long a query takes nobody knows.
            (r" \(\[TIME\]\)", ""),
            (r"\[TIME\], ", ""),
            ("(?m)^[✔◐] (Loaded|Pulling) .*\n", ""),
            ("sha256 [0-9a-f]{64}", "sha256 [HASH]"),
            ("PostgreSQL [0-9][^ ]* ", "PostgreSQL [VERSION] "),
            ("url-[0-9]+[.0-9]*", "url-[VERSION]"),
            ("20[0-9]{12}_", "[STAMP]_"),
            ("20[0-9]{2}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}(:[0-9]{2})?", "[TIME]"),
            // The columns of a table are as wide as their texts.
            (r"(\S) {2,}", "$1  "),
        ];
        words.iter().fold(said, |said, (pattern, word)| {
            Regex::new(pattern).unwrap().replace_all(&said, *word).into_owned()
        })
    }

    /// Runs SQL in the database: each part up to a line `-- then` by itself.
    fn run(&self, file: &Path) -> String {
        let mut connection = connect(&self.database);
        connection.execute("SET client_min_messages = warning").unwrap();
        for part in std::fs::read_to_string(file).unwrap().split("-- then\n") {
            connection.execute(part).unwrap();
        }
        String::new()
    }

    fn git(&self, arguments: &[&str]) -> String {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
        command.args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"]);
        let output = command.args(arguments).current_dir(self.project.path()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::new()
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        let sql = format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.database);
        let _ = connect("postgres").execute(&sql);
    }
}

fn connect(database: &str) -> Connection {
    Connection::open(&Target::parse(&engine::url(database), &|_| None).unwrap()).unwrap()
}

/// Copies a folder's files, byte for byte.
fn lay(folder: &Path, to: &Path, project: &Project) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let place = to.join(path.file_name().unwrap());
        if path.is_dir() {
            lay(&path, &place, project);
        } else {
            let place = project.path().join(place);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::copy(&path, place).unwrap();
        }
    }
}
