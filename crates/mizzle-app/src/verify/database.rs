//! What can be asked of the target database.

use super::folder::some;
use super::{Answer, Request};
use crate::drift::Replayed;
use crate::error::Error;
use crate::event::{Event, Events};
use crate::project::Project;
use crate::{drift, status};

/// Is everything applied, and nothing to settle?
pub(super) fn applied(project: &Project, request: &Request, events: Events<'_>) -> Answer {
    let what = status::Request { target: request.target.clone(), dev: request.dev.clone() };
    let status = match status::status(project, &what, events) {
        Ok(status) => status,
        Err(error) => return unreachable(&error),
    };
    if status.is_clean() {
        return Answer::yes();
    }
    let open = status.migrations.iter().filter(|one| !one.is_clean());
    let why = open.flat_map(|one| {
        let counted = one.findings.iter().filter(|finding| finding.counts);
        let mut lines: Vec<String> = counted.map(|finding| finding.message.clone()).collect();
        if lines.is_empty() {
            lines.push(match one.state {
                status::State::Unfinished { done, parts } => {
                    format!("{} is applied in part: {done} of {parts} parts", one.name)
                }
                status::State::Applied
                | status::State::Pending
                | status::State::WithoutFile
                | status::State::Gone
                | status::State::Unknown => format!("{} is not applied", one.name),
            });
        }
        lines
    });
    let hints = vec![
        "see where each stands: `mizzle status`".to_owned(),
        "apply what is pending: `mizzle migrate`".to_owned(),
    ];
    Answer::No { why: some(why.collect()), hints }
}

/// Does the database hold what its migrations make?
pub(super) fn equal(
    project: &Project,
    request: &Request,
    replayed: Option<Replayed>,
    events: Events<'_>,
) -> Answer {
    let what = drift::Request { target: request.target.clone(), dev: request.dev.clone() };
    // The target is named once.
    let mut forward = |event| {
        if !matches!(event, Event::Target { .. }) {
            events(event);
        }
    };
    let drift = match drift::drift_from(project, &what, replayed, &mut forward) {
        Ok(drift) => drift,
        Err(error) => return unreachable(&error),
    };
    if !drift.is_clean() {
        let why = drift.findings.iter().map(|finding| finding.sentence.clone());
        let hint = "see what to do about each: `mizzle drift`".to_owned();
        return Answer::No { why: some(why.collect()), hints: vec![hint] };
    }
    let notes = match drift.not_compared.len() {
        0 => Vec::new(),
        1 => vec![format!("not compared: {}", drift.not_compared.join(", "))],
        many => vec![format!("{many} things were not compared; `mizzle drift` names them")],
    };
    Answer::Yes { notes }
}

/// Without a target nothing is known; with one that cannot be asked, something is wrong.
fn unreachable(error: &Error) -> Answer {
    match error {
        Error::Target(error) => Answer::skipped(format!("no target: {error}")),
        Error::Sum(_) => Answer::skipped("a migration was edited"),
        Error::MizzleToml(_)
        | Error::Dotenv(_)
        | Error::Load(_)
        | Error::Schema(_)
        | Error::Address(_)
        | Error::Dev(_)
        | Error::Prelude(_)
        | Error::Folder(_)
        | Error::Seal(_)
        | Error::Generate(_)
        | Error::Redo(_)
        | Error::Run { .. }
        | Error::Baseline(_)
        | Error::Compare(_)
        | Error::Reset(_)
        | Error::Archive(_)
        | Error::Restore(_)
        | Error::Rollback(_)
        | Error::Diff(_)
        | Error::Staged(_)
        | Error::File(_)
        | Error::Stopped => Answer::failed(error),
    }
}
