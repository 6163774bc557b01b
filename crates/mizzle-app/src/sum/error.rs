//! Files that are not what `mizzle.sum` records, explained: which, from which line on, and
//! the two ways out.

use super::trace::{Earlier, FirstChange, earlier};
use crate::error::{Explanation, Place};
use crate::folder::OnDisk;
use crate::git::Repository;
use crate::project::Project;
use mizzle_core::folder::Layout;
use mizzle_core::folder::sum::{Difference, Fate, Part};
use std::path::PathBuf;

/// How many files are shown before the rest is only counted: a formatter has then been at
/// all of them.
const SHOWN: usize = 10;

/// Files of migrations are not what is recorded. There is one at least.
#[derive(Debug, thiserror::Error)]
#[error("{}", describe(wrong.first()))]
pub struct SumError {
    wrong: Vec<Wrong>,
    more: usize,
    undone: &'static str,
    /// Is part of git's history missing, where the recorded text may be?
    shallow: bool,
}

/// One of them.
#[derive(Debug)]
pub(crate) struct Wrong {
    /// The file, as it is shown.
    pub(crate) file: PathBuf,
    /// What became of it.
    pub(crate) difference: Difference,
    /// The commit that has the text as it was recorded.
    pub(crate) revision: Option<String>,
    /// Where it differs from that.
    pub(crate) change: Option<FirstChange>,
}

impl SumError {
    pub(crate) fn new(
        project: &Project,
        disk: &OnDisk,
        wrong: Vec<Difference>,
        undone: &'static str,
    ) -> Self {
        let git = Repository::of(project.cwd());
        let more = wrong.len().saturating_sub(SHOWN);
        let wrong = wrong.into_iter().take(SHOWN);
        let wrong = wrong.map(|one| Wrong::of(disk, git.as_ref(), one));
        let wrong: Vec<Wrong> = wrong.collect();
        let is_unknown = wrong.iter().any(|one| one.revision.is_none());
        let shallow = is_unknown && git.is_some_and(|git| git.is_shallow());
        Self { wrong, more, undone, shallow }
    }

    pub(crate) fn explain(&self) -> Explanation {
        let mut all = self.wrong.iter().map(Wrong::explain);
        let mut explanation =
            all.next().unwrap_or_else(|| Explanation::new("edited_migration", self.to_string()));
        explanation.more = all.collect();
        let mut notes = vec![self.undone.to_owned()];
        if self.more > 0 {
            notes.insert(0, format!("{} more files are not what mizzle.sum records", self.more));
        }
        explanation
            .more
            .last_mut()
            .map_or(&mut explanation.notes, |last| &mut last.notes)
            .extend(notes);
        for hint in self.restore() {
            explanation = explanation.hint(hint);
        }
        let mut names: Vec<String> =
            self.wrong.iter().map(|wrong| word(&wrong.difference.name)).collect();
        names.dedup();
        let names = if self.more > 0 { String::new() } else { format!(" {}", names.join(" ")) };
        explanation.hint(format!("or, if that is meant: `mizzle seal{names}`"))
    }

    /// How to get the recorded files back: from each commit that has some of them.
    fn restore(&self) -> Vec<String> {
        let mut commands: Vec<(&str, Vec<String>)> = Vec::new();
        for wrong in &self.wrong {
            let Some(revision) = &wrong.revision else { continue };
            let file = word(&wrong.file.display().to_string());
            match commands.iter_mut().find(|(known, _)| known == revision) {
                Some((_, files)) => files.push(file),
                None => commands.push((revision, vec![file])),
            }
        }
        if commands.is_empty() && self.shallow {
            return vec![
                "restore what was there from version control; this clone is shallow, so that \
                 git does not have it: `git fetch --unshallow`"
                    .to_owned(),
            ];
        }
        if commands.is_empty() {
            return vec!["restore what was there from version control".to_owned()];
        }
        commands
            .into_iter()
            .map(|(revision, files)| {
                let files = files.join(" ");
                format!("take it back: `git restore --source {revision} {files}`")
            })
            .collect()
    }
}

impl Wrong {
    pub(crate) fn of(disk: &OnDisk, git: Option<&Repository>, difference: Difference) -> Self {
        let path = path_of(disk, &difference);
        let whole = disk.path.join(&path);
        let was = git.and_then(|git| earlier(git, &whole, &difference.recorded));
        let (revision, change) = match was {
            Some(Earlier { revision, text }) => {
                let is = disk.read_file(&path).ok();
                let change = is.and_then(|is| FirstChange::between(&text, &is));
                (Some(revision), change)
            }
            None => (None, None),
        };
        let file = disk.show(&path);
        Self { file, difference, revision, change }
    }

    fn explain(&self) -> Explanation {
        let mut explanation = Explanation::new("edited_migration", describe(Some(self)));
        if let Some(change) = &self.change {
            let text = change.is.clone().unwrap_or_default();
            let rest = text.chars().skip(change.column.saturating_sub(1) as usize).count();
            explanation = explanation.at(Some(Place {
                file: self.file.clone(),
                line: change.line,
                column: change.column,
                len: u32::try_from(rest.max(1)).unwrap_or(1),
                text,
            }));
            let of = self.revision.as_deref().unwrap_or_default();
            explanation = explanation.note(match &change.was {
                Some(was) => format!("in {of} this line is: {was}"),
                None => format!("in {of} the file ends before this line"),
            });
        }
        match &self.difference.renamed {
            Some(new) => {
                explanation.note(format!("{new} has the same statements: was it renamed?"))
            }
            None => explanation,
        }
    }
}

fn describe(wrong: Option<&Wrong>) -> String {
    let Some(Wrong { file, difference, .. }) = wrong else { return String::new() };
    let file = file.display();
    match difference.fate {
        Fate::Edited => format!("{file} was edited: mizzle.sum records another text"),
        Fate::Removed => format!("{file} is missing: mizzle.sum records it"),
        Fate::Unknown => format!("{file} is new: mizzle.sum does not record it"),
    }
}

/// Where the file lies or lay, as a path in the folder. Of a migration that is gone only
/// the layout tells.
fn path_of(disk: &OnDisk, difference: &Difference) -> String {
    let Difference { name, part, .. } = difference;
    match disk.folder.migrations.iter().find(|migration| migration.tag == *name) {
        Some(migration) => migration.path_of(*part),
        None => match (disk.folder.layout, part) {
            (Layout::Journal, Part::Sql) => format!("{name}.sql"),
            (Layout::Journal, Part::Down) => format!("down/{name}.sql"),
            (Layout::Folders, Part::Sql) => format!("{name}/migration.sql"),
            (Layout::Folders, Part::Down) => format!("{name}/down.sql"),
        },
    }
}

/// A word as a shell takes it.
pub(crate) fn word(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "_-./".contains(c);
    if text.chars().all(plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

/// `a`, `a and b`, `a, b and 3 more`
pub(crate) fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, two, three] => format!("{one}, {two} and {three}"),
        [one, two, more @ ..] => format!("{one}, {two} and {} more", more.len()),
    }
}

/// A difference in one sentence, with the first changed line where git has it.
pub(crate) fn told(project: &Project, disk: &OnDisk, difference: Difference) -> String {
    let git = Repository::of(project.cwd());
    let wrong = Wrong::of(disk, git.as_ref(), difference);
    match &wrong.change {
        Some(change) => format!("{}, from line {} on", describe(Some(&wrong)), change.line),
        None => describe(Some(&wrong)),
    }
}
