//! The head of a file that holds a certified way back: what was proved of it.
//!
//! It is plain comments, so that any tool can run the file, and a person reads first what
//! going back costs.

use std::fmt;

/// What was proved of a way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// The migration that it undoes.
    pub migration: String,
    /// What of the rows that were there before the migration comes back.
    pub kind: Kind,
    /// The server that it was proved on: `PostgreSQL 15.20 (local)`.
    pub proved_on: String,
    /// The fingerprint of the schema before the migration, to which it leads.
    pub before: String,
    /// The fingerprint of the schema after the migration, where it starts.
    pub after: String,
    /// What the migration itself destroyed; empty unless the kind is lossy.
    pub lost: Vec<String>,
    /// What goes with all that was written into it since the migration.
    pub removes: Vec<String>,
    /// The tables that should have had rows when it was proved, and had none.
    pub without_rows: Vec<String>,
}

/// What of the rows that were there before a migration comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// All of them, byte for byte.
    Lossless,
    /// All of them, because the migration archived what it took away.
    ByArchive,
    /// Not all of them.
    Lossy,
}

impl Kind {
    /// The word in the file.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Lossless => "lossless",
            Self::ByArchive => "lossless by archive",
            Self::Lossy => "lossy",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [Self::Lossless, Self::ByArchive, Self::Lossy]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

const FIRST: &str = "-- Certified way back from ";
const PROVED: &str = "-- Proved on ";
const HOW: &str = ": up, down, up again";
const BEFORE: &str = "-- Before: sha256 ";
const AFTER: &str = "-- After: sha256 ";
const LOST: &str = "-- Lost: ";
const REMOVES: &str = "-- Removes: ";
const WITHOUT_ROWS: &str = "-- Without rows: ";

impl Certificate {
    /// Reads the head of a file. `None` where the file has none, or one that says too
    /// little: it was written by somebody else.
    pub fn read(text: &str) -> Option<Self> {
        let mut lines = text.lines().take_while(|line| line.starts_with("--"));
        let (migration, kind) = lines.next()?.strip_prefix(FIRST)?.rsplit_once(": ")?;
        let mut found = Self {
            migration: migration.to_owned(),
            kind: Kind::parse(kind.trim_end())?,
            proved_on: String::new(),
            before: String::new(),
            after: String::new(),
            lost: Vec::new(),
            removes: Vec::new(),
            without_rows: Vec::new(),
        };
        for line in lines {
            let line = line.trim_end();
            if let Some(rest) = line.strip_prefix(PROVED) {
                rest.strip_suffix(HOW).unwrap_or(rest).clone_into(&mut found.proved_on);
            } else if let Some(hash) = line.strip_prefix(BEFORE) {
                hash.clone_into(&mut found.before);
            } else if let Some(hash) = line.strip_prefix(AFTER) {
                hash.clone_into(&mut found.after);
            } else if let Some(what) = line.strip_prefix(LOST) {
                found.lost.push(what.to_owned());
            } else if let Some(what) = line.strip_prefix(REMOVES) {
                found.removes.push(what.to_owned());
            } else if let Some(table) = line.strip_prefix(WITHOUT_ROWS) {
                found.without_rows.push(table.to_owned());
            }
        }
        let is_whole = !(found.before.is_empty() || found.after.is_empty());
        (is_whole && !found.proved_on.is_empty()).then_some(found)
    }
}

/// The head as it stands in the file, with a newline behind its last line.
impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST}{}: {}", self.migration, self.kind)?;
        writeln!(f, "{PROVED}{}{HOW}", self.proved_on)?;
        writeln!(f, "{BEFORE}{}", self.before)?;
        writeln!(f, "{AFTER}{}", self.after)?;
        let lists =
            [(WITHOUT_ROWS, &self.without_rows), (LOST, &self.lost), (REMOVES, &self.removes)];
        for (head, all) in lists {
            for what in all {
                // Names may hold line ends; what follows one would be SQL.
                writeln!(f, "{head}{}", what.replace(['\n', '\r'], " "))?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let certificate = Certificate {
            migration: "0003_drop: it".into(),
            kind: Kind::Lossy,
            proved_on: "PostgreSQL 15.20 (local)".into(),
            before: "ab".into(),
            after: "cd".into(),
            lost: vec!["the values of users.age".into()],
            removes: vec!["column users.name".into()],
            without_rows: vec!["users".into()],
        };
        let text = format!("{certificate}\nALTER TABLE \"users\" DROP COLUMN \"name\";\n");
        assert_eq!(Certificate::read(&text), Some(certificate));
        assert_eq!(text.lines().next(), Some("-- Certified way back from 0003_drop: it: lossy"));
    }

    #[test]
    fn a_file_by_hand_is_not_certified() {
        for text in
            ["", "DROP TABLE a;", "-- undo\nDROP TABLE a;", "-- Certified way back from a: safe"]
        {
            assert_eq!(Certificate::read(text), None);
        }
        let cut = "-- Certified way back from a: lossless\nDROP TABLE a;\n-- Before: sha256 ab\n";
        assert_eq!(Certificate::read(cut), None);
    }
}
