//! `mizzle.sum`: what each migration's files were when they were written or sealed, one
//! line a migration, each independent of the others, so that branches merge without a
//! conflict.
//!
//! ```text
//! 0001_add_users_age sql:SHA256 down:SHA256 rehearsed:local-15.20
//! ```
//!
//! A file may have several lines for one migration, where two branches were brought
//! together: each of them counts. Hashes are those of texts with LF, so that a checkout on
//! Windows is the same. Who wrote a line it cannot tell: it is evidence for people who look
//! at their version control, not a signature.

use super::MigrationFile;
use crate::script::Hashes;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The file's name, in the migrations folder of either layout.
pub const SUM: &str = "mizzle.sum";

/// The file beside it that tells git how to merge it.
pub const ATTRIBUTES: &str = ".gitattributes";

/// Its line there: the lines of both sides are kept.
const MERGE_UNION: &str = "mizzle.sum merge=union";

/// The content of a `mizzle.sum`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sum {
    lines: BTreeMap<String, Vec<Line>>,
    /// Lines that say nothing known, with their numbers from 1. They are kept.
    unreadable: Vec<(usize, String)>,
}

/// What is recorded of one migration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The hash of its statements.
    pub sql: String,
    /// The hash of its certified way back, where it has one.
    pub down: Option<String>,
    /// What of it has run before it was written.
    pub rehearsed: Rehearsed,
}

/// What of a migration ran on a development database before it was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rehearsed {
    /// Nothing.
    No,
    /// What is in front of this statement, counted from 1.
    Partly(usize),
    /// All of it, on this engine: `local-15.20`.
    On(String),
}

/// The files of a migration as a folder has them, by their hashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Present {
    /// The migration.
    pub name: String,
    /// The hash of its statements; `None` where the file is missing.
    pub sql: Option<String>,
    /// The hash of its way back, where it has one.
    pub down: Option<String>,
}

/// Which file of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Its statements.
    Sql,
    /// Its way back.
    Down,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Its text is another.
    Edited,
    /// It is gone.
    Removed,
    /// Nothing is recorded of it.
    Unknown,
}

/// A file that is not as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The migration.
    pub name: String,
    /// Which of its files.
    pub part: Part,
    /// What became of it.
    pub fate: Fate,
    /// The hashes that it may have; empty where nothing is recorded.
    pub recorded: Vec<String>,
    /// Where it is gone: a migration that nothing is recorded of and that has its text.
    pub renamed: Option<String>,
}

/// The hash under which a file is recorded.
pub fn hash_of(bytes: &[u8]) -> String {
    Hashes::of(bytes).lf
}

impl Sum {
    /// Reads the text of the file. There is no text that cannot be read: what says nothing
    /// known is kept ([`Sum::unreadable`]). Of an unfinished merge, the lines of both sides
    /// count, and those that both have left behind do not.
    pub fn read(text: &str) -> Self {
        let mut sum = Self::default();
        let mut in_base = false;
        for (at, line) in text.strip_prefix('\u{feff}').unwrap_or(text).lines().enumerate() {
            let line = line.trim();
            match conflict(line) {
                Some(Marker::Base) => in_base = true,
                Some(Marker::Side) => in_base = false,
                None if line.is_empty() || in_base => {}
                None => match Line::read(line) {
                    Some((name, line)) => sum.push(name, line),
                    None => sum.unreadable.push((at + 1, line.to_owned())),
                },
            }
        }
        sum
    }

    fn push(&mut self, name: &str, line: Line) {
        let lines = self.lines.entry(name.to_owned()).or_default();
        if !lines.contains(&line) {
            lines.push(line);
        }
    }

    /// Lines that say nothing known, with their numbers from 1.
    pub fn unreadable(&self) -> &[(usize, String)] {
        &self.unreadable
    }

