//! What an error means while a run is under way: where it is, and what holds.

use mizzle_core::script::Stmt;
use mizzle_core::sql::lines::Lines;

use super::apply::{Part, QUERY_CANCELED, Run};
use super::error::{Failure, RunError};
use crate::connect::{ServerError, SessionError};

impl Run<'_> {
    pub(super) fn cancelled(&self, part: Option<&Part<'_>>) -> RunError {
        RunError::Cancelled {
            migration: part.map(|part| part.migration.name.clone()),
            kept_segments: part.map_or(0, |part| self.done_segments(part.migration)),
            applied: self.applied.clone(),
        }
    }

    /// What an error of a statement means: where it is in the file and what
    /// holds. `prefix` characters were sent in front of the statement.
    pub(super) fn failed(
        &self,
        part: &Part<'_>,
        statement: &Stmt,
        error: SessionError,
        prefix: u32,
    ) -> RunError {
        let number = part.script.statements().position(|own| own.offset == statement.offset);
        let server = match error {
            SessionError::Server(server) => *server,
            SessionError::Lost(_) => return self.lost(Some(part), error),
            SessionError::Cancelled => return self.cancelled(Some(part)),
        };
        if self.cancel.is_cancelled() && server.code == QUERY_CANCELED {
            return self.cancelled(Some(part));
        }
        let inner = server.position.and_then(|at| at.checked_sub(prefix)).filter(|at| *at > 0);
        let position = match inner {
            Some(at) => statement.locate(at),
            None => statement.locate(1),
        };
        RunError::Failed {
            failure: Box::new(Failure {
                statement: statement.text.clone(),
                earlier: part.script.segments.get(part.segment).map_or_else(Vec::new, |segment| {
                    let statements = segment.statements().iter();
                    let before = statements.take_while(|own| own.offset < statement.offset);
                    before.map(|own| own.text.clone()).collect()
                }),
                number: number.map_or(0, |number| number + 1),
                position: Some(position),
                exact: inner.is_some(),
                line_text: Lines::new(&part.migration.text).line(position.line).to_owned(),
                ..self.failure(part, server)
            }),
            applied: self.applied.clone(),
        }
    }

    /// An error that belongs to no statement: deferred constraints, at the commit.
    pub(super) fn failed_at_commit(&self, part: &Part<'_>, error: SessionError) -> RunError {
        match error {
            SessionError::Server(server) => RunError::Failed {
                failure: Box::new(self.failure(part, *server)),
                applied: self.applied.clone(),
            },
            SessionError::Lost(_) => self.lost(Some(part), error),
            SessionError::Cancelled => self.cancelled(Some(part)),
        }
    }

    fn failure(&self, part: &Part<'_>, server: ServerError) -> Failure {
        Failure {
            migration: part.migration.name.clone(),
            file: part.migration.file.clone(),
            statement: String::new(),
            earlier: Vec::new(),
            number: 0,
            count: part.script.statements().count(),
            position: None,
            exact: false,
            line_text: String::new(),
            server,
            kept_segments: self.done_segments(part.migration),
            segments: part.segments(),
        }
    }

    pub(super) fn lost(&self, part: Option<&Part<'_>>, error: SessionError) -> RunError {
        RunError::Lost {
            error,
            migration: part.map(|part| part.migration.name.clone()),
            applied: self.applied.clone(),
        }
    }

    /// One of our own statements failed while a migration was under way.
    pub(super) fn own<T>(
        &self,
        part: Option<&Part<'_>>,
        what: &'static str,
        result: Result<T, SessionError>,
    ) -> Result<T, RunError> {
        result.map_err(|error| match error {
            SessionError::Lost(_) => self.lost(part, error),
            SessionError::Cancelled => self.cancelled(part),
            SessionError::Server(_) if self.cancel.is_cancelled() => self.cancelled(part),
            SessionError::Server(_) => RunError::Server { doing: what, error },
        })
    }
}
