//! The database against what its migrations make, and the ways out.

use super::convert::milliseconds;
use super::{Drifted, changed, request};
use crate::about;
use crate::api::migrations::ChangeKind;
use crate::api::verify::{
    AdoptRequest, Adopted, AdoptedFile, Drift, DriftFinding, RestoreRequest, Restored,
};
use crate::body::Body;
use crate::lines::lines_until;
use crate::refusal::{Answer, Refusal, blocking};
use crate::running::Running;
use crate::state::State;
use axum::extract;
use axum::response::Response;
use mizzle_app::drift::{self, Request};
use mizzle_app::{Error, adopt as adoption, mark};
use mizzle_core::postgres::difference::Kind;

pub(super) async fn drift(extract::State(state): extract::State<State>) -> Response {
    lines_until(Running::begin(&state, None), move |cancel, events| {
        let project = state.project_until(cancel, events)?;
        // What changes while it is compared was perhaps not seen.
        let folder = mark::folder(&state.files().folder);
        let database = about::database_mark_until(&state, cancel);
        let drift = drift::drift(&project, &flags(&state), events)?;
        let findings = drift.findings.len();
        let seen = database.map(|database| Drifted { folder, database, findings });
        state.migrations.remember(seen);
        Ok::<_, Error>(answer(drift))
    })
}

pub(super) async fn restore(
    extract::State(state): extract::State<State>,
    Body(body): Body<RestoreRequest>,
) -> Answer<Restored> {
    state.allow_write(body.confirm.as_deref())?;
    blocking(move || {
        let project = state.project(&mut |_| {})?;
        let RestoreRequest { sql, accept_data_loss, .. } = body;
        let (flags, cancel) = (flags(&state), &state.cancel);
        let took = drift::restore(&project, &flags, &sql, accept_data_loss, cancel, &mut |_| {})?;
        Ok::<_, Error>(Restored { milliseconds: milliseconds(took) })
    })
    .await
}

pub(super) async fn adopt(
    extract::State(state): extract::State<State>,
    Body(body): Body<AdoptRequest>,
) -> Answer<Adopted> {
    if body.write {
        state.allow_files()?;
    }
    blocking(move || {
        let project = state.project(&mut |_| {})?;
        let adoption = adoption::adopt(&project, &flags(&state), &mut |_| {})?;
        if body.write {
            let files = adoption.files.iter().map(|file| &file.after);
            if body.expect.as_ref().is_some_and(|expect| !expect.iter().eq(files)) {
                return Err(changed("what would be written has changed", "nothing was written"));
            }
            adoption.write()?;
        }
        let notes = adoption.unplaced.iter().map(|unplaced| match &unplaced.line {
            Some(line) => format!("{}: {}; by hand: {line}", unplaced.what, unplaced.why),
            None => format!("{}: {}", unplaced.what, unplaced.why),
        });
        let notes = notes.collect();
        let file = |file: adoption::Changed| AdoptedFile {
            file: file.shown.display().to_string(),
            before: file.before,
            after: file.after,
        };
        Ok::<_, Refusal>(Adopted {
            files: adoption.files.into_iter().map(file).collect(),
            is_written: body.write,
            notes,
        })
    })
    .await
}

fn flags(state: &State) -> Request {
    let request = request(state);
    Request { target: request.target, dev: request.dev }
}

fn answer(drift: drift::Drift) -> Drift {
    let left_out = drift.left_out.iter().map(|(count, what)| format!("{count} {what}"));
    let mut unmodelled = drift.unmodelled;
    unmodelled.extend(left_out);
    let mut not_compared = drift.not_compared;
    not_compared.extend(drift.otherwise);
    Drift {
        applied: drift.applied,
        pending: drift.pending,
        findings: drift.findings.into_iter().map(finding).collect(),
        restore: drift.restore,
        unmodelled,
        inherited: drift.inherited,
        not_compared,
        closed: drift.closed,
    }
}

fn finding(finding: drift::Finding) -> DriftFinding {
    let hazards = finding.restore.iter().flat_map(|one| &one.hazards);
    let losses = hazards.filter(|(_, _, is_loss)| *is_loss).map(|(_, words, _)| words.clone());
    let losses: Vec<String> = losses.collect();
    let (adopt_where, adopt_text) = match finding.adopt {
        Some((place, text)) => (Some(place), text),
        None => (None, None),
    };
    DriftFinding {
        kind: match finding.kind {
            Kind::Missing => ChangeKind::Removed,
            Kind::Unexpected => ChangeKind::Added,
            Kind::Different => ChangeKind::Changed,
        },
        object: finding.object,
        sentence: finding.sentence,
        expected: finding.expected,
        found: finding.found,
        restore: finding.restore.into_iter().map(|one| one.sql).collect(),
        is_loss: !losses.is_empty(),
        losses,
        adopt_where,
        adopt_text,
    }
}
