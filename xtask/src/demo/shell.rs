//! The terminal of the demonstration: commands are shown as a person would
//! type them, their output appears as they print it, and what they promise is
//! checked. Whatever is not as told ends the demonstration.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::story::Schema;
use crate::error::{At, Result};
use crate::process;

/// A project folder and the programs that work in it.
pub(crate) struct Shell {
    folder: PathBuf,
    mizzle: PathBuf,
    engine: &'static str,
}

/// What a command printed and how it ended.
pub(crate) struct Said {
    command: String,
    text: String,
    code: Option<i32>,
}

impl Shell {
    pub(crate) fn new(folder: PathBuf, mizzle: PathBuf, engine: &'static str) -> Self {
        Self { folder, mizzle, engine }
    }

    /// A heading.
    pub(crate) fn chapter(&self, title: &str) {
        println!("\n{}", self.bold(&format!("── {title} ──")));
    }

    /// A sentence between the commands.
    pub(crate) fn say(&self, text: &str) {
        println!("\n{text}");
    }

    /// Writes a file of the project, and shows it or what is new in it.
    pub(crate) fn write(&self, name: &str, text: &str) -> Result<()> {
        let path = self.folder.join(name);
        let before = std::fs::read_to_string(&path).unwrap_or_default();
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent).at("create", parent)?;
        }
        std::fs::write(&path, text).at("write", &path)?;
        println!("\n{}", self.bold(name));
        let known: Vec<&str> = before.lines().collect();
        for line in text.lines() {
            if before.is_empty() {
                println!("  {line}");
            } else if !line.trim().is_empty() && !known.contains(&line) {
                println!("+ {line}");
            }
        }
        Ok(())
    }

    /// Reads a file of the project.
    pub(crate) fn read(&self, name: &str) -> Result<String> {
        let path = self.folder.join(name);
        std::fs::read_to_string(&path).at("read", &path)
    }

    /// Runs `git`, which must succeed. False where there is none.
    pub(crate) fn git(&self, arguments: &[&str]) -> Result<bool> {
        let who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"];
        let rest = ["-c", "commit.gpgsign=false", "-c", "core.hooksPath=none"];
        let mut command = Command::new("git");
        command.current_dir(&self.folder).args(who).args(rest).args(arguments);
        println!("\n{}", self.bold(&format!("$ git {}", arguments.join(" "))));
        match command.status() {
            Ok(status) if status.success() => Ok(true),
            Ok(status) => Err(format!("`git {}` ended with {status}", arguments.join(" ")).into()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                println!("git is not installed; it is left out");
                Ok(false)
            }
            Err(error) => Err(format!("git does not start: {error}").into()),
        }
    }

    /// Writes `db/schema.ts` as it is at one point of the story.
    pub(crate) fn edit(&self, schema: Schema) -> Result<()> {
        self.write("db/schema.ts", &schema.text())
    }

    /// Runs `mizzle`, which must succeed.
    pub(crate) fn mizzle(&self, arguments: &[&str]) -> Result<Said> {
        let said = self.try_mizzle(arguments)?;
        said.ends(0)?;
        Ok(said)
    }

    /// Runs `mizzle`, however it may end.
    pub(crate) fn try_mizzle(&self, arguments: &[&str]) -> Result<Said> {
        let quoted: Vec<String> = arguments
            .iter()
            .map(|it| match it {
                it if it.contains('"') => format!("'{it}'"),
                it if it.contains(' ') => format!("\"{it}\""),
                it => (*it).to_owned(),
            })
            .collect();
        let shown = format!("mizzle {}", quoted.join(" "));
        println!("\n{}", self.bold(&format!("$ {shown}")));
        let mut text = String::new();
        let status = process::watch(self.command().args(arguments), &mut |line| {
            text.push_str(line);
            text.push('\n');
        })?;
        Ok(Said { command: shown, text, code: status.code() })
    }

    /// Looks at the database: one query, whose answer holds all of these words.
    pub(crate) fn query(&self, sql: &str, holds: &[&str]) -> Result<()> {
        self.mizzle(&["dev", "sql", sql])?.holds(holds)
    }

    /// The command without its arguments. Nothing of the caller's environment
    /// may name a database.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.mizzle);
        command.current_dir(&self.folder);
        command.env_remove("DATABASE_URL").env_remove("MIZZLE_DEV_URL");
        command.env("MIZZLE_DEV_ENGINE", self.engine);
        command
    }

    /// The SQL of the newest migration, which holds these words and not those.
    pub(crate) fn newest(&self, holds: &[&str], lacks: &[&str]) -> Result<()> {
        let folder = self.folder.join("drizzle");
        let mut files: Vec<PathBuf> = std::fs::read_dir(&folder)
            .at("list", &folder)?
            .flatten()
            .map(|it| it.path())
            .filter(|it| it.extension().is_some_and(|it| it == "sql"))
            .collect();
        files.sort();
        let Some(newest) = files.pop() else { return Err("no migration was written".into()) };
        let text = std::fs::read_to_string(&newest).at("read", &newest)?;
        let name = newest.strip_prefix(&self.folder).unwrap_or(&newest);
        println!("\n{}", self.bold(&format!("$ cat {}", name.display())));
        println!("{}", text.trim_end());
        check(&text, holds, lacks, &name.display().to_string())
    }

    /// How many migrations the folder holds.
    pub(crate) fn migrations(&self, expected: usize) -> Result<()> {
        let folder = self.folder.join("drizzle");
        let found = std::fs::read_dir(&folder)
            .at("list", &folder)?
            .flatten()
            .filter(|it| Path::new(&it.file_name()).extension().is_some_and(|it| it == "sql"))
            .count();
        if found == expected {
            Ok(())
        } else {
            Err(format!("expected {expected} migrations in {}, found {found}", folder.display())
                .into())
        }
    }

    fn bold(&self, text: &str) -> String {
        if std::io::stdout().is_terminal() {
            format!("\x1b[1m{text}\x1b[0m")
        } else {
            text.to_owned()
        }
    }
}

impl Said {
    /// The exit code.
    pub(crate) fn ends(&self, code: i32) -> Result<()> {
        if self.code == Some(code) {
            Ok(())
        } else {
            let ended = self.code.map_or_else(|| "by a signal".to_owned(), |it| it.to_string());
            Err(format!("`{}` should exit with {code}, but ended {ended}", self.command).into())
        }
    }

    /// The lines of the output.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    /// What must be in the output.
    pub(crate) fn holds(&self, words: &[&str]) -> Result<()> {
        check(&self.text, words, &[], &format!("the output of `{}`", self.command))
    }
}

fn check(text: &str, holds: &[&str], lacks: &[&str], what: &str) -> Result<()> {
    if let Some(missing) = holds.iter().find(|it| !text.contains(**it)) {
        return Err(format!("{what} should hold `{missing}`").into());
    }
    if let Some(found) = lacks.iter().find(|it| text.contains(**it)) {
        return Err(format!("{what} should not hold `{found}`").into());
    }
    Ok(())
}
