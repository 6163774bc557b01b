//! The look at the database beside the work: what is pending there, and whether it has
//! drifted in what a new migration touches, as warnings. It runs on a thread of its own, is
//! asked once for what it has found, and whatever goes wrong with it is nobody's failure.

use crate::address::address;
use crate::compare::{Actual, Wanted};
use crate::destination::ledger;
use crate::dev::{self, DevFlags};
use crate::event::{Event, Events, Stage, Warning};
use crate::folder::OnDisk;
use crate::managed::Managed;
use crate::project::Project;
use crate::sum::Rehearsals;
use crate::target::{Destination, TargetFlags};
use mizzle_core::folder::sum::Rehearsed;
use mizzle_core::naming::Line;
use mizzle_core::postgres::difference::{Difference, Kind};
use mizzle_core::postgres::schema::{Object, Schema};
use mizzle_core::postgres::touched::Touched;
use mizzle_db::connection::Connection;
use mizzle_db::devdb::kept::owner;
use mizzle_db::migration::Migration;
use mizzle_db::prelude::Prelude;
use mizzle_db::runner::{self, Options, Plan};
use mizzle_db::target::Target;
use mizzle_loader::config::Filter;
use std::cell::Cell;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long somebody waits for what the database says beside the answer.
const MOMENT: Duration = Duration::from_secs(3);

/// How long the look waits for a table that somebody is changing.
const LOCK_PATIENCE: Duration = Duration::from_millis(500);

/// How many objects a message names before it only counts.
const NAMED: usize = 3;

/// A look under way.
pub(crate) struct Look {
    found: Receiver<Option<Found>>,
    is_told: bool,
    ask: Sender<Asked>,
    is_asked: Cell<bool>,
    drifted: Receiver<Drifted>,
}

struct Found {
    target: String,
    pending: Vec<String>,
    odd: Vec<String>,
    edited: Vec<String>,
}

/// What a new migration begins with and touches: has the database drifted in it?
pub(crate) struct Asked {
    /// What is recorded.
    pub(crate) recorded: Schema,
    /// What the migration touches.
    pub(crate) touched: Touched,
    /// What the project manages.
    pub(crate) filter: Filter,
    /// Whose naming rules hold.
    pub(crate) line: Line,
    /// Which migrations have been seen to make what is recorded.
    pub(crate) rehearsals: Rehearsals,
}

/// What of it is not as it is recorded.
struct Drifted {
    target: String,
    differences: Vec<String>,
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
        let (ask, asked) = channel::<Asked>();
        let (drift, drifted) = channel();
        std::thread::Builder::new()
            .name("mizzle-look".to_owned())
            .spawn(move || {
                let migrations = disk.migrations().unwrap_or_default();
                let found = look(&target, &migrations, &options);
                // What is pending, or edited, is a difference that is told already.
                let is_current = found.as_ref().is_some_and(Found::is_current);
                let _ = sender.send(found);
                if is_current
                    && let Ok(asked) = asked.recv()
                    && let Some(differences) = differences(&target, &migrations, &options, &asked)
                {
                    let _ = drift.send(Drifted { target: target.to_string(), differences });
                }
            })
            .ok()?;
        Some(Self { found, is_told: false, ask, is_asked: Cell::new(false), drifted })
    }

    /// Asks for drift as well. The answer comes where everything is applied.
    pub(crate) fn ask(&self, asked: Asked) {
        // Nobody is there to answer where the database did not.
        self.is_asked.set(self.ask.send(asked).is_ok());
    }

    /// Tells what was found within `patience`.
    ///
    /// # Errors
    /// Something was not found yet: the look is given back, to be asked again.
    pub(crate) fn tell(mut self, patience: Duration, events: Events<'_>) -> Result<(), Self> {
        if !self.is_told {
            events(Event::Started(Stage::Database));
            match self.found.recv_timeout(patience) {
                Ok(Some(found)) => {
                    events(Event::Finished(Stage::Database));
                    found.tell(events);
                    self.is_told = true;
                }
                Ok(None) | Err(RecvTimeoutError::Disconnected) => {
                    events(Event::Abandoned(Stage::Database));
                    return Ok(());
                }
                Err(RecvTimeoutError::Timeout) => return Err(self),
            }
        }
        if !self.is_asked.get() {
            return Ok(());
        }
        match self.drifted.recv_timeout(patience) {
            Ok(drifted) => drifted.tell(events),
            Err(RecvTimeoutError::Disconnected) => {}
            Err(RecvTimeoutError::Timeout) => return Err(self),
        }
        Ok(())
    }

    /// The same for the last time.
    pub(crate) fn end(self, patience: Duration, events: Events<'_>) {
        if let Err(look) = self.tell(patience, events)
            && !look.is_told
        {
            events(Event::Abandoned(Stage::Database));
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

fn look(target: &Target, migrations: &[Migration], options: &Options) -> Option<Found> {
    let Plan { pending, warnings, .. } = runner::plan(target, migrations, options).ok()?;
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

/// What of the database is otherwise than recorded, near what is touched. What is written
/// otherwise is not compared: no development database brings the words together here. What a
/// migration may have done that nobody has seen run is no drift.
fn differences(
    target: &Target,
    migrations: &[Migration],
    options: &Options,
    asked: &Asked,
) -> Option<Vec<String>> {
    let Asked { recorded, touched, filter, line, rehearsals } = asked;
    let unseen: Vec<&Migration> = migrations
        .iter()
        .filter(|migration| !matches!(rehearsals.of(&migration.name), Rehearsed::On(_)))
        .collect();
    let may_be_made = |difference: &Difference| match difference.kind {
        Kind::Missing | Kind::Different => !unseen.is_empty(),
        Kind::Unexpected => {
            let name = own_name(&difference.there);
            unseen.iter().any(|migration| migration.text.contains(name))
        }
    };
    let mut connection = Connection::open(target).ok()?;
    let managed = Managed::by(filter, options.ledger.clone(), *line, recorded);
    let actual = Actual::read_within(&mut connection, &managed, Some(LOCK_PATIENCE)).ok()?;
    let nothing = Prelude::default();
    let wanted = Wanted { schema: recorded, is_worded: false, prelude: &nothing };
    let compared = actual.compare(&wanted, &managed, *line, None, &mut |_| ()).ok()?;
    let near = compared.differences.iter().filter(|difference| {
        touched.is_near(&difference.object) || touched.is_near(&difference.there)
    });
    Some(near.filter(|it| !may_be_made(it)).map(ToString::to_string).collect())
}

fn own_name(object: &Object) -> &str {
    match object {
        Object::Namespace(name)
        | Object::Role(name)
        | Object::Column(_, name)
        | Object::Part(_, name)
        | Object::Policy(_, name) => name,
        Object::Enum(name) | Object::Sequence(name) | Object::Table(name) | Object::View(name) => {
            &name.name
        }
    }
}

impl Drifted {
    fn tell(self, events: Events<'_>) {
        let Self { target, differences } = self;
        if differences.is_empty() {
            return;
        }
        let named: Vec<&str> = differences.iter().take(NAMED).map(String::as_str).collect();
        let more = match differences.len() - named.len() {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let what = named.join(", ");
        events(Event::Warning(
            Warning::new(format!(
                "{target} has drifted in what this migration touches: {what}{more}"
            ))
            .hint("see all of it, and the ways out, before you apply it: `mizzle drift`"),
        ));
    }
}

impl Found {
    /// Is everything applied as it is?
    fn is_current(&self) -> bool {
        self.pending.is_empty() && self.odd.is_empty()
    }

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
