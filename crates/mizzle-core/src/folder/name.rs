//! The files of a new migration.

use super::{Folder, JOURNAL, Layout, MigrationFile, split_tag, stamp};

/// How a new 0.x migration's name begins (`migrations.prefix` of the config).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Prefix {
    /// `0007_`: the place in the journal
    #[default]
    Index,
    /// `20260131120000_`: UTC
    Timestamp,
    /// The same, as Supabase's own tool names its files
    Supabase,
    /// `1769860800_`: seconds since 1970
    Unix,
    /// `_`: nothing but the underscore
    None,
}

impl Prefix {
    /// The prefix that a config names.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "index" => Some(Self::Index),
            "timestamp" => Some(Self::Timestamp),
            "supabase" => Some(Self::Supabase),
            "unix" => Some(Self::Unix),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

/// The files of a migration that is to be written. Paths are relative to the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFiles {
    /// The tag in the journal (0.x), the folder's name (1.0).
    pub tag: String,
    /// What the ledger will keep in `created_at`: milliseconds since 1970.
    pub when: i64,
    /// The file of statements.
    pub sql: String,
    /// The snapshot.
    pub snapshot: String,
    /// The certified way back.
    pub down: String,
    /// The journal's path and new text, in the 0.x layout.
    pub journal: Option<(String, String)>,
}

impl Folder {
    /// Names the next migration. `now` is in milliseconds since 1970.
    ///
    /// Times grow by at least a second, so that every tool runs it after the others:
    /// drizzle-kit 1.0's `up` names folders by the second.
    pub fn next(&self, name: &str, prefix: Prefix, breakpoints: bool, now: i64) -> NewFiles {
        let newest = self.migrations.iter().map(|migration| migration.when).max();
        match (self.layout, &self.journal) {
            (Layout::Journal, Some(journal)) => {
                let when = newest.map_or(now, |newest| now.max(newest + 1_000));
                let idx = journal.entries().map(|entry| entry.idx + 1).max().unwrap_or(0);
                let prefix = match prefix {
                    Prefix::Index => self.free_number(idx),
                    Prefix::Timestamp | Prefix::Supabase => self.free_stamp(when),
                    Prefix::Unix => when.div_euclid(1_000).to_string(),
                    Prefix::None => String::new(),
                };
                let tag = self.free_tag(&format!("{prefix}_{name}"));
                let mut journal = journal.clone();
                journal.push(idx, when, &tag, breakpoints);
                NewFiles {
                    when,
                    sql: format!("{tag}.sql"),
                    snapshot: format!("meta/{prefix}_snapshot.json"),
                    down: format!("down/{tag}.sql"),
                    journal: Some((JOURNAL.to_owned(), journal.to_text())),
                    tag,
                }
            }
            (Layout::Journal | Layout::Folders, _) => {
                let second = now - now.rem_euclid(1_000);
                let when = newest.map_or(second, |newest| second.max(newest + 1_000));
                let tag = format!("{}_{name}", stamp(when));
                NewFiles {
                    when,
                    sql: format!("{tag}/migration.sql"),
                    snapshot: format!("{tag}/snapshot.json"),
                    down: format!("{tag}/down.sql"),
                    journal: None,
                    tag,
                }
            }
        }
    }

    /// A number that no migration has: hand-made journals do not always count on.
    fn free_number(&self, idx: i64) -> String {
        (idx..)
            .map(|idx| format!("{idx:04}"))
            .find(|prefix| !self.has_prefix(prefix))
            .unwrap_or_default()
    }

    fn free_stamp(&self, when: i64) -> String {
        (0..)
            .map(|seconds| stamp(when + seconds * 1_000))
            .find(|prefix| !self.has_prefix(prefix))
            .unwrap_or_default()
    }

    /// Without a prefix, two migrations may want one name.
    fn free_tag(&self, wanted: &str) -> String {
        let taken = |tag: &str| {
            self.migrations.iter().any(|migration: &MigrationFile| migration.tag == tag)
        };
        if !taken(wanted) {
            return wanted.to_owned();
        }
        (2..)
            .map(|number| format!("{wanted}_{number}"))
            .find(|tag| !taken(tag))
            .unwrap_or_else(|| wanted.to_owned())
    }

    fn has_prefix(&self, prefix: &str) -> bool {
        self.migrations.iter().any(|migration| split_tag(&migration.tag).0 == prefix)
    }
}
