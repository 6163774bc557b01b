//! What follows from a finding, and what to do about it.

use super::{Finding, Problem, Severity};
use crate::folder::{FolderError, JOURNAL, Layout, Oddity};
use crate::json::JsonError;
use crate::postgres::snapshot::{ReadError, Version};

const RESTORE: &str = "restore the file from version control";

impl Finding {
    /// Why it matters; nothing where the finding says that itself.
    pub fn why(&self) -> Vec<String> {
        let why = match &self.problem {
            Problem::Odd(oddity) => return self.why_odd(oddity),
            Problem::Unreadable(_) | Problem::Outdated | Problem::NoJournal => return Vec::new(),
            Problem::NoSnapshotFile { .. } => {
                "drizzle-kit takes every file in `meta/` for a snapshot, and stops at this one"
            }
            Problem::SameIndex { .. } => "usually two branches were merged; nothing depends on it",
            Problem::Lacks { .. } => "drizzle-kit refuses the folder",
            Problem::NotLatest { .. } => {
                "mizzle reads it; drizzle-kit refuses the folder until it is converted"
            }
            Problem::SameParent { .. } => {
                "each was made without what the other does, so that no snapshot records both; \
                 drizzle-kit refuses the folder"
            }
            Problem::NotNext { .. } => {
                "it was made without what the one before it does, unless somebody has brought \
                 them together by hand"
            }
            Problem::Before { .. } => "folders run in the order of their names",
            Problem::SecondBase { .. } => "a folder has one beginning; drizzle-kit refuses it",
            Problem::NoBase { .. } => "nothing can be made of it; drizzle-kit refuses the folder",
            Problem::Conflict(conflict) => {
                let (left, right) = (&conflict.left, &conflict.right);
                let beginning = "the beginning".to_owned();
                let fork = conflict.fork.as_ref().map_or(beginning, |fork| format!("`{fork}`"));
                return vec![
                    format!("`{}`: {}", left.0, left.1),
                    format!("`{}`: {}", right.0, right.1),
                    format!(
                        "they fork after {fork}; what comes of them depends on which runs first"
                    ),
                ];
            }
        };
        vec![why.to_owned()]
    }

    fn why_odd(&self, oddity: &Oddity) -> Vec<String> {
        let why = match (oddity, self.layout) {
            (Oddity::MissingSql { .. }, Layout::Journal) => {
                "`migrate` stops at it, and so does migrate() of drizzle-orm"
            }
            (Oddity::MissingSql { .. }, Layout::Folders) => {
                "migrate() of drizzle-orm passes over it, so that what its snapshot records is \
                 never made"
            }
            (Oddity::SameNumber { .. }, _) => {
                "usually two branches were merged; the one snapshot of that number cannot be of both"
            }
            (Oddity::Twice { .. }, _) => "migrate() of drizzle-orm runs its statements twice",
            (Oddity::NoSnapshot { .. }, _) => {
                "mizzle replays what none has recorded; drizzle-kit compares with the newest \
                 snapshot that is there"
            }
            (Oddity::StraySnapshot { .. }, _) => {
                "drizzle-kit takes the last snapshot in `meta/` for the newest state"
            }
            (Oddity::UnknownParent { .. }, _) if self.severity == Severity::Error => {
                "it says only what changes, so that nothing can be made of it; drizzle-kit \
                 refuses the folder"
            }
            (Oddity::UnknownParent { .. }, _) => {
                "the one that it was made on is lost; the order of the migrations still holds"
            }
            (Oddity::SameId { .. }, _) => "usually one is a copy of the other",
            (Oddity::NoTime { .. }, _) => "drizzle-orm reads the time of a migration from there",
            (
                Oddity::Unlisted { .. }
                | Oddity::OutOfOrder { .. }
                | Oddity::AncientSnapshot { .. }
                | Oddity::EmptySnapshot { .. }
                | Oddity::SameParent { .. }
                | Oddity::Branches { .. }
                | Oddity::FoldersBesideJournal { .. },
                _,
            ) => return Vec::new(),
        };
        vec![why.to_owned()]
    }

