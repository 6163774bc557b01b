//! The acceptance list, each answer as soon as it is there.

use super::convert::milliseconds;
use crate::api::verify::{Answer, Check, Verified};
use crate::lines::partial_lines_until;
use crate::running::Running;
use crate::state::State;
use axum::extract;
use axum::response::Response;
use mizzle_app::verify::{self, Request, Scope};
use mizzle_app::{Error, Event};

pub(super) async fn verify(extract::State(state): extract::State<State>) -> Response {
    let mut so_far = Vec::new();
    partial_lines_until(
        Running::begin(&state, None),
        move |cancel, events| {
            let project = state.project_until(cancel, events)?;
            let request = Request {
                target: state.target_flags(),
                dev: state.dev_flags(),
                scope: Scope::All,
                strict: false,
            };
            let verified = verify::verify(&project, &request, events)?;
            Ok::<_, Error>(Verified {
                is_clean: verified.is_clean(),
                checks: verified.checks.into_iter().map(check).collect(),
            })
        },
        move |event| {
            let Event::Checked(checked) = event else { return None };
            so_far.push(check((**checked).clone()));
            let is_clean = so_far.iter().all(|check| check.answer != Answer::Fail);
            Some(Verified { is_clean, checks: so_far.clone() })
        },
    )
}

fn check(check: verify::Check) -> Check {
    let (answer, lines, hints) = match check.answer {
        verify::Answer::Yes { notes } => (Answer::Pass, notes, Vec::new()),
        verify::Answer::No { why, hints } => (Answer::Fail, why, hints),
        verify::Answer::Skipped { why } => (Answer::Skipped, vec![why], Vec::new()),
    };
    Check {
        code: check.question.code().to_owned(),
        claim: check.question.claim().to_owned(),
        answer,
        milliseconds: milliseconds(check.elapsed),
        lines,
        hints,
    }
}