    /// Is nothing recorded?
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.unreadable.is_empty()
    }

    /// The migrations of which something is recorded, sorted.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.lines.keys().map(String::as_str)
    }

    /// Is something recorded of this migration?
    pub fn knows(&self, name: &str) -> bool {
        self.lines.contains_key(&key(name))
    }

    /// Records a migration in place of what was recorded of it.
    pub fn set(&mut self, name: &str, line: Line) {
        self.lines.insert(key(name), vec![line]);
    }

    /// Forgets a migration.
    pub fn remove(&mut self, name: &str) {
        self.lines.remove(&key(name));
    }

    /// Of several lines about one migration, keeps the one that fits.
    pub fn settle(&mut self, present: &Present) {
        if let Some(line) = self.line(present).cloned() {
            self.set(&present.name, line);
        }
    }

    /// The line that these files fit; of several, the one that says most about rehearsal. A
    /// line without a way back fits one that came later, of which nothing is recorded then.
    pub fn line(&self, present: &Present) -> Option<&Line> {
        let lines = self.lines.get(&key(&present.name))?;
        let fitting = |present: &Present| {
            lines.iter().filter(|line| line.fits(present)).max_by_key(|line| &line.rehearsed)
        };
        fitting(present).or_else(|| fitting(&Present { down: None, ..present.clone() }))
    }

    /// What of a migration was rehearsed, as long as its files are as they were then.
    pub fn rehearsed(&self, present: &Present) -> Rehearsed {
        self.line(present).map_or(Rehearsed::No, |line| line.rehearsed.clone())
    }

    /// The same, whatever became of its way back since.
    pub fn rehearsed_statements(&self, present: &Present) -> Rehearsed {
        let lines = self.lines.get(&key(&present.name)).into_iter().flatten();
        let fitting = lines.filter(|line| present.sql.as_ref() == Some(&line.sql));
        fitting.map(|line| line.rehearsed.clone()).max().unwrap_or(Rehearsed::No)
    }

    /// Compares the files of a folder with what is recorded: migrations in the folder's
    /// order, then those that are gone.
    pub fn compare(&self, present: &[Present]) -> Vec<Difference> {
        let mut found = Vec::new();
        for one in present {
            self.compare_one(one, &mut found);
        }
        let there: BTreeSet<String> = present.iter().map(|one| key(&one.name)).collect();
        for (name, lines) in &self.lines {
            if there.contains(name) {
                continue;
            }
            let recorded: Vec<String> = lines.iter().map(|line| line.sql.clone()).collect();
            let renamed = present.iter().find(|one| {
                !self.knows(&one.name) && one.sql.as_ref().is_some_and(|sql| recorded.contains(sql))
            });
            found.push(Difference {
                name: name.clone(),
                part: Part::Sql,
                fate: Fate::Removed,
                renamed: renamed.map(|one| one.name.clone()),
                recorded,
            });
        }
        found
    }

    fn compare_one(&self, present: &Present, found: &mut Vec<Difference>) {
        let mut push = |part, fate, recorded| {
            let name = present.name.clone();
            found.push(Difference { name, part, fate, recorded, renamed: None });
        };
        let Some(lines) = self.lines.get(&key(&present.name)) else {
            if present.sql.is_some() {
                push(Part::Sql, Fate::Unknown, Vec::new());
            }
            return;
        };
        if lines.iter().any(|line| line.fits(present)) {
            return;
        }
        let hashes: Vec<String> = lines.iter().map(|line| line.sql.clone()).collect();
        match &present.sql {
            None => return push(Part::Sql, Fate::Removed, hashes),
            Some(sql) if !hashes.contains(sql) => push(Part::Sql, Fate::Edited, hashes),
            Some(_) => {}
        }
        let hashes: Vec<String> = lines.iter().filter_map(|line| line.down.clone()).collect();
        match &present.down {
            // A line that knows of none fits a migration without one.
            None if lines.iter().all(|line| line.down.is_some()) => {
                push(Part::Down, Fate::Removed, hashes);
            }
            Some(_) if hashes.is_empty() => push(Part::Down, Fate::Unknown, hashes),
            Some(down) if !hashes.contains(down) => push(Part::Down, Fate::Edited, hashes),
            None | Some(_) => {}
        }
    }
}

