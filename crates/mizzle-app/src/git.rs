//! What git knows about a project: which texts a file had, what is not committed, what
//! another branch holds. It runs the `git` program; where there is none, no repository, or
//! only part of the history, the answer is "not known" and never an error.
//!
//! Nothing here changes a repository, asks anybody anything, or goes to a network.

use mizzle_core::folder::{Folder, FolderError, read};
use mizzle_core::naming::Line;
use std::ffi::OsStr;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A repository, seen from a folder in it.
#[derive(Debug, Clone)]
pub struct Repository {
    /// Where `git` is run. A hook gets paths that hold from there only.
    cwd: PathBuf,
    /// The top of its files.
    root: PathBuf,
}

/// Where a file is looked up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At<'a> {
    /// In a commit: `HEAD`, a branch, an id.
    Revision(&'a str),
    /// In the index: what the next commit will hold.
    Index,
}

/// A file that is not as the last commit has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncommitted {
    /// The file, from the top of the repository.
    pub path: String,
    /// Is something of it in the index?
    pub staged: bool,
    /// Is it changed beyond that?
    pub changed: bool,
    /// Does git not know it at all?
    pub untracked: bool,
}

impl Repository {
    /// The repository that a folder lies in, if any.
    pub fn of(cwd: &Path) -> Option<Self> {
        let found = run(cwd, &["rev-parse", "--show-toplevel"])?;
        let root = Path::new(text(&found)?.trim_end_matches(['\n', '\r'])).canonicalize().ok()?;
        Some(Self { cwd: cwd.to_owned(), root })
    }

    /// The top of its files.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A file as the repository names it, whether it is there or not; `None` outside of it.
    pub fn path(&self, file: &Path) -> Option<String> {
        let file = self.cwd.join(file);
        let there = file.ancestors().find(|ancestor| ancestor.exists())?;
        let rest = file.strip_prefix(there).ok()?;
        let real = there.canonicalize().ok()?;
        let inside = real.strip_prefix(&self.root).ok()?.join(rest);
        let parts: Option<Vec<&str>> = inside.iter().map(OsStr::to_str).collect();
        Some(parts?.join("/"))
    }

