//! Whether what two branches have done gets in each other's way: drizzle-kit 1.0's rule, on
//! the footprints that its snapshots hold.

use super::footprint::{Footprint, told};
use crate::json;
use crate::postgres::snapshot::ReadError;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What one statement of a migration touches.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Touch {
    statement_type: String,
    #[serde(default)]
    statement_target: Vec<String>,
    #[serde(default)]
    writes: Vec<String>,
    #[serde(default)]
    reads: Vec<String>,
    #[serde(default)]
    shared_writes: Vec<String>,
    sql_hash: Option<String>,
}

/// Two statements of two branches of which one changes what the other needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clash {
    /// The statement of the one branch, by its place among those given.
    pub left: usize,
    /// That of the other.
    pub right: usize,
    /// What both touch, in words.
    pub what: String,
}

/// The footprints of a v9 snapshot.
///
/// # Errors
///
/// The text is not JSON of that shape.
pub fn touches(text: &str) -> Result<Vec<Touch>, ReadError> {
    #[derive(Deserialize)]
    struct File {
        #[serde(default)]
        footprints: Vec<Touch>,
    }
    let file: File = json::parse(text)?;
    Ok(file.footprints)
}

/// The first two statements that get in each other's way. One may write what the other
/// neither writes nor reads; what several may write together (`sharedWrites`) nobody else may
/// write or read. The same change on both branches is none.
pub fn clash(left: &[&Touch], right: &[&Touch]) -> Option<Clash> {
    let found = first(left, right);
    found
        .map(|(left, right, what)| Clash { left, right, what })
        .or_else(|| first(right, left).map(|(right, left, what)| Clash { left, right, what }))
}

fn first(from: &[&Touch], to: &[&Touch]) -> Option<(usize, usize, String)> {
    let mut touching: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, touch) in to.iter().enumerate() {
        for node in touch.writes.iter().chain(&touch.reads) {
            touching.entry(node).or_default().push(at);
        }
    }
    from.iter().enumerate().find_map(|(at, touch)| {
        touch.writes.iter().chain(&touch.shared_writes).find_map(|node| {
            let others = touching.get(node.as_str())?;
            let other = others.iter().copied().find(|other| !touch.is_same(to[*other]))?;
            Some((at, other, told(node)))
        })
    })
}

impl Touch {
    fn is_same(&self, other: &Self) -> bool {
        self.sql_hash.is_some()
            && self.sql_hash == other.sql_hash
            && self.statement_type == other.statement_type
    }

    /// The statement in words: `alter enum billing.status`.
    pub fn statement(&self) -> String {
        let what = self.statement_target.get(1..).unwrap_or_default().join(".");
        format!("{} {what}", self.statement_type.replace('_', " "))
    }
}

impl From<Footprint> for Touch {
    fn from(footprint: Footprint) -> Self {
        Self {
            statement_type: footprint.statement.to_owned(),
            statement_target: footprint.target,
            writes: footprint.writes,
            reads: footprint.reads.unwrap_or_default(),
            shared_writes: footprint.shared_writes.unwrap_or_default(),
            sql_hash: footprint.hash,
        }
    }
}
