//! A pending migration on a development database.

use crate::api::migrations::{Finding, Rehearsal, RehearseRequest};
use crate::body::Body;
use crate::lines::lines_until;
use crate::running::Running;
use crate::state::State;
use axum::extract;
use axum::response::Response;
use mizzle_app::rehearse::{self, Verdict};
use mizzle_app::{Error, Event, Explanation};
use mizzle_core::folder::sum::Rehearsed;

pub(super) async fn rehearse(
    extract::State(state): extract::State<State>,
    Body(body): Body<RehearseRequest>,
) -> Response {
    lines_until(Running::begin(&state, None), move |cancel, events| {
        let project = state.project_until(cancel, events)?;
        let mut notes = Vec::new();
        let mut forward = |event| {
            if let Event::Warning(warning) = &event {
                notes.push(warning.message.clone());
                notes.extend(warning.hint.clone());
            }
            events(event);
        };
        let dev = state.dev_flags();
        let rehearsal = rehearse::rehearse(&project, &dev, &body.name, &mut forward)?;
        Ok::<_, Error>(answer(rehearsal, notes))
    })
}

fn answer(rehearsal: rehearse::Rehearsal, mut notes: Vec<String>) -> Rehearsal {
    let rehearse::Rehearsal { engine, verdict } = rehearsal;
    let (is_known, is_proved, findings) = match verdict {
        Verdict::Proved { extent, stale } => {
            if let Rehearsed::Partly(statement) = extent {
                notes.push(format!("it ran up to statement {statement}"));
            }
            notes.extend(stale.map(|why| format!("its way back cannot be trusted: {why}")));
            (true, true, Vec::new())
        }
        Verdict::Refuted(explanation) => {
            let findings = findings(*explanation, &mut notes);
            (true, false, findings)
        }
        Verdict::Unknown => (false, false, Vec::new()),
    };
    Rehearsal { engine, is_known, is_proved, findings, notes }
}

fn findings(explanation: Explanation, notes: &mut Vec<String>) -> Vec<Finding> {
    let Explanation { code, message, more, sql, .. } = explanation;
    notes.extend(explanation.notes);
    if let Some(sql) = sql {
        notes.extend(sql.detail);
        notes.extend(sql.hint);
    }
    let finding = |code: &str, message| Finding { code: code.to_owned(), message, counts: true };
    let mut findings = vec![finding(code, message)];
    findings.extend(more.into_iter().map(|more| finding(more.code, more.message)));
    findings
}
