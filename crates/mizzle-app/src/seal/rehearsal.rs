//! A migration that was edited or written by hand, rehearsed before it is recorded: it runs
//! on what the folder records in front of it, and leads to what its snapshot says.

use super::SealError;
use crate::destination;
use crate::dev::DevFlags;
use crate::error::Error;
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::OnDisk;
use crate::generate::certify;
use crate::project::Project;
use crate::recorded;
use crate::rollback::states::{Between, Folder};
use mizzle_core::folder::down::{Certificate, Kind};
use mizzle_core::folder::sum::Rehearsed;
use mizzle_core::postgres::diff::Diff;
use mizzle_db::devdb::DevDatabase;
use mizzle_db::migration::Migration;
use mizzle_db::rehearse::{Back, Extent, Rehearsal, Tell, rehearse};
use std::cell::RefCell;

/// What is rehearsed, and where.
pub(crate) struct Rehearsing<'a> {
    pub(crate) project: &'a Project,
    pub(crate) disk: &'a OnDisk,
    pub(crate) dev: &'a DevFlags,
    /// The development database, once it is needed; why there is none.
    pub(crate) database: Option<Result<DevDatabase, (String, String)>>,
}

/// What a rehearsal came to.
pub(crate) struct Found {
    /// What of the migration ran.
    pub(crate) rehearsed: Rehearsed,
    /// Why its way back cannot be trusted; `None` where it was taken, or there is none.
    pub(crate) stale: Option<String>,
}

impl Rehearsing<'_> {
    /// Rehearses the migration at this place of the folder. `None` where nothing can be
    /// found out, which is told.
    ///
    /// # Errors
    /// It does not run, or does not do what it should.
    pub(crate) fn run(&mut self, index: usize, events: Events<'_>) -> Result<Option<Found>, Error> {
        let Some(file) = self.disk.folder.migrations.get(index) else { return Ok(None) };
        let up = self.disk.migration(file)?;
        let before = self.disk.folder.migrations[..index].iter().filter(|file| file.sql_exists);
        let history: Vec<Migration> =
            before.filter_map(|file| self.disk.migration(file).ok()).collect();
        if !self.open(&history, &up, events)? {
            return Ok(None);
        }
        let states = Folder { project: self.project, dev: self.dev, disk: self.disk };
        let Some(Between { before, after, forward, .. }) =
            states.between(index, &up.text, events)?
        else {
            tell_unknown(&up.name, "no snapshot says what it should lead to", None, events);
            return Ok(None);
        };
        let line = self.disk.folder.layout.line();
        let down = file.down.as_ref().and_then(|down| self.disk.read_file(down).ok());
        let Some(Ok(database)) = &self.database else { return Ok(None) };
        events(Event::Started(Stage::Rehearsal));
        let told = RefCell::new(&mut *events);
        let pass_on = |event| (told.borrow_mut())(Event::Run(event));
        let what = Rehearsal {
            history: &history,
            recorded: &before,
            diff: &Diff { changes: forward, result: after },
            up: &up,
            down: down.as_deref(),
            line,
            ledger: &destination::ledger(self.project, line),
            tell: Tell(&pass_on),
        };
        let rehearsed = match rehearse(&what, &mut || database.lease()) {
            Ok(rehearsed) => rehearsed,
            Err(error) if error.is_verdict() || error.is_loss() => {
                let (migration, file) = (up.name.clone(), up.file.clone());
                let error = Box::new(error);
                return Err(SealError::Rehearsal { migration, file, error }.into());
            }
            Err(error) => {
                events(Event::Abandoned(Stage::Rehearsal));
                tell_unknown(&up.name, &error.to_string(), None, events);
                return Ok(None);
            }
        };
        events(Event::Finished(Stage::Rehearsal));
        certify::tell(&rehearsed, events);
        let stale = down.and_then(|down| stale(&down, &rehearsed.back));
        let rehearsed = match &rehearsed.extent {
            Extent::Whole => Rehearsed::On(certify::word(&rehearsed.abilities)),
            Extent::UpTo { statement, .. } => Rehearsed::Partly(*statement),
        };
        Ok(Some(Found { rehearsed, stale }))
    }

    /// Opens the development database, once. Says whether there is one; why not is told
    /// once as well.
    fn open(
        &mut self,
        history: &[Migration],
        up: &Migration,
        events: Events<'_>,
    ) -> Result<bool, Error> {
        if self.database.is_none() {
            let (project, dev) = (self.project, self.dev);
            let engine = recorded::to_rehearse(project, dev, history, up, None, events)?;
            if let Err((why, help)) = &engine {
                tell_unknown(&up.name, why, Some(help), events);
            }
            self.database = Some(engine);
        }
        Ok(matches!(self.database, Some(Ok(_))))
    }
}

fn tell_unknown(name: &str, why: &str, help: Option<&str>, events: Events<'_>) {
    let warning = Warning::new(format!("{name} is not rehearsed: {why}"));
    events(Event::Warning(match help {
        Some(help) => warning.hint(help),
        None => warning,
    }));
}

/// Why a way back cannot be trusted any more.
fn stale(text: &str, back: &Back) -> Option<String> {
    let changed = match back {
        Back::Proved { changed } => changed,
        Back::Unproved(why) => return Some(why.clone()),
    };
    let gives_back = match Certificate::read(text)?.kind {
        Kind::Lossless | Kind::ByArchive => true,
        Kind::Lossy => false,
    };
    let table = changed.first().filter(|_| gives_back)?;
    Some(format!("values in rows of {table} do not come back, and it says that they do"))
}
