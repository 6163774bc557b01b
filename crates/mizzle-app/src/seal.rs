//! `seal`: the files of migrations as they are, recorded in `mizzle.sum`. For an edit that
//! was meant, for files of another tool, and for a folder that never had the file.

use crate::batch::{self, Batch};
use crate::dev::DevFlags;
use crate::error::{Error, Explanation};
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::{FolderFailure, OnDisk};
use crate::look;
use crate::project::Project;
use crate::sum::{self, SumFile};
use crate::target::TargetFlags;
use mizzle_core::folder::sum::{Fate, Part, Present, Rehearsed, Sum};
use mizzle_core::folder::{Named, find};
use mizzle_core::naming::Line;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The migrations; all of them where it is empty.
    pub names: Vec<String>,
    /// Ask no database whether it has applied what was edited.
    pub offline: bool,
    /// The database that is asked.
    pub target: TargetFlags,
    /// Which development database.
    pub dev: DevFlags,
}

/// What `seal` came to.
#[derive(Debug)]
pub struct Sealed {
    /// `mizzle.sum`, as it is shown.
    pub file: PathBuf,
    /// Was it begun?
    pub begun: bool,
    /// What is recorded otherwise than before, in the folder's order, what is gone behind
    /// that.
    pub changes: Vec<Change>,
    /// Was the file put in order, without another change?
    pub tidied: bool,
    /// How many migrations are recorded.
    pub recorded: usize,
}

/// A migration that is recorded otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The migration.
    pub migration: String,
    /// What became of it.
    pub what: What,
    /// What of it was rehearsed.
    pub rehearsed: Rehearsed,
}

/// What became of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Nothing was recorded of it.
    New,
    /// Its statements are others.
    Edited,
    /// Its way back is another, a new one, or gone.
    WayBack,
    /// It is gone.
    Removed,
}

/// Why nothing was sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// A name that is none.
    #[error("no migration is called \"{wanted}\"")]
    Unknown {
        /// What was asked for.
        wanted: String,
        /// The names that are near.
        near: Vec<String>,
    },
    /// A name that several have.
    #[error("\"{wanted}\" is the beginning of several migrations: {}", names.join(", "))]
    Ambiguous {
        /// What was asked for.
        wanted: String,
        /// Which it could be.
        names: Vec<String>,
    },
}

impl SealError {
    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("usage_error", self.to_string());
        match self {
            Self::Unknown { near, .. } if near.is_empty() => explanation,
            Self::Unknown { near, .. } => explanation.hint(format!("near it: {}", near.join(", "))),
            Self::Ambiguous { .. } => explanation,
        }
    }
}

/// Records the files of migrations as they are.
pub fn seal(project: &Project, request: &Request, events: Events<'_>) -> Result<Sealed, Error> {
    project.require_supported()?;
    events(Event::Started(Stage::Migrations));
    batch::sweep(&project.folder());
    let disk = OnDisk::read(project, Line::V0)?;
    if !disk.exists {
        return Err(FolderFailure::Missing { shown: disk.shown }.into());
    }
    let file = SumFile::read(&disk)?;
    let present = sum::present(&disk)?;
    events(Event::Finished(Stage::Migrations));
    let asked = asked(&file.sum, &present, &request.names)?;
    let changes = differing(&file.sum, &present, &|name, fate| match (asked.as_slice(), fate) {
        // Somebody is about to write it.
        ([], Fate::Unknown) => !sum::is_unwritten(&disk, name),
        ([], Fate::Edited | Fate::Removed) => true,
        (asked, _) => asked.iter().any(|asked| asked == name),
    });
    for change in &changes {
        tell_stale_way_back(&disk, change, &present, &file.sum, events);
    }
    if !request.offline && changes.iter().any(|change| change.what == What::Edited) {
        tell_applied(project, &disk, request, &changes, events);
    }
    let mut after = file.sum.clone();
    record(&mut after, &present, &changes);
    let mut batch = Batch::default();
    let tidied = file.put(&mut batch, &disk, &after)? && changes.is_empty();
    batch.commit()?;
    Ok(Sealed {
        file: sum::shown(&disk).into(),
        begun: !file.exists && !after.is_empty(),
        changes,
        tidied,
        recorded: after.names().count(),
    })
}

