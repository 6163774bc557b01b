//! Every migration, and one in full.

use super::convert::{change, entry, segment};
use super::request;
use crate::api::migrations::{Migration, MigrationRequest, Timeline};
use crate::body::Body;
use crate::refusal::{Answer, Refusal};
use crate::running::ending;
use crate::state::State;
use axum::extract;
use mizzle_app::{Error, review, status};
use std::collections::BTreeMap;

pub(super) async fn timeline(extract::State(state): extract::State<State>) -> Answer<Timeline> {
    ending(state, None, move |state, cancel| {
        let project = state.project_until(cancel, &mut |_| {})?;
        let request = status::Request { target: state.target_flags(), dev: state.dev_flags() };
        let timeline = status::timeline(&project, &request, &mut |_| {})?;
        Ok::<_, Error>(Timeline {
            folder: timeline.folder,
            migrations: timeline.migrations.into_iter().rev().map(entry).collect(),
            ledger_error: timeline.unread.map(|error| *Refusal::from(error).failure),
        })
    })
    .await
}

pub(super) async fn migration(
    extract::State(state): extract::State<State>,
    Body(body): Body<MigrationRequest>,
) -> Answer<Migration> {
    ending(state, None, move |state, cancel| {
        let project = state.project_until(cancel, &mut |_| {})?;
        let detail = review::detail(&project, &request(state), &body.name, &mut |_| {})?;
        let sizes = BTreeMap::new();
        Ok::<_, Error>(Migration {
            file: detail.one.file.clone(),
            ledger_hash: detail.one.hash.clone(),
            entry: entry(detail.one),
            segments: detail.segments.into_iter().map(|one| segment(one, &sizes)).collect(),
            unreadable: detail.unreadable.map(|why| *Refusal::from(why).failure),
            sql: detail.sql,
            down: detail.down,
            lost: detail.certificate.map(|certificate| certificate.lost).unwrap_or_default(),
            changes: detail.changes.into_iter().map(change).collect(),
            changes_note: detail.changes_note,
            sha256: detail.sha256,
        })
    })
    .await
}