    /// The id of a commit.
    pub fn commit(&self, revision: &str) -> Option<String> {
        let commit = format!("{revision}^{{commit}}");
        self.word(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])
    }

    /// The newest commit that `HEAD` and another branch have in common. `None` where they
    /// have none, and where a shallow clone does not reach it.
    pub fn merge_base(&self, branch: &str) -> Option<String> {
        let other = self.commit(branch)?;
        self.word(&["merge-base", "HEAD", &other])
    }

    /// Is part of the history missing?
    pub fn is_shallow(&self) -> bool {
        self.word(&["rev-parse", "--is-shallow-repository"]).as_deref() == Some("true")
    }

    /// Does git know the file?
    pub fn is_tracked(&self, path: &str) -> bool {
        self.run(&["ls-files", "--error-unmatch", "--", &literal(path)]).is_some()
    }

    /// The bytes of a file there, as they are stored: with LF, where git converts line ends.
    pub fn content(&self, at: At<'_>, path: &str) -> Option<Vec<u8>> {
        let object = match at {
            At::Revision(revision) => format!("{}:{path}", self.commit(revision)?),
            At::Index => format!(":{path}"),
        };
        self.run(&["cat-file", "blob", &object])
    }

    /// The commits that changed a file, the newest first, by their short ids.
    pub fn history(&self, path: &str, limit: usize) -> Vec<String> {
        let limit = format!("--max-count={limit}");
        let found = self.run(&["log", "--format=%h", &limit, "--", &literal(path)]);
        let found = found.as_deref().and_then(text).unwrap_or_default();
        found.lines().map(str::to_owned).collect()
    }

    /// What of these files and folders is not committed.
    pub fn uncommitted(&self, paths: &[&str]) -> Option<Vec<Uncommitted>> {
        let paths: Vec<String> = paths.iter().map(|path| literal(path)).collect();
        let flags = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--"];
        let arguments: Vec<&str> =
            flags.into_iter().chain(paths.iter().map(String::as_str)).collect();
        let found = self.run(&arguments)?;
        let entries = text(&found)?.split('\0').filter(|entry| !entry.is_empty());
        entries.map(Uncommitted::read).collect()
    }

    /// The files of a folder there, as paths in it.
    pub fn files(&self, at: At<'_>, folder: &str) -> Option<Vec<String>> {
        let literal = literal(folder);
        let found = match at {
            At::Revision(revision) => {
                let commit = self.commit(revision)?;
                let mut arguments =
                    vec!["ls-tree", "-r", "-z", "--name-only", "--full-tree", commit.as_str()];
                if !folder.is_empty() {
                    arguments.extend(["--", folder]);
                }
                self.run(&arguments)?
            }
            At::Index => self.run(&["ls-files", "-z", "--full-name", "--", &literal])?,
        };
        let inside = |path: &str| match folder {
            "" => Some(path.to_owned()),
            _ => Some(path.strip_prefix(folder)?.strip_prefix('/')?.to_owned()),
        };
        Some(text(&found)?.split('\0').filter(|path| !path.is_empty()).filter_map(inside).collect())
    }

    /// The migrations folder there. One without a file is without a migration.
    pub fn migrations(&self, at: At<'_>, folder: &str) -> Option<Result<Folder, FolderError>> {
        let mut paths = self.files(at, folder)?;
        // As deep as a folder of the disk is read.
        paths.retain(|path| path.matches('/').count() <= 1);
        let join = |file: &str| match folder {
            "" => file.to_owned(),
            _ => format!("{folder}/{file}"),
        };
        Some(read(&paths, Line::V0, &mut |file| {
            let bytes = self.content(at, &join(file)).ok_or("git has no text of it")?;
            String::from_utf8(bytes).map_err(|_| "it is not UTF-8 text".to_owned())
        }))
    }

    /// Copies what the index holds of a folder to another place, with the whole path below
    /// it. Did that work?
    pub fn write_out(&self, folder: &str, to: &Path) -> bool {
        let Some(names) = self.run(&["ls-files", "-z", "--full-name", "--", &literal(folder)])
        else {
            return false;
        };
        let prefix = format!("--prefix={}/", to.display());
        let mut command = command(&self.root, &["checkout-index", "-z", "--stdin", &prefix]);
        command.stdin(Stdio::piped()).stdout(Stdio::null());
        let Ok(mut child) = command.spawn() else { return false };
        // Git reads all names before it says anything.
        let sent = child.stdin.take().is_some_and(|mut stdin| stdin.write_all(&names).is_ok());
        child.wait().is_ok_and(|status| status.success()) && sent
    }

    fn run(&self, arguments: &[&str]) -> Option<Vec<u8>> {
        run(&self.cwd, arguments)
    }

    fn word(&self, arguments: &[&str]) -> Option<String> {
        let found = self.run(arguments)?;
        let word = text(&found)?.trim();
        (!word.is_empty()).then(|| word.to_owned())
    }
}

impl Uncommitted {
    /// `XY path`, as `git status --porcelain` says it.
    fn read(entry: &str) -> Option<Self> {
        let (state, path) = entry.split_at_checked(3)?;
        let mut letters = state.chars();
        let (index, tree) = (letters.next()?, letters.next()?);
        let untracked = index == '?';
        Some(Self {
            path: path.to_owned(),
            staged: !untracked && index != ' ',
            changed: !untracked && tree != ' ',
            untracked,
        })
    }
}

