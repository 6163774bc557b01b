//! `seal`: the files of migrations as they are, recorded in `mizzle.sum`. For an edit that
//! was meant, for files of another tool, and for a folder that never had the file.
//!
//! What was edited or is new is rehearsed first. The history of a folder that gets its first
//! `mizzle.sum` is not, unless it is named.

pub(crate) mod rehearsal;

use crate::alone::Alone;
use crate::batch::{self, Batch};
use crate::dev::DevFlags;
use crate::error::{Error, Explanation};
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::{FolderFailure, OnDisk};
use crate::generate::certify;
use crate::look;
use crate::project::Project;
use crate::sum::{self, SumFile};
use crate::target::TargetFlags;
use mizzle_core::folder::sum::{Fate, Part, Present, Rehearsed, Sum};
use mizzle_core::folder::{Named, find};
use mizzle_core::naming::Line;
use mizzle_db::rehearse::RehearseError;
use rehearsal::Rehearsing;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The migrations; all of them where it is empty.
    pub names: Vec<String>,
    /// Record what nobody has rehearsed.
    pub no_rehearse: bool,
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
    /// Why its way back is not recorded with it, where there is one.
    pub stale: Option<String>,
}

/// What became of a migration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Nothing was recorded of it.
    New,
    /// Its statements are others.
    Edited,
    /// Its way back is another, or a new one.
    WayBack,
    /// Its way back is gone.
    NoWayBack,
    /// It is gone.
    Removed,
    /// It is as it was, and was rehearsed.
    Same,
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
    /// It does not do what it should.
    #[error("{migration} does not do what it should: {error}")]
    Rehearsal {
        /// The migration.
        migration: String,
        /// Its file, as it is shown.
        file: String,
        /// What it does.
        error: Box<RehearseError>,
    },
    /// An edited way back does not lead back.
    #[error("{file} does not lead back from {migration}: {why}")]
    WayBack {
        /// The migration.
        migration: String,
        /// The file of the way back.
        file: String,
        /// Why.
        why: String,
    },
}

impl SealError {
    pub(crate) fn explain(&self) -> Explanation {
        let explanation = Explanation::new("usage_error", self.to_string());
        match self {
            Self::Unknown { near, .. } if near.is_empty() => explanation,
            Self::Unknown { near, .. } => explanation.hint(format!("near it: {}", near.join(", "))),
            Self::Ambiguous { .. } => explanation,
            Self::Rehearsal { migration, file, error } => {
                let mut explanation = certify::shortcoming(error);
                if let RehearseError::Differs(_) = **error {
                    explanation.message =
                        format!("{file} does not lead to what the snapshot of {migration} says");
                }
                explanation
                    .note("nothing was recorded")
                    .hint(format!("correct {file}; a change of the schema belongs into the schema files as well"))
                    .hint(unrehearsed(migration))
            }
            Self::WayBack { migration, file, .. } => {
                Explanation::new("rehearsal_failed", self.to_string())
                    .note("nothing was recorded")
                    .hint(format!("correct {file}, or remove it"))
                    .hint(unrehearsed(migration))
            }
        }
    }
}

fn unrehearsed(migration: &str) -> String {
    let migration = sum::word(migration);
    format!("record it all the same: `mizzle seal --no-rehearse {migration}`")
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
    let mut changes =
        differing(&file.sum, &present, &|name, fate| match (asked.as_slice(), fate) {
            // Somebody is about to write it.
            ([], Fate::Unknown) => !sum::is_unwritten(&disk, name),
            ([], Fate::Edited | Fate::Removed) => true,
            (asked, _) => asked.iter().any(|asked| asked == name),
        });
    if !request.no_rehearse && (file.exists || !asked.is_empty()) {
        changes.extend(same(&file.sum, &present, &asked));
        rehearse(project, request, &disk, &mut changes, events)?;
    }
    for change in &mut changes {
        doubt_way_back(change, &present, &file.sum);
        tell_stale(&disk, change, events);
    }
    if !request.offline && changes.iter().any(|change| change.what == What::Edited) {
        tell_applied(project, &disk, request, &changes, events);
    }
    let mut after = file.sum.clone();
    record(&mut after, &present, &changes);
    let tags: Vec<&str> =
        disk.folder.migrations.iter().map(|migration| migration.tag.as_str()).collect();
    let _alone = Alone::with(&disk, &tags, &file)?;
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
            (true, Part::Down, Fate::Unknown | Fate::Edited) => What::WayBack,
            (true, Part::Down, Fate::Removed) => What::NoWayBack,
        };
        changes.push(Change { migration: name, what, rehearsed: Rehearsed::No, stale: None });
    }
    for change in &mut changes {
        let Some(one) = present.iter().find(|one| one.name == change.migration) else { continue };
        // Under its former name, or with its former way back, the same text was.
        let name = renamed.get(&change.migration).unwrap_or(&one.name);
        change.rehearsed = sum.rehearsed_statements(&Present { name: name.clone(), ..one.clone() });
    }
    changes
}

