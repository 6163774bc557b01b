//! What operations answer, as the page reads it.

use crate::api::migrations::{
    ChangeKind, Entry, EntryState, Finding, Hazard, Lock, ObjectChange, Segment, Statement,
    TableSize, WayBack,
};
use mizzle_app::{review, status};
use mizzle_core::folder::down::Kind;
use mizzle_core::plan;
use mizzle_core::postgres::schema::QName;
use mizzle_db::sizes::Size;
use std::collections::BTreeMap;
use std::time::Duration;

pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

pub(super) fn entry(one: status::One) -> Entry {
    Entry {
        state: match one.state {
            status::State::Applied => EntryState::Applied,
            status::State::Pending => EntryState::Pending,
            status::State::Unfinished { .. } => EntryState::Unfinished,
            status::State::WithoutFile => EntryState::WithoutFile,
            status::State::Gone => EntryState::Gone,
            status::State::Unknown => EntryState::Unknown,
        },
        name: one.name,
        applied_at: one.applied_at,
        rehearsed: one.rehearsed.map(|rehearsed| rehearsed.to_string()),
        way_back: match one.way_back {
            status::WayBack::None => WayBack::None,
            status::WayBack::Uncertified => WayBack::Uncertified,
            status::WayBack::Unrecorded => WayBack::Unrecorded,
            status::WayBack::Certified(kind) => way_back(kind),
        },
        findings: one
            .findings
            .into_iter()
            .map(|finding| Finding {
                code: finding.code.to_owned(),
                message: finding.message,
                counts: finding.counts,
            })
            .collect(),
    }
}

pub(super) fn way_back(kind: Kind) -> WayBack {
    match kind {
        Kind::Lossless => WayBack::Lossless,
        Kind::ByArchive => WayBack::LosslessByArchive,
        Kind::Lossy => WayBack::Lossy,
    }
}

pub(super) fn change(change: review::ObjectChange) -> ObjectChange {
    ObjectChange {
        kind: match change.kind {
            review::ChangeKind::Added => ChangeKind::Added,
            review::ChangeKind::Removed => ChangeKind::Removed,
            review::ChangeKind::Changed => ChangeKind::Changed,
        },
        object: change.object,
        before: change.before,
        after: change.after,
    }
}

pub(super) fn segment(segment: review::Segment, sizes: &BTreeMap<QName, Size>) -> Segment {
    Segment {
        is_transaction: segment.is_transaction,
        statements: segment.statements.into_iter().map(|one| statement(one, sizes)).collect(),
    }
}

fn statement(statement: review::Statement, sizes: &BTreeMap<QName, Size>) -> Statement {
    let table = |name: &QName| {
        let size = sizes.get(name);
        TableSize {
            name: name.to_string(),
            rows: size.and_then(|size| size.rows),
            bytes: size.map(|size| size.bytes),
        }
    };
    let lock = |lock: plan::Lock| Lock { table: lock.table, level: lock.level.to_string() };
    Statement {
        sql: statement.sql,
        line: statement.line,
        is_planned: statement.is_planned,
        tables: statement.tables.iter().map(table).collect(),
        hazards: statement
            .hazards
            .iter()
            .map(|hazard| Hazard {
                code: hazard.code().to_owned(),
                message: hazard.to_string(),
                is_loss: hazard.is_loss(),
            })
            .collect(),
        locks: statement.locks.into_iter().map(lock).collect(),
    }
}
