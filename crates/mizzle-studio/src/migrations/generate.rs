//! A new migration: as it would be written, and written. What nobody can know is asked first.

use super::convert::{change, way_back};
use crate::api::migrations::{
    Choice, Finding, GenerateAnswer, GenerateRequest, Generated, Question as Asked, WayBack,
};
use crate::body::Body;
use crate::lines::lines_until;
use crate::refusal::Refusal;
use crate::running::Running;
use crate::state::State;
use axum::extract;
use axum::response::{IntoResponse, Response};
use mizzle_app::generate::{self, Planned, Previewed, Rehearsal, Written};
use mizzle_core::diff::{Candidate, Question};
use mizzle_core::hints::{Answers, Hint, Kind, parse, print};
use std::time::Duration;

pub(super) async fn plan(
    extract::State(state): extract::State<State>,
    Body(body): Body<GenerateRequest>,
) -> Response {
    lines_until(Running::begin(&state, None), move |cancel, events| {
        let answers = answers(&body.answers)?;
        let project = state.project_until(cancel, events)?;
        let what = generate::Request {
            explain: true,
            offline: true,
            name: body.name,
            keep_data: body.keep_data,
            ..generate::Request::plain(state.dev_flags())
        };
        let prepared = generate::prepare(&project, what, events)?;
        Ok::<_, Refusal>(match prepared.preview(&answers, events)? {
            Previewed::NoChanges => Generated::Nothing,
            Previewed::Undecided(all) => questions(&all),
            Previewed::Planned(preview) => Generated::Planned {
                name: preview.migration,
                sql: preview.sql,
                changes: preview.changes.into_iter().map(change).collect(),
                is_lossy: preview.planned.findings.iter().any(|finding| finding.loss),
                findings: findings(preview.planned),
            },
        })
    })
}

pub(super) async fn write(
    extract::State(state): extract::State<State>,
    Body(body): Body<GenerateRequest>,
) -> Response {
    if let Err(refusal) = state.allow_files() {
        return refusal.into_response();
    }
    lines_until(Running::begin(&state, None), move |cancel, events| {
        let answers = answers(&body.answers)?;
        let project = state.project_until(cancel, events)?;
        let what = generate::Request {
            name: body.name,
            keep_data: body.keep_data,
            target: state.target_flags(),
            ..generate::Request::plain(state.dev_flags())
        };
        let prepared = generate::prepare(&project, what, events)?;
        let generated = prepared.finish(&answers, events)?;
        prepared.end(Duration::from_millis(200), events);
        Ok::<_, Refusal>(match generated {
            generate::Generated::NoChanges { .. } | generate::Generated::Explained(_) => {
                Generated::Nothing
            }
            generate::Generated::Undecided(all) => questions(&all),
            generate::Generated::Written(written) => self::written(*written),
        })
    })
}

/// A choice is the hint itself, as the command line takes it.
pub(super) fn answers(given: &[GenerateAnswer]) -> Result<Answers, Refusal> {
    let mut answers = Answers::default();
    for answer in given {
        let read = |text: &str| parse(text).map_err(|error| Refusal::bad(error.to_string()));
        let (asked, given) = (read(&answer.question)?, read(&answer.choice)?);
        let [asked] = asked.as_slice() else {
            return Err(Refusal::bad("an answer is for one question"));
        };
        for hint in given {
            if subject(&hint) != subject(asked) {
                return Err(Refusal::bad("a choice is none of its question's"));
            }
            answers.push(hint);
        }
    }
    Ok(answers)
}

/// What a hint is about: what appeared, by kind and name.
fn subject(hint: &Hint) -> Option<(Kind, &[String])> {
    match hint {
        Hint::Rename { kind, to, .. } => Some((*kind, to)),
        Hint::Create { kind, entity } => Some((*kind, entity)),
        Hint::ConfirmDataLoss { .. } => None,
    }
}

fn questions(all: &[Question]) -> Generated {
    Generated::Questions { questions: all.iter().map(question).collect() }
}

pub(super) fn question(question: &Question) -> Asked {
    let noun = question.kind.noun();
    let subject = question.subject();
    let id = |hint: Hint| print(&[hint]);
    let renamed = |candidate: &Candidate| Choice {
        id: id(question.rename_hint(candidate)),
        text: format!("{} is renamed to {subject}", candidate.name()),
        reason: Some(candidate.reason.clone()),
        loss: None,
    };
    let mut choices: Vec<Choice> = question.candidates.iter().map(renamed).collect();
    let lost = question
        .candidates
        .iter()
        .map(|candidate| format!("{} is dropped: {}", candidate.name(), candidate.loss));
    choices.push(Choice {
        id: id(question.create_hint()),
        text: format!("{subject} is new"),
        reason: None,
        loss: Some(lost.collect::<Vec<_>>().join("; ")),
    });
    Asked {
        id: id(question.create_hint()),
        text: format!("Is {noun} {subject} new, or renamed from one that is gone?"),
        choices,
    }
}

fn written(written: Written) -> Generated {
    let mut notes = Vec::new();
    let note =
        |code: &str, message: String| Finding { code: code.to_owned(), message, counts: false };
    let rehearsed = match written.rehearsal {
        Rehearsal::Whole { engine, .. } => Some(engine),
        Rehearsal::UpTo { engine, statement, why } => {
            notes.push(note("not_rehearsed", format!("from statement {statement} on: {why}")));
            Some(format!("{engine}, up to statement {statement}"))
        }
        Rehearsal::No { why, .. } => {
            notes.push(note("not_rehearsed", format!("it was not rehearsed: {why}")));
            None
        }
        Rehearsal::Custom => None,
    };
    let (way_back, lost) = match written.back {
        generate::WayBack::Certified { certificate, .. } => {
            (way_back(certificate.kind), certificate.lost)
        }
        generate::WayBack::None { why } => {
            notes.push(note("no_way_back", format!("there is no way back: {why}")));
            (WayBack::None, Vec::new())
        }
    };
    let mut findings = findings(written.planned);
    findings.extend(notes);
    Generated::Written {
        name: written.migration,
        file: written.path.display().to_string(),
        sql: written.sql,
        rehearsed,
        way_back,
        lost,
        findings,
    }
}

fn findings(planned: Planned) -> Vec<Finding> {
    let mut findings: Vec<Finding> = planned
        .findings
        .into_iter()
        .map(|finding| Finding {
            code: finding.code.to_owned(),
            message: finding.message,
            counts: finding.loss,
        })
        .collect();
    findings.extend(planned.left.into_iter().map(|(what, why)| Finding {
        code: "not_kept".to_owned(),
        message: format!("{what} is not kept: {why}"),
        counts: true,
    }));
    findings
}