/// A path from the top of the repository that means itself, whatever characters are in it.
fn literal(path: &str) -> String {
    format!(":(top,literal){path}")
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// What git says; `None` where it says no, or is not there.
fn run(cwd: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = command(cwd, arguments).output().ok()?;
    output.status.success().then_some(output.stdout)
}

fn command(cwd: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(arguments)
        .current_dir(cwd)
        // What is not here is not fetched, nobody is asked for a password, and nobody who
        // works in the repository at the same time is kept waiting.
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    // A hook in a worktree is told the repository and not where its files begin, which git
    // then takes to be here. Left to itself, it finds both.
    if std::env::var_os("GIT_WORK_TREE").is_none() {
        command.env_remove("GIT_DIR");
    }
    command
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    /// A repository with one commit.
    struct Scratch(tempfile::TempDir);

    impl Scratch {
        fn new() -> Self {
            let scratch = Self(tempfile::tempdir().unwrap());
            scratch.git(&["init", "--quiet", "--initial-branch=main"]);
            scratch.file("drizzle/0000_a.sql", "a\n");
            scratch.file("drizzle/meta/_journal.json", &journal(&["0000_a"]));
            scratch.commit("first");
            scratch
        }

        fn path(&self) -> PathBuf {
            self.0.path().canonicalize().unwrap()
        }

        fn git(&self, arguments: &[&str]) {
            let mut command = Command::new("git");
            command.args(["-c", "user.name=A", "-c", "user.email=a@example.com"]);
            command.args(["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"]);
            let output = command.args(arguments).current_dir(self.path()).output().unwrap();
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }

        fn file(&self, path: &str, text: &str) {
            let path = self.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }

        fn commit(&self, message: &str) {
            self.git(&["add", "--all"]);
            self.git(&["commit", "--quiet", "--message", message]);
        }

        fn repository(&self) -> Repository {
            Repository::of(&self.path()).unwrap()
        }
    }

    fn journal(tags: &[&str]) -> String {
        let entries: Vec<String> = tags
            .iter()
            .enumerate()
            .map(|(idx, tag)| format!(r#"{{"idx":{idx},"when":{},"tag":"{tag}"}}"#, idx + 1))
            .collect();
        format!(r#"{{"version":"7","dialect":"postgresql","entries":[{}]}}"#, entries.join(","))
    }

    #[test]
    fn without_a_repository_nothing_is_known() {
        let folder = tempfile::tempdir().unwrap();
        // Nothing above it is one either.
        let inside = folder.path().join("project");
        fs::create_dir(&inside).unwrap();
        fs::write(inside.join(".git"), "gitdir: nowhere\n").unwrap();
        assert!(Repository::of(&inside).is_none());
        assert!(run(&folder.path().join("not there"), &["version"]).is_none());
    }

    #[test]
    fn files_are_named_from_the_top() {
        let scratch = Scratch::new();
        let inside = Repository::of(&scratch.path().join("drizzle")).unwrap();
        assert_eq!(inside.root(), scratch.path());
        assert_eq!(inside.path(Path::new("0000_a.sql")).as_deref(), Some("drizzle/0000_a.sql"));
        assert_eq!(inside.path(Path::new("new/x.sql")).as_deref(), Some("drizzle/new/x.sql"));
        assert_eq!(inside.path(&scratch.path()).as_deref(), Some(""));
        assert_eq!(inside.path(Path::new("/")), None);
        assert!(inside.is_tracked("drizzle/0000_a.sql") && !inside.is_tracked("drizzle/x.sql"));
    }

    #[test]
    fn texts_are_found_in_commits_and_in_the_index() {
        let scratch = Scratch::new();
        let repository = scratch.repository();
        let path = "drizzle/0000_a.sql";
        scratch.file(path, "b\n");
        scratch.commit("second");
        scratch.file(path, "c\n");
        scratch.git(&["add", path]);
        scratch.file(path, "d\n");
        assert_eq!(repository.content(At::Revision("HEAD"), path).unwrap(), b"b\n");
        assert_eq!(repository.content(At::Revision("HEAD^"), path).unwrap(), b"a\n");
        assert_eq!(repository.content(At::Index, path).unwrap(), b"c\n");
        assert_eq!(repository.content(At::Revision("nowhere"), path), None);
        assert_eq!(repository.content(At::Revision("--help"), path), None);
        let history = repository.history(path, 10);
        assert_eq!(history.len(), 2);
        assert_eq!(repository.content(At::Revision(&history[1]), path).unwrap(), b"a\n");
        assert_eq!(repository.history(path, 1).len(), 1);
        assert_eq!(repository.history("drizzle/none.sql", 1), Vec::<String>::new());
    }

    #[test]
    fn what_is_not_committed_is_named() {
        let scratch = Scratch::new();
        let repository = scratch.repository();
        assert_eq!(repository.uncommitted(&["drizzle"]), Some(Vec::new()));
        scratch.file("drizzle/0000_a.sql", "b\n");
        scratch.file("drizzle/0001 é.sql", "new\n");
        scratch.file("db/schema.ts", "staged\n");
        scratch.git(&["add", "db"]);
        let short = |paths: &[&str]| -> Vec<(String, bool, bool, bool)> {
            let all = repository.uncommitted(paths).unwrap().into_iter();
            all.map(|one| (one.path, one.staged, one.changed, one.untracked)).collect()
        };
        assert_eq!(
            short(&["drizzle"]),
            [
                ("drizzle/0000_a.sql".to_owned(), false, true, false),
                ("drizzle/0001 é.sql".to_owned(), false, false, true),
            ]
        );
        assert_eq!(short(&["db/schema.ts"]), [("db/schema.ts".to_owned(), true, false, false)]);
    }

    #[test]
    fn the_migrations_of_another_branch() {
        let scratch = Scratch::new();
        let repository = scratch.repository();
        scratch.git(&["switch", "--quiet", "--create", "other"]);
        scratch.file("drizzle/0001_b.sql", "b\n");
        scratch.file("drizzle/down/0001_b.sql", "not b\n");
        scratch.file("drizzle/meta/_journal.json", &journal(&["0000_a", "0001_b"]));
        scratch.commit("second");
        let tags = |at: At<'_>| -> Vec<String> {
            let folder = repository.migrations(at, "drizzle").unwrap().unwrap();
            folder.migrations.into_iter().map(|migration| migration.tag).collect()
        };
        assert_eq!(tags(At::Revision("main")), ["0000_a"]);
        assert_eq!(tags(At::Revision("HEAD")), ["0000_a", "0001_b"]);
        assert_eq!(tags(At::Index), ["0000_a", "0001_b"]);
        let folder = repository.migrations(At::Index, "drizzle").unwrap().unwrap();
        assert_eq!(folder.migrations[1].down.as_deref(), Some("down/0001_b.sql"));
        assert_eq!(repository.merge_base("main"), repository.commit("main"));
        assert_eq!(repository.merge_base("nowhere"), None);
        let none = repository.migrations(At::Index, "elsewhere").unwrap().unwrap();
        assert_eq!(none.migrations, []);
        assert!(repository.migrations(At::Revision("nowhere"), "drizzle").is_none());
    }

    #[test]
    fn a_shallow_clone_knows_less() {
        let scratch = Scratch::new();
        scratch.file("drizzle/0000_a.sql", "b\n");
        scratch.commit("second");
        let folder = tempfile::tempdir().unwrap();
        let url = format!("file://{}", scratch.path().display());
        let clone = folder.path().join("clone");
        let status = Command::new("git")
            .args(["clone", "--quiet", "--depth=1", &url])
            .arg(&clone)
            .status()
            .unwrap();
        assert!(status.success());
        let repository = Repository::of(&clone).unwrap();
        assert!(repository.is_shallow() && !scratch.repository().is_shallow());
        assert_eq!(repository.history("drizzle/0000_a.sql", 10).len(), 1);
        assert_eq!(repository.content(At::Revision("HEAD^"), "drizzle/0000_a.sql"), None);
    }
}
