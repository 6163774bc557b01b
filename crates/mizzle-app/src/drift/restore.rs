//! Takes drift back: runs the statements that a comparison gives, and no others.
//!
//! The comparison is made anew before anything runs. Where it gives other statements than
//! those that a person has seen, nothing is done.

use super::{Drift, Finding, Request, drift};
use crate::destination;
use crate::error::{Error, Explanation, Kind};
use crate::event::{Event, Events};
use crate::folder::OnDisk;
use crate::project::Project;
use mizzle_core::naming::Line;
use mizzle_db::cancel::Cancel;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{self, RunError};
use std::time::Duration;

/// Why nothing was taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestoreError {
    /// The database differs otherwise than it did.
    #[error("the database differs otherwise by now: these statements do not take it back")]
    Otherwise,
    /// Nobody has accepted what is lost.
    #[error("taking it back loses data: {}", .0.join("; "))]
    Lossy(Vec<String>),
}

impl RestoreError {
    pub(crate) fn explain(&self) -> Explanation {
        match self {
            Self::Otherwise => Explanation::new("changed_meanwhile", self.to_string())
                .note("nothing was changed")
                .hint("compare again, and look at the statements"),
            Self::Lossy(_) => Explanation {
                kind: Kind::DecisionsMissing,
                ..Explanation::new("data_loss", self.to_string()).note("nothing was changed")
            },
        }
    }
}

impl Drift {
    /// What is lost by statements that take this back; `None` where these do not. That is
    /// all of them in order, or those of one finding.
    pub fn losses(&self, sql: &str) -> Option<Vec<String>> {
        let of = |findings: &mut dyn Iterator<Item = &Finding>| {
            let all = findings.flat_map(|finding| &finding.restore);
            let all = all.flat_map(|one| &one.hazards).filter(|(_, _, is_loss)| *is_loss);
            all.map(|(_, words, _)| words.clone()).collect()
        };
        let sql = sql.trim();
        if sql.is_empty() {
            return None;
        }
        if sql == self.restore.trim() {
            return Some(of(&mut self.findings.iter()));
        }
        let one = self.findings.iter().find(|finding| finding.sql().trim() == sql)?;
        Some(of(&mut std::iter::once(one)))
    }
}

impl Finding {
    /// The statements that take it back, in order, a line behind each.
    pub fn sql(&self) -> String {
        self.restore.iter().map(|one| format!("{}\n", one.sql)).collect()
    }
}

/// Runs statements that take drift back, in one transaction and while no migration runs;
/// says how long that took.
pub fn restore(
    project: &Project,
    request: &Request,
    sql: &str,
    accept_data_loss: bool,
    cancel: &Cancel,
    events: Events<'_>,
) -> Result<Duration, Error> {
    let losses = drift(project, request, events)?.losses(sql).ok_or(RestoreError::Otherwise)?;
    if !losses.is_empty() && !accept_data_loss {
        return Err(RestoreError::Lossy(losses).into());
    }
    let disk = OnDisk::read(project, Line::V0)?;
    let options = destination::options(project, disk.folder.layout.line());
    let what = Migration::read("drift", 0, "the restoring SQL", sql.as_bytes());
    let what = what.map_err(RunError::from)?;
    let mut silent = |_| {};
    let opened = destination::open(project, &request.target, &request.dev, &mut silent)?;
    let mut forward = |event| events(Event::Run(event));
    runner::restore(&opened.target, &what, &options, cancel, &mut forward)
        .map_err(|error| Error::Run { error: Box::new(error), dev: opened.dev, sealed: false })
}
