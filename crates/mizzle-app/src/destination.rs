//! The chosen target as something to connect to: a server, or the project's
//! development database, opened for as long as the command needs it.

use crate::address::address;
use crate::dev::{self, DevFlags};
use crate::error::Error;
use crate::event::{Event, Events, Warning};
use crate::project::Project;
use crate::target::{Destination, TargetFlags};
use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::QName;
use mizzle_db::devdb::kept::Kept;
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::runner::Options;
use mizzle_db::target::Target;

/// An opened target. The development database stays open as long as this value lives.
pub struct Opened {
    /// Where to connect.
    pub target: Target,
    /// Is it the kept development database?
    pub dev: bool,
    /// As it is shown.
    pub display: String,
    _kept: Option<Kept>,
}

/// Chooses the target and opens it. Says which one it is before anything else is done
/// there.
pub fn open(
    project: &Project,
    target: &TargetFlags,
    dev: &DevFlags,
    events: Events<'_>,
) -> Result<Opened, Error> {
    project.require_supported()?;
    let choice = project.target(target)?;
    let opened = match &choice.destination {
        Destination::Server(credentials) => {
            let target = address(credentials, &project.environment, &choice.chosen_by)?;
            Opened { display: target.to_string(), target, dev: false, _kept: None }
        }
        Destination::Dev => {
            let options = dev::options(&project.environment, dev)?;
            let kept = dev::open(&options, events)?;
            Opened {
                target: kept.target().until(project.environment.cancel.clone()),
                dev: true,
                display: format!("development database, {}", kept.abilities()),
                _kept: Some(kept),
            }
        }
    };
    events(Event::Target { display: opened.display.clone(), chosen_by: choice.chosen_by });
    for note in &opened.target.notes {
        events(Event::Warning(Warning::new(note)));
    }
    Ok(opened)
}

/// Where the project's ledger is.
pub fn ledger(project: &Project, line: Line) -> LedgerPlace {
    let usual = LedgerPlace::usual(line);
    let (schema, table) = project.ledger.clone();
    LedgerPlace {
        schema: schema.unwrap_or(usual.schema),
        table: table.unwrap_or(usual.table),
        line,
    }
}

/// Names the migrations tables beside the project's own.
pub(crate) fn tell_other_ledgers(others: &[QName], place: &LedgerPlace, events: Events<'_>) {
    for other in others {
        events(Event::Warning(
            Warning::new(format!(
                "there is another migrations table, {}.{}, beside {}",
                other.schema,
                other.name,
                place.qualified()
            ))
            .hint("`migrations.schema` and `migrations.table` of the config say which is meant"),
        ));
    }
}

/// How migrations are run there, as far as the project says it.
pub(crate) fn options(project: &Project, line: Line) -> Options {
    let timeouts = &project.environment.settings.timeouts;
    Options {
        lock_timeout: timeouts.lock,
        statement_timeout: timeouts.statement,
        ..Options::new(ledger(project, line))
    }
}