/// The migrations that the words mean, those that are gone included.
fn asked(sum: &Sum, present: &[Present], words: &[String]) -> Result<Vec<String>, SealError> {
    let mut names: Vec<&str> = present.iter().map(|one| one.name.as_str()).collect();
    names.extend(sum.names().filter(|name| !present.iter().any(|one| one.name == *name)));
    let one = |word: &String| match find(&names, word) {
        Named::One(at) => Ok(names.get(at).copied().unwrap_or_default().to_owned()),
        Named::None(near) => Err(SealError::Unknown { wanted: word.clone(), near }),
        Named::Several(names) => Err(SealError::Ambiguous { wanted: word.clone(), names }),
    };
    words.iter().map(one).collect()
}

/// What is different, each migration once.
fn differing(sum: &Sum, present: &[Present], is_asked: &dyn Fn(&str, Fate) -> bool) -> Vec<Change> {
    let mut changes: Vec<Change> = Vec::new();
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for difference in sum.compare(present) {
        let (name, fate, part) = (difference.name, difference.fate, difference.part);
        if let Some(new) = difference.renamed {
            renamed.insert(new, name.clone());
        }
        if !is_asked(&name, fate) || changes.last().is_some_and(|last| last.migration == name) {
            continue;
        }
        let is_there = present.iter().any(|one| one.name == name && one.sql.is_some());
        let what = match (is_there, part, fate) {
            (false, _, _) => What::Removed,
            (true, Part::Sql, Fate::Unknown) => What::New,
            (true, Part::Sql, Fate::Edited | Fate::Removed) => What::Edited,
            (true, Part::Down, _) => What::WayBack,
        };
        changes.push(Change { migration: name, what, rehearsed: Rehearsed::No });
    }
    for change in changes.iter_mut().filter(|change| change.what == What::New) {
        // Under its former name the same text was.
        let was = renamed.get(&change.migration);
        let one = present.iter().find(|one| one.name == change.migration);
        if let (Some(was), Some(one)) = (was, one) {
            change.rehearsed = sum.rehearsed(&Present { name: was.clone(), ..one.clone() });
        }
    }
    changes
}

/// Records the files of the migrations that are different.
fn record(sum: &mut Sum, present: &[Present], changes: &[Change]) {
    for Change { migration, what, rehearsed } in changes {
        match (what, present.iter().find(|one| one.name == *migration)) {
            (What::Removed, _) | (_, None) => sum.remove(migration),
            (What::New | What::Edited | What::WayBack, Some(one)) => {
                sum::record(sum, one, rehearsed.clone());
            }
        }
    }
    for one in present {
        sum.settle(one);
    }
}

/// A certified way back was proved together with the statements that it undoes.
fn tell_stale_way_back(
    disk: &OnDisk,
    change: &Change,
    present: &[Present],
    before: &Sum,
    events: Events<'_>,
) {
    let Some(one) = present.iter().find(|one| one.name == change.migration) else { return };
    let file = disk.folder.migrations.iter().find(|file| file.tag == change.migration);
    let down = file.and_then(|file| file.down.as_deref());
    let unchanged = before.compare(std::slice::from_ref(one));
    let unchanged = !unchanged.iter().any(|one| one.part == Part::Down);
    if let (What::Edited, Some(down), true) = (change.what, down, unchanged) {
        events(Event::Warning(
            Warning::new(format!(
                "{} undoes what {} said before the edit",
                disk.show(down).display(),
                change.migration
            ))
            .hint("read it again, or remove it and seal once more"),
        ));
    }
}

/// Names the edited ones that the database has applied as they were before.
fn tell_applied(
    project: &Project,
    disk: &OnDisk,
    request: &Request,
    changes: &[Change],
    events: Events<'_>,
) {
    let Some(found) = look::edited(project, disk, &request.target, &request.dev) else { return };
    let (target, edited) = found;
    let names: Vec<String> = changes
        .iter()
        .filter(|change| change.what == What::Edited && edited.contains(&change.migration))
        .map(|change| change.migration.clone())
        .collect();
    if names.is_empty() {
        return;
    }
    let verb = if names.len() == 1 { "is" } else { "are" };
    events(Event::Warning(
        Warning::new(format!(
            "{} {verb} applied to {target} with another text, which does not change by this",
            sum::listed(&names)
        ))
        .hint("to change that database as well, make a new migration"),
    ));
}