/// The file's text, each line with its newline.
impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, lines) in &self.lines {
            for line in lines {
                let down = line.down.as_deref().unwrap_or("-");
                writeln!(f, "{name} sql:{} down:{down} rehearsed:{}", line.sql, line.rehearsed)?;
            }
        }
        for (_, text) in &self.unreadable {
            writeln!(f, "{text}")?;
        }
        Ok(())
    }
}

impl Line {
    /// Reads a line. Names hold spaces, so that it is read from its end; fields of a later
    /// mizzle may follow.
    fn read(text: &str) -> Option<(&str, Self)> {
        let (name, fields) = text.rsplit_once(" sql:")?;
        let mut fields = fields.split_whitespace();
        let sql = hash(fields.next()?)?;
        let mut line = Self { sql, down: None, rehearsed: Rehearsed::No };
        for field in fields {
            match field.split_once(':')? {
                ("down", "-") => line.down = None,
                ("down", value) => line.down = Some(hash(value)?),
                ("rehearsed", value) => line.rehearsed = Rehearsed::read(value),
                _ => {}
            }
        }
        let name = name.trim();
        (!name.is_empty()).then_some((name, line))
    }

    /// Do these files have the hashes that it records?
    fn fits(&self, present: &Present) -> bool {
        present.sql.as_ref() == Some(&self.sql) && present.down == self.down
    }
}

impl Rehearsed {
    fn read(word: &str) -> Self {
        match word.strip_prefix("partial:").map(str::parse) {
            Some(Ok(statement)) => Self::Partly(statement),
            Some(Err(_)) => Self::No,
            None if word == "no" || word.is_empty() => Self::No,
            None => Self::On(word.to_owned()),
        }
    }
}

impl fmt::Display for Rehearsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::No => f.write_str("no"),
            Self::Partly(statement) => write!(f, "partial:{statement}"),
            Self::On(engine) => f.write_str(engine),
        }
    }
}

impl Difference {
    /// Does it stop whoever would use the migration?
    pub fn stops(&self) -> bool {
        match self.fate {
            Fate::Edited | Fate::Removed => true,
            Fate::Unknown => false,
        }
    }
}

impl MigrationFile {
    /// Where a file of it lies or would lie, as a path in the folder.
    pub fn path_of(&self, part: Part) -> String {
        match part {
            Part::Sql => self.sql.clone(),
            Part::Down => self.down.clone().unwrap_or_else(|| match self.sql.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/down.sql"),
                None => format!("down/{}", self.sql),
            }),
        }
    }
}

/// The text of `.gitattributes` with the line that merges `mizzle.sum`; `None` where it is
/// there already, or where somebody wants it otherwise.
pub fn attributes(text: &str) -> Option<String> {
    let says = |line: &str| line.split_whitespace().next() == Some(SUM);
    if text.lines().any(says) {
        return None;
    }
    let (newline, gap) = if text.contains("\r\n") { ("\r\n", "\r\n") } else { ("\n", "\n") };
    let gap = if text.is_empty() || text.ends_with('\n') { "" } else { gap };
    Some(format!("{text}{gap}{MERGE_UNION}{newline}"))
}

/// A name as a line holds it: whoever writes a newline into a file name gets no line more.
fn key(name: &str) -> String {
    let held = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    name.trim().chars().map(held).collect()
}

fn hash(text: &str) -> Option<String> {
    let is_hash = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| text.to_ascii_lowercase())
}

enum Marker {
    /// A side of the merge begins, or the last one ends.
    Side,
    /// What both sides started from begins.
    Base,
}

fn conflict(line: &str) -> Option<Marker> {
    if line.starts_with("|||||||") {
        return Some(Marker::Base);
    }
    let marker = ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|start| line.starts_with(start));
    marker.then_some(Marker::Side)
}
