//! A database taken for what it is: migrations recorded as applied, and none of them run.

use super::generate::{answers, question};
use crate::api::verify::{Baseline, BaselineRequest};
use crate::body::Body;
use crate::lines::lines;
use crate::refusal::Refusal;
use crate::running::Running;
use crate::state::State;
use axum::extract;
use axum::response::{IntoResponse, Response};
use mizzle_app::baseline::{self as app, Done, Request};

pub(super) async fn baseline(
    extract::State(state): extract::State<State>,
    Body(body): Body<BaselineRequest>,
) -> Response {
    // It writes into the ledger, and files as well.
    if let Err(refusal) = state.allow_write(body.confirm.as_deref()) {
        return refusal.into_response();
    }
    lines(Running::begin(&state, None), move |cancel, events| {
        let answers = answers(&body.answers)?;
        let project = state.project(events)?;
        let request = Request {
            target: state.target_flags(),
            dev: state.dev_flags(),
            name: None,
            no_rehearse: false,
            at: body.at,
        };
        let baseline = app::baseline(&project, &request, &answers, cancel, events)?;
        Ok::<_, Refusal>(match baseline.done {
            Done::Adopted(adopted) => adopted_of(*adopted),
            Done::Differs(findings) => Baseline::Differs {
                differences: findings.into_iter().map(|finding| finding.sentence).collect(),
            },
            Done::Undecided(all) => {
                Baseline::Questions { questions: all.iter().map(question).collect() }
            }
        })
    })
}

fn adopted_of(adopted: app::Adopted) -> Baseline {
    let mut notes = Vec::new();
    if let Some(counted @ 1..) = adopted.counted {
        notes.push(match counted {
            1 => "1 object that no schema file can say is listed in `mizzle.baseline`".to_owned(),
            many => format!(
                "{many} objects that no schema file can say are listed in `mizzle.baseline`"
            ),
        });
    }
    let listed = |what: &str, names: &[String]| format!("{what}: {}", names.join(", "));
    if !adopted.not_compared.is_empty() {
        notes.push(listed("not compared", &adopted.not_compared));
    }
    if !adopted.otherwise.is_empty() {
        let what = "nobody named these, and they have other names";
        notes.push(listed(what, &adopted.otherwise));
        notes.extend(adopted.renaming.iter().map(|sql| format!("to give it that name: `{sql}`")));
    }
    Baseline::Adopted {
        file: adopted.written.map(|written| written.path.display().to_string()),
        recorded: adopted.recorded,
        notes,
    }
}
