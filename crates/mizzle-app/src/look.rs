//! The look at the database beside the work: what is pending there, as warnings. It
//! runs on a thread of its own, is asked once for what it has found, and whatever goes
//! wrong with it is nobody's failure.

use crate::address::address;
use crate::destination::ledger;
use crate::dev::{self, DevFlags};
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::OnDisk;
use crate::project::Project;
use crate::target::{Destination, TargetFlags};
use mizzle_db::devdb::kept::owner;
use mizzle_db::runner::{self, Options, Plan};
use mizzle_db::target::Target;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// How long somebody waits for what the database says beside the answer.
const MOMENT: Duration = Duration::from_secs(3);

/// A look under way.
pub(crate) struct Look {
    found: Receiver<Option<Found>>,
}

struct Found {
    target: String,
    pending: Vec<String>,
    odd: Vec<String>,
    edited: Vec<String>,
}

impl Look {
    /// Begins to look, where there is a database that can be looked at without
    /// starting one.
    pub(crate) fn start(
        project: &Project,
        disk: &OnDisk,
        flags: &TargetFlags,
        dev: &DevFlags,
    ) -> Option<Self> {
        if project.environment.is_ci() {
            return None;
        }
        let target = target(project, flags, dev)?;
        let options = Options::new(ledger(project, disk.folder.layout.line()));
        let disk = disk.clone();
        let (sender, found) = channel();
        std::thread::Builder::new()
            .name("mizzle-look".to_owned())
            .spawn(move || {
                let _ = sender.send(look(&target, &disk, &options));
            })
            .ok()?;
        Some(Self { found })
    }

    /// Tells what was found, if it was found within `patience`.
    ///
    /// # Errors
    /// It was not: the look is given back, to be asked again.
    pub(crate) fn tell(self, patience: Duration, events: Events<'_>) -> Result<(), Self> {
        events(Event::Started(Stage::Database));
        match self.found.recv_timeout(patience) {
            Ok(Some(found)) => {
                events(Event::Finished(Stage::Database));
                found.tell(events);
                Ok(())
            }
            Ok(None) | Err(RecvTimeoutError::Disconnected) => {
                events(Event::Abandoned(Stage::Database));
                Ok(())
            }
            Err(RecvTimeoutError::Timeout) => Err(self),
        }
    }
}

/// The migrations that the database has applied with another text, and what it is called.
/// `None` where none is configured, it is not there, or it does not answer in a moment.
pub(crate) fn edited(
    project: &Project,
    disk: &OnDisk,
    flags: &TargetFlags,
    dev: &DevFlags,
) -> Option<(String, Vec<String>)> {
    let found = Look::start(project, disk, flags, dev)?.found.recv_timeout(MOMENT).ok()??;
    Some((found.target, found.edited))
}

fn target(project: &Project, flags: &TargetFlags, dev: &DevFlags) -> Option<Target> {
    let choice = project.target(flags).ok()?;
    match &choice.destination {
        Destination::Server(credentials) => {
            address(credentials, &project.environment, &choice.chosen_by).ok()
        }
        Destination::Dev => {
            let options = dev::options(&project.environment, dev).ok()?;
            let status = owner::status(&options.folder).ok()??;
            Target::parse(&status.private_url, &|_| None).ok()
        }
    }
}

fn look(target: &Target, disk: &OnDisk, options: &Options) -> Option<Found> {
    let migrations = disk.migrations().ok()?;
    let Plan { pending, warnings, .. } = runner::plan(target, &migrations, options).ok()?;
    let name = |index: usize| migrations.get(index).map(|migration| migration.name.clone());
    Some(Found {
        target: target.to_string(),
        pending: pending.iter().filter_map(|pending| name(pending.index)).collect(),
        odd: warnings.iter().map(ToString::to_string).collect(),
        edited: warnings
            .into_iter()
            .filter_map(|warning| match warning {
                runner::Warning::Edited(edited) => Some(edited.name),
                runner::Warning::Unknown(_) => None,
            })
            .collect(),
    })
}

impl Found {
    fn tell(self, events: Events<'_>) {
        for odd in self.odd {
            events(Event::Warning(Warning::new(odd)));
        }
        let count = self.pending.len();
        let message = match self.pending.as_slice() {
            [] => return,
            [one] => format!("{one} is not applied to {} yet", self.target),
            [first, .., last] => {
                format!(
                    "{count} migrations, {first} to {last}, are not applied to {} yet",
                    self.target
                )
            }
        };
        let them = if count == 1 { "it" } else { "them" };
        let hint = format!("apply {them} with `mizzle migrate`");
        events(Event::Warning(Warning::new(message).hint(hint)));
    }
}
