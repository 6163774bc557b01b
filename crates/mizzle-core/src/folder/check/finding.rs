//! A finding: what is wrong, how bad it is, and where.

use super::super::{FolderError, JOURNAL, Layout, Oddity};
use crate::postgres::snapshot::{ReadError, Version};
use std::fmt;

/// Something that `check` has found. Paths are relative to the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// Of what kind.
    pub kind: Kind,
    /// What it is.
    pub problem: Problem,
    /// The layout that says what follows from it.
    pub(super) layout: Layout,
    /// Where it stands, where there is one place.
    pub line: Option<Line>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// `check` says no.
    Error,
    /// It does not stop anybody, and is no good.
    Warning,
    /// To know, and no more.
    Note,
}

/// What a finding is about. The first five are drizzle-kit's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A version that came after this mizzle.
    Unsupported,
    /// A file that is not what it should be.
    Malformed,
    /// A version that has to be converted.
    NonLatest,
    /// Branches that get in each other's way.
    Conflicts,
    /// What comes before what it builds on.
    Order,
    /// The 0.x layout, where 1.0 is installed.
    Outdated,
    /// A file that is missing.
    MissingFile,
    /// The list of migrations, and the files that it is about.
    Journal,
    /// The snapshots, and how they follow one another.
    Snapshots,
}

impl Kind {
    /// A stable word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unsupported => "unsupported",
            Self::Malformed => "malformed",
            Self::NonLatest => "non_latest",
            Self::Conflicts => "conflicts",
            Self::Order => "order",
            Self::Outdated => "outdated",
            Self::MissingFile => "missing_file",
            Self::Journal => "journal",
            Self::Snapshots => "snapshots",
        }
    }
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// What reading the folder notes.
    Odd(Oddity),
    /// A file that cannot be read.
    Unreadable(FolderError),
    /// There are snapshots, and no journal.
    NoJournal,
    /// The 0.x layout, where drizzle-orm 1.0 is installed.
    Outdated,
    /// A file in `meta/` that is no snapshot.
    NoSnapshotFile {
        /// The file.
        path: String,
    },
    /// Entries of the journal with one `idx`.
    SameIndex {
        /// The `idx`.
        idx: i64,
        /// The migrations.
        tags: Vec<String>,
    },
    /// A snapshot without a field that drizzle-kit asks for.
    Lacks {
        /// The file.
        path: String,
        /// The field.
        field: &'static str,
    },
    /// Snapshots of an older version than the folder's kit reads.
    NotLatest {
        /// How many.
        count: usize,
        /// The first.
        first: String,
        /// The last.
        last: String,
        /// The version of the first.
        version: Version,
        /// What the kit reads.
        newest: Version,
    },
    /// 0.x: snapshots that follow the same one.
    SameParent {
        /// The migrations, in order.
        tags: Vec<String>,
        /// The file of the last.
        path: String,
        /// The migration whose snapshot they follow; `None` for the beginning.
        parent: Option<String>,
        /// The id of the first, which the second could follow.
        id: String,
    },
    /// A snapshot that follows another than the one before it.
    NotNext {
        /// The migration.
        tag: String,
        /// The one that its snapshot follows.
        follows: String,
        /// The one before it.
        before: String,
    },
    /// 1.0: a migration that comes before one it follows.
    Before {
        /// The migration.
        tag: String,
        /// The one that it follows.
        parent: String,
    },
    /// v9: a second snapshot with all rows.
    SecondBase {
        /// The migration.
        tag: String,
        /// The first one.
        first: String,
    },
    /// v9: a snapshot with changes that follow nothing.
    NoBase {
        /// The migration.
        tag: String,
    },
    /// Two branches that get in each other's way.
    Conflict(Box<Conflict>),
}

/// Two branches that get in each other's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The migration where they fork; `None` for the beginning.
    pub fork: Option<String>,
    /// The one side: its migration and its statement.
    pub left: (String, String),
    /// The other.
    pub right: (String, String),
    /// What both touch.
    pub what: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub number: usize,
    /// Its text.
    pub text: String,
}

