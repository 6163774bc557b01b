//! How the three sides stand to each other, as far as that can be said at once. Whether the
//! database has drifted takes a run of the whole history, and is asked of
//! [`crate::drift`].

use super::Request;
use crate::error::Error;
use crate::event::Events;
use crate::generate::{self, Generated};
use crate::project::Project;
use crate::status::{self, Timeline};
use mizzle_core::hints::Answers;

/// The three sides.
#[derive(Debug)]
pub struct Sides {
    /// What the schema files say that no migration does yet.
    pub desired: Result<Desired, Error>,
    /// The migrations, and where they stand in the database.
    pub timeline: Result<Timeline, Error>,
}

/// What `generate` would find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Desired {
    /// Nothing.
    Same,
    /// So many changes.
    Changes(usize),
    /// So many questions to answer first.
    Questions(usize),
}

/// Looks at the three sides. Each may be broken and leaves the others what they are.
pub fn sides(project: &Project, request: &Request, events: Events<'_>) -> Sides {
    let what = status::Request { target: request.target.clone(), dev: request.dev.clone() };
    Sides {
        desired: desired(project, request, events),
        timeline: status::timeline(project, &what, events),
    }
}

fn desired(project: &Project, request: &Request, events: Events<'_>) -> Result<Desired, Error> {
    let what = generate::Request {
        explain: true,
        offline: true,
        allow_drop_all: true,
        ..generate::Request::plain(request.dev.clone())
    };
    let prepared = generate::prepare(project, what, events)?;
    Ok(match prepared.finish(&Answers::default(), events)? {
        Generated::NoChanges { .. } => Desired::Same,
        Generated::Explained(planned) => Desired::Changes(planned.summary.len()),
        Generated::Undecided(questions) => Desired::Questions(questions.len()),
        // Nothing is written by an explanation.
        Generated::Written(_) => Desired::Same,
    })
}
