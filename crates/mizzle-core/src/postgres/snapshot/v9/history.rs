//! The state that a folder of v9 files comes to.

use super::{Content, Step};
use crate::postgres::schema::Schema;
use crate::postgres::snapshot::rows::{Row, Store, to_schema};
use indexmap::IndexMap;
use std::collections::{BTreeMap, BTreeSet};

/// Why a history cannot be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HistoryError {
    /// A parent is not in the folder.
    #[error(
        "the snapshot `{id}` follows `{parent}`, which is not in the folder; \
         restore that migration from version control"
    )]
    MissingParent {
        /// The snapshot.
        id: String,
        /// Its parent.
        parent: String,
    },
    /// Two branches gave one name to different things.
    #[error(
        "the snapshot `{id}` gives {entity} a name that another branch has given to something \
         else; make one of the two migrations again on top of the other"
    )]
    Collision {
        /// The snapshot.
        id: String,
        /// What has the name.
        entity: String,
    },
    /// The snapshots follow one another in a circle.
    #[error("the snapshots of the folder follow one another in a circle, at `{0}`")]
    Circle(String),
}

/// The schema that the leaves of a history come to together. The steps are given in
/// the order of their folders, the leaves newest first. They are used up: a large
/// schema has too many rows to hold them twice.
///
/// # Errors
///
/// A parent is missing, or two branches cannot be brought together.
pub fn replay(mut steps: Vec<Step>, leaves: &[String]) -> Result<Schema, HistoryError> {
    let mut bases = BTreeMap::new();
    for step in &mut steps {
        if let Content::Base(rows) = &mut step.content {
            bases.insert(step.header.id.clone(), std::mem::take(rows));
        }
    }
    let history =
        History { steps: steps.iter().map(|step| (step.header.id.as_str(), step)).collect() };
    let leaves: Vec<&str> = leaves.iter().map(String::as_str).collect();
    let mut store = match leaves.first() {
        Some(first) => history.state(first, bases)?,
        None => Store::default(),
    };
    history.apply_others(&mut store, &leaves)?;
    Ok(to_schema(&store.into_rows()))
}

struct History<'a> {
    /// In the order of their folders.
    steps: IndexMap<&'a str, &'a Step>,
}

impl<'a> History<'a> {
    /// The state after one snapshot: the first file's rows, with the changes along the
    /// first parents, and at each merge what the other parents add.
    fn state(
        &self,
        id: &'a str,
        mut bases: BTreeMap<String, Vec<Row>>,
    ) -> Result<Store, HistoryError> {
        let mut chain = Vec::new();
        let mut seen = BTreeSet::new();
        let mut at = self.step(id, id)?;
        let mut store = loop {
            if !seen.insert(&at.header.id) {
                return Err(HistoryError::Circle(at.header.id.clone()));
            }
            match &at.content {
                Content::Base(_) => {
                    break Store::new(bases.remove(&at.header.id).unwrap_or_default());
                }
                Content::Diff(_) => chain.push(at),
            }
            match at.header.parents.first() {
                Some(parent) => at = self.step(&at.header.id, parent)?,
                None => break Store::default(),
            }
        };
        for step in chain.into_iter().rev() {
            let parents: Vec<&str> = step.header.parents.iter().map(String::as_str).collect();
            self.apply_others(&mut store, &parents)?;
            apply(&mut store, step)?;
        }
        Ok(store)
    }

    /// What all but the first of some parents add to the first, folder by folder.
    fn apply_others(&self, store: &mut Store, parents: &[&'a str]) -> Result<(), HistoryError> {
        let Some((first, others)) = parents.split_first() else { return Ok(()) };
        if others.is_empty() {
            return Ok(());
        }
        let known = self.ancestors(&[*first], &BTreeSet::new())?;
        let rest = self.ancestors(others, &known)?;
        for (id, step) in &self.steps {
            if rest.contains(id) {
                apply(store, step)?;
            }
        }
        Ok(())
    }

    /// Snapshots with all that they follow, without those known.
    fn ancestors(
        &self,
        ids: &[&'a str],
        known: &BTreeSet<&'a str>,
    ) -> Result<BTreeSet<&'a str>, HistoryError> {
        let mut found = BTreeSet::new();
        let mut stack: Vec<(&str, &str)> = ids.iter().map(|&id| (id, id)).collect();
        while let Some((child, id)) = stack.pop() {
            if known.contains(id) || !found.insert(id) {
                continue;
            }
            let step = self.step(child, id)?;
            stack.extend(step.header.parents.iter().map(|parent| (id, parent.as_str())));
        }
        Ok(found)
    }

    fn step(&self, child: &str, id: &str) -> Result<&'a Step, HistoryError> {
        self.steps.get(id).copied().ok_or_else(|| HistoryError::MissingParent {
            id: child.to_owned(),
            parent: id.to_owned(),
        })
    }
}

fn apply(store: &mut Store, step: &Step) -> Result<(), HistoryError> {
    let Content::Diff(deltas) = &step.content else { return Ok(()) };
    for delta in deltas {
        delta.apply(store).map_err(|collision| HistoryError::Collision {
            id: step.header.id.clone(),
            entity: format!("{} {}", collision.0.kind.as_str(), collision.0.identity),
        })?;
    }
    Ok(())
}