impl Line {
    /// The first line of a text that fits.
    pub(super) fn of(path: &str, text: &str, fits: impl FnMut(&str) -> bool) -> Option<Self> {
        let at = text.lines().position(fits)?;
        let line = text.lines().nth(at)?.to_owned();
        Some(Self { path: path.to_owned(), number: at + 1, text: line })
    }
}

impl Finding {
    fn new(severity: Severity, kind: Kind, problem: Problem) -> Self {
        Self { severity, kind, problem, layout: Layout::Journal, line: None }
    }

    pub(super) fn error(kind: Kind, problem: Problem) -> Self {
        Self::new(Severity::Error, kind, problem)
    }

    pub(super) fn warning(kind: Kind, problem: Problem) -> Self {
        Self::new(Severity::Warning, kind, problem)
    }

    pub(super) fn note(kind: Kind, problem: Problem) -> Self {
        Self::new(Severity::Note, kind, problem)
    }

    pub(super) fn unreadable(error: FolderError) -> Self {
        let kind = match &error {
            FolderError::Snapshot { source: ReadError::Newer(_), .. } => Kind::Unsupported,
            FolderError::Unreadable { .. }
            | FolderError::Json { .. }
            | FolderError::Snapshot { .. }
            | FolderError::OtherDialect(_)
            | FolderError::Ancient(_) => Kind::Malformed,
        };
        Self::error(kind, Problem::Unreadable(error))
    }

    pub(super) fn at(self, line: Option<Line>) -> Self {
        Self { line, ..self }
    }

    pub(super) fn of(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }
}

/// What it is, in one sentence.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Odd(oddity) => oddity.fmt(f),
            Self::Unreadable(error) => error.fmt(f),
            Self::NoJournal => write!(f, "`{JOURNAL}` is missing, so that no migration is run"),
            Self::Outdated => write!(
                f,
                "the folder has the layout of drizzle-kit 0.x (`{JOURNAL}`), which the installed \
                 drizzle-orm 1.0 refuses"
            ),
            Self::NoSnapshotFile { path } => write!(f, "`{path}` is no snapshot"),
            Self::SameIndex { idx, tags } => {
                write!(f, "the journal gives idx {idx} to {}", both(tags))
            }
            Self::Lacks { path, field } => write!(f, "`{path}` is malformed: it has no `{field}`"),
            Self::NotLatest { count: 1, first, version, newest, .. } => {
                write!(f, "`{first}` has snapshot version {version}, and the latest is {newest}")
            }
            Self::NotLatest { count, first, last, version, newest } => write!(
                f,
                "{count} snapshots, `{first}` to `{last}`, have version {version}, and the \
                 latest is {newest}"
            ),
            Self::SameParent { tags, parent: Some(parent), .. } => {
                write!(f, "the snapshots of {} both follow that of `{parent}`", both(tags))
            }
            Self::SameParent { tags, parent: None, .. } => {
                write!(f, "the snapshots of {} both follow nothing known", both(tags))
            }
            Self::NotNext { tag, follows, before } => write!(
                f,
                "the snapshot of `{tag}` follows that of `{follows}`, and not that of `{before}` \
                 before it"
            ),
            Self::Before { tag, parent } => {
                write!(f, "`{tag}` builds on `{parent}`, and comes before it")
            }
            Self::SecondBase { tag, first } => {
                write!(f, "`{tag}` has a snapshot that begins a history, and so has `{first}`")
            }
            Self::NoBase { tag } => {
                write!(f, "the snapshot of `{tag}` says what changes, and follows nothing")
            }
            Self::Conflict(conflict) => {
                let Conflict { left: (left, _), right: (right, _), what, .. } = &**conflict;
                write!(f, "`{left}` and `{right}`, made beside each other, both touch {what}")
            }
        }
    }
}

/// `a` and `b`, or `a`, `b` and `c`
fn both(tags: &[String]) -> String {
    let quoted: Vec<String> = tags.iter().map(|tag| format!("`{tag}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
        None => String::new(),
    }
}