    /// What to do about it, the best first.
    pub fn next(&self) -> Vec<String> {
        match &self.problem {
            Problem::Odd(oddity) => self.next_odd(oddity).into_iter().collect(),
            Problem::Unreadable(error) => unreadable(error).into_iter().collect(),
            Problem::NoJournal | Problem::Lacks { .. } => vec![RESTORE.to_owned()],
            Problem::Outdated => vec![
                "move it into the layout of 1.0: `npx drizzle-kit up`".to_owned(),
                "or stay with drizzle-orm 0.x".to_owned(),
            ],
            Problem::NoSnapshotFile { path } => vec![format!("move `{path}` elsewhere")],
            Problem::SameIndex { .. } => Vec::new(),
            Problem::NotLatest { newest: Version::V7, .. } => {
                vec!["convert the folder: `npx drizzle-kit@0.31 up`".to_owned()]
            }
            Problem::NotLatest { .. } => {
                vec!["convert the folder: `npx drizzle-kit up`".to_owned()]
            }
            Problem::SameParent { tags, path, id, .. } => {
                let last = tags.last().map(String::as_str).unwrap_or_default();
                let mut next = Vec::new();
                if path != last {
                    next.push(format!(
                        "make `{last}` again on top of the other, where no database has applied \
                         it: `mizzle generate --redo`"
                    ));
                }
                next.push(format!(
                    "or, where both are applied: set `prevId` in `{path}` to \"{id}\""
                ));
                next
            }
            Problem::NotNext { .. } => {
                vec!["look whether its snapshot holds what the one before it has made".to_owned()]
            }
            Problem::Before { tag, parent } => vec![format!(
                "give the folder `{tag}` a time behind that of `{parent}`, where no database has \
                 applied it"
            )],
            Problem::SecondBase { tag, .. } => vec![format!(
                "make `{tag}` again on top of the other, where no database has applied it"
            )],
            Problem::NoBase { .. } => {
                vec!["restore the first migration from version control".to_owned()]
            }
            Problem::Conflict(conflict) => {
                let last = (&conflict.left.0).max(&conflict.right.0);
                vec![format!(
                    "make `{last}` again on top of the other, where no database has applied it: \
                     `mizzle generate --redo`"
                )]
            }
        }
    }

    fn next_odd(&self, oddity: &Oddity) -> Option<String> {
        Some(match (oddity, self.layout) {
            (Oddity::Unlisted { path }, Layout::Journal) => {
                format!("remove `{path}`, or give it an entry in `{JOURNAL}`")
            }
            (Oddity::Unlisted { path }, Layout::Folders) => {
                format!("remove `{path}`, or move it into a folder of its own")
            }
            (Oddity::MissingSql { .. }, _) => RESTORE.to_owned(),
            (Oddity::Twice { .. }, _) => format!("take the second entry out of `{JOURNAL}`"),
            (Oddity::OutOfOrder { tag, .. }, _) => format!(
                "where no database has applied `{tag}`, give it a later `when` in `{JOURNAL}`; \
                 otherwise apply it with `mizzle migrate`"
            ),
            (Oddity::StraySnapshot { path }, _) => {
                format!("remove `{path}`, or restore its entry in `{JOURNAL}`")
            }
            (Oddity::AncientSnapshot { .. }, _) => {
                "convert the folder: `npx drizzle-kit@0.20 up:pg`".to_owned()
            }
            (Oddity::UnknownParent { .. }, _) => {
                "restore the migration that is missing from version control".to_owned()
            }
            (Oddity::SameId { tags }, _) => {
                let last = tags.last().map(String::as_str).unwrap_or_default();
                format!("give the snapshot of `{last}` an id of its own")
            }
            (Oddity::NoTime { tag }, _) => {
                format!("rename the folder `{tag}`, where no database has applied it")
            }
            (Oddity::FoldersBesideJournal { .. }, _) => {
                format!("remove them, or `{JOURNAL}`, whichever is not in use")
            }
            (
                Oddity::SameNumber { .. }
                | Oddity::NoSnapshot { .. }
                | Oddity::EmptySnapshot { .. }
                | Oddity::SameParent { .. }
                | Oddity::Branches { .. },
                _,
            ) => return None,
        })
    }
}

fn unreadable(error: &FolderError) -> Option<String> {
    match error {
        FolderError::Json { source, .. }
        | FolderError::Snapshot { source: ReadError::Json(source), .. } => match source {
            // It says what to do.
            JsonError::Conflict { .. } => None,
            JsonError::Syntax { .. } => Some(RESTORE.to_owned()),
        },
        FolderError::Snapshot { source, .. } => match source {
            ReadError::Dialect(_) | ReadError::Nothing => Some(RESTORE.to_owned()),
            ReadError::Json(_)
            | ReadError::Newer(_)
            | ReadError::Ancient(_)
            | ReadError::ChangesOnly
            | ReadError::History(_) => None,
        },
        FolderError::Unreadable { .. } | FolderError::OtherDialect(_) | FolderError::Ancient(_) => {
            None
        }
    }
}
