//! The three sides as chips.

use super::request;
use crate::about;
use crate::api::migrations::{Side, SideState, Sides};
use crate::refusal::{Answer, Refusal, blocking};
use crate::state::State;
use axum::extract;
use mizzle_app::mark;
use mizzle_app::review::{self, Desired};
use mizzle_app::status::{State as Stand, Timeline};
use std::convert::Infallible;

pub(super) async fn sides(extract::State(state): extract::State<State>) -> Answer<Sides> {
    blocking(move || Ok::<_, Infallible>(look(&state))).await
}

fn look(state: &State) -> Sides {
    let project = match state.project(&mut |_| {}) {
        Ok(project) => project,
        Err(error) => {
            let unknown = || side(SideState::Unknown, "not looked at");
            return Sides { desired: broken(error), recorded: unknown(), actual: unknown() };
        }
    };
    let review::Sides { desired, timeline } = review::sides(&project, &request(state), &mut |_| {});
    let desired = match desired {
        Ok(Desired::Same) => side(SideState::InStep, "in step"),
        Ok(Desired::Changes(count)) => {
            side(SideState::Ahead, format!("{} not generated", counted(count, "change")))
        }
        Ok(Desired::Questions(count)) => {
            side(SideState::Ahead, format!("{} to answer", counted(count, "question")))
        }
        Err(error) => broken(error),
    };
    match timeline {
        Ok(timeline) => {
            Sides { desired, recorded: recorded(&timeline), actual: actual(state, timeline) }
        }
        Err(error) => {
            Sides { desired, recorded: broken(error), actual: side(SideState::Unknown, "unknown") }
        }
    }
}

fn recorded(timeline: &Timeline) -> Side {
    let own = timeline.migrations.iter().filter(|one| one.file.is_some()).count();
    // What is wrong with the files themselves.
    let is_edited = |code: &&str| {
        matches!(
            *code,
            "edited" | "removed" | "edited_way_back" | "removed_way_back" | "missing_file"
        )
    };
    let codes = timeline.migrations.iter().flat_map(|one| &one.findings).map(|it| it.code);
    let edited = codes.filter(is_edited).count();
    let text = if own == 0 { "no migrations".to_owned() } else { counted(own, "migration") };
    match edited {
        0 => side(SideState::InStep, text),
        edited => side(SideState::Drifted, format!("{text}, {edited} edited")),
    }
}

fn actual(state: &State, timeline: Timeline) -> Side {
    if let Some(error) = timeline.unread {
        return broken(error);
    }
    let count =
        |is: fn(Stand) -> bool| timeline.migrations.iter().filter(|one| is(one.state)).count();
    let pending = count(|stand| matches!(stand, Stand::Pending | Stand::Unfinished { .. }));
    let without_file = count(|stand| stand == Stand::WithoutFile);
    let drifted = drifted(state);
    let mut words = Vec::new();
    if pending > 0 {
        words.push(format!("{pending} pending"));
    }
    if without_file > 0 {
        words.push(format!("{without_file} without a file"));
    }
    match drifted {
        Some(0) => {}
        Some(findings) => words.push(format!("drifted ({findings})")),
        None if words.is_empty() => {
            let applied = if timeline.migrations.is_empty() { "" } else { "all applied, " };
            return side(SideState::Unknown, format!("{applied}not compared"));
        }
        None => {}
    }
    let state = match (drifted, pending + without_file) {
        (Some(1..), _) => SideState::Drifted,
        (_, 1..) => SideState::Ahead,
        (Some(_), 0) => SideState::InStep,
        (None, 0) => SideState::Unknown,
    };
    if words.is_empty() {
        words.push("in step".to_owned());
    }
    side(state, words.join(", "))
}

/// What the last comparison found, as long as nothing has changed since.
fn drifted(state: &State) -> Option<usize> {
    let drifted = state.migrations.remembered()?;
    let files = state.files();
    let is_same = mark::folder(&files.folder) == drifted.folder
        && about::database_mark(state).as_ref() == Some(&drifted.database);
    is_same.then_some(drifted.findings)
}

fn side(state: SideState, text: impl Into<String>) -> Side {
    Side { state, text: text.into(), error: None }
}

fn broken(error: mizzle_app::Error) -> Side {
    let failure = Refusal::from(error).failure;
    Side { state: SideState::Broken, text: "cannot be read".to_owned(), error: Some(*failure) }
}

fn counted(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
