//! Where a file differs from what was recorded: git may still have the text that has the
//! recorded hash.

use crate::git::{At, Repository};
use mizzle_core::folder::sum::hash_of;
use std::path::Path;

/// How many commits that changed a file are looked through.
const COMMITS: usize = 50;

/// A text that a file had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Earlier {
    /// The commit that has it, as git takes it.
    pub(crate) revision: String,
    /// The text.
    pub(crate) text: String,
}

/// Finds the text that a file had when one of these hashes was recorded.
pub(crate) fn earlier(
    repository: &Repository,
    file: &Path,
    recorded: &[String],
) -> Option<Earlier> {
    let path = repository.path(file)?;
    let revisions = std::iter::once("HEAD".to_owned()).chain(repository.history(&path, COMMITS));
    revisions.into_iter().find_map(|revision| {
        let bytes = repository.content(At::Revision(&revision), &path)?;
        recorded
            .contains(&hash_of(&bytes))
            .then(|| Earlier { revision, text: String::from_utf8_lossy(&bytes).into_owned() })
    })
}

/// The first line in which two texts differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FirstChange {
    /// Its number, from 1.
    pub(crate) line: u32,
    /// The first character that differs, from 1.
    pub(crate) column: u32,
    /// The line as it was; `None` where the text ended before it.
    pub(crate) was: Option<String>,
    /// The line as it is; `None` where the text ends before it.
    pub(crate) is: Option<String>,
}

impl FirstChange {
    /// Compares two texts; `None` where only line ends differ.
    pub(crate) fn between(was: &str, is: &str) -> Option<Self> {
        let (mut old, mut new) = (was.lines(), is.lines());
        for line in 1.. {
            let (was, is) = (old.next(), new.next());
            if was.is_none() && is.is_none() {
                return None;
            }
            if was == is {
                continue;
            }
            let pairs = was.unwrap_or_default().chars().zip(is.unwrap_or_default().chars());
            let same = pairs.take_while(|(was, is)| was == is).count();
            return Some(Self {
                line,
                column: u32::try_from(same + 1).unwrap_or(u32::MAX),
                was: was.map(str::to_owned),
                is: is.map(str::to_owned),
            });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(was: &str, is: &str) -> Option<(u32, u32, Option<String>, Option<String>)> {
        let change = FirstChange::between(was, is)?;
        Some((change.line, change.column, change.was, change.is))
    }

    #[test]
    fn the_first_line_that_differs() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(change("a\nb\n", "a\r\nb"), None);
        assert_eq!(change("a\nbé1\nc", "a\nbé2\nd"), Some((2, 3, some("bé1"), some("bé2"))));
        assert_eq!(change("a\n", "a\nb\n"), Some((2, 1, None, some("b"))));
        assert_eq!(change("a\nb\n", "a\n"), Some((2, 1, some("b"), None)));
        assert_eq!(change("a", "a b"), Some((1, 2, some("a"), some("a b"))));
    }
}