/// Records the files of the migrations that are different.
fn record(sum: &mut Sum, present: &[Present], changes: &[Change]) {
    for Change { migration, what, rehearsed, stale } in changes {
        match (what, present.iter().find(|one| one.name == *migration)) {
            (What::Removed, _) | (_, None) => sum.remove(migration),
            (
                What::New | What::Edited | What::WayBack | What::NoWayBack | What::Same,
                Some(one),
            ) => {
                let down = one.down.clone().filter(|_| stale.is_none());
                sum::record(sum, &Present { down, ..one.clone() }, rehearsed.clone());
            }
        }
    }
    for one in present {
        sum.settle(one);
    }
}

/// Those that were named, are as they are recorded, and were never rehearsed.
fn same(sum: &Sum, present: &[Present], asked: &[String]) -> Vec<Change> {
    let one = |present: &Present| match sum.line(present)?.rehearsed {
        Rehearsed::On(_) => None,
        Rehearsed::No | Rehearsed::Partly(_) => Some(Change {
            migration: present.name.clone(),
            what: What::Same,
            rehearsed: Rehearsed::No,
            stale: None,
        }),
    };
    present.iter().filter(|present| asked.contains(&present.name)).filter_map(one).collect()
}

/// Rehearses what is about to be recorded, in the folder's order.
fn rehearse(
    project: &Project,
    request: &Request,
    disk: &OnDisk,
    changes: &mut Vec<Change>,
    events: Events<'_>,
) -> Result<(), Error> {
    let mut rehearsing = Rehearsing { project, disk, dev: &request.dev, database: None };
    for change in changes.iter_mut() {
        let place = disk.folder.migrations.iter().position(|file| file.tag == change.migration);
        let needs = match change.what {
            What::New | What::Edited => !matches!(change.rehearsed, Rehearsed::On(_)),
            What::WayBack | What::Same => true,
            What::NoWayBack | What::Removed => false,
        };
        let (Some(index), true) = (place, needs) else { continue };
        let Some(found) = rehearsing.run(index, events)? else { continue };
        change.rehearsed = found.rehearsed;
        change.stale = found.stale;
        if let (What::WayBack, Some(why)) = (change.what, &change.stale) {
            let file = disk.folder.migrations[index].down.as_deref().unwrap_or_default();
            let file = disk.show(file).display().to_string();
            let why = why.strip_prefix("it does not lead back: ").unwrap_or(why).to_owned();
            let migration = change.migration.clone();
            return Err(SealError::WayBack { migration, file, why }.into());
        }
    }
    changes.retain(|change| change.what != What::Same || change.rehearsed != Rehearsed::No);
    Ok(())
}

/// A way back was proved together with the statements that it undoes. Where they are others
/// and nobody has taken it since, it is not to be trusted.
fn doubt_way_back(change: &mut Change, present: &[Present], before: &Sum) {
    if change.what != What::Edited || change.rehearsed != Rehearsed::No || change.stale.is_some() {
        return;
    }
    let Some(one) = present.iter().find(|one| one.name == change.migration) else { return };
    let differences = before.compare(std::slice::from_ref(one));
    if one.down.is_some() && !differences.iter().any(|one| one.part == Part::Down) {
        change.stale = Some("it was proved with what the migration said before".to_owned());
    }
}

fn tell_stale(disk: &OnDisk, change: &Change, events: Events<'_>) {
    let file = disk.folder.migrations.iter().find(|file| file.tag == change.migration);
    let down = file.and_then(|file| file.down.as_deref());
    if let (Some(why), Some(down)) = (&change.stale, down) {
        events(Event::Warning(
            Warning::new(format!(
                "{} is not recorded, so that `mizzle rollback` does not take it: {why}",
                disk.show(down).display()
            ))
            .hint("correct it and seal once more, or remove it"),
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
