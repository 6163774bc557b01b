//! The format of drizzle-kit 1.0.0-rc.5: the first file of a folder holds all rows,
//! each later one what its migration changes, and its parents. A state is the first
//! file with the changes along the parents applied.

pub(super) mod delta;
pub(super) mod footprint;
mod history;
pub(super) mod renames;
mod touch;

pub use history::{HistoryError, replay};
pub use touch::{Clash, Touch, clash, touches};

use super::rows::{Row, Store, from_schema, keep_names};
use super::{Header, New, ORIGIN, ReadError, header};
use crate::json::{self, Object};
pub(super) use delta::Delta;
use serde::Deserialize;
use serde_json::Value;

/// One file of a history.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its header.
    pub header: Header,
    pub(super) content: Content,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Content {
    /// All rows.
    Base(Vec<Row>),
    /// What changes, in order.
    Diff(Vec<Delta>),
}

impl Step {
    /// Does it hold all rows, as the first of a history does?
    pub fn is_base(&self) -> bool {
        match self.content {
            Content::Base(_) => true,
            Content::Diff(_) => false,
        }
    }

    /// Reads a v9 snapshot.
    ///
    /// # Errors
    ///
    /// The text is not JSON of that shape, or has an unknown kind of change.
    pub fn read(text: &str) -> Result<Self, ReadError> {
        Self::with_header(header(text)?, text)
    }

    /// Reads a v9 snapshot whose header is known.
    ///
    /// # Errors
    ///
    /// The text is not JSON of that shape, or has an unknown kind of change.
    pub(crate) fn with_header(header: Header, text: &str) -> Result<Self, ReadError> {
        #[derive(Deserialize)]
        struct File {
            ddl: Option<Vec<Row>>,
            deltas: Option<Vec<Delta>>,
        }
        let file: File = json::parse(text)?;
        let content = match (file.ddl, file.deltas) {
            (Some(rows), _) => Content::Base(rows),
            (None, deltas) => Content::Diff(deltas.unwrap_or_default()),
        };
        Ok(Self { header, content })
    }
}

/// The text of a v9 snapshot: all rows where it has no parents, else the changes.
pub fn write(new: &New<'_>) -> String {
    let mut renamed = Store::new(from_schema(new.from));
    let mut to = Store::new(from_schema(new.to));
    let mut deltas = renames::apply(&mut renamed, new.renames, renames::Until::Columns);
    keep_names(&renamed, &mut to);
    deltas.extend(renames::apply(&mut renamed, new.renames, renames::Until::End));
    keep_role_order(&renamed, &mut to);
    deltas.extend(delta::between(&renamed, &to));
    let footprints: Vec<Value> =
        footprint::of(&renamed, &to, new.renames).into_iter().map(Value::from).collect();
    let file = |kind: &str, parents: Vec<String>| {
        Object::default()
            .put("type", kind)
            .put("version", "9")
            .put("dialect", "postgres")
            .put("id", new.id)
            .put("prevIds", parents)
            .put("footprints", footprints.clone())
    };
    let file = if new.parents.is_empty() {
        let rows: Vec<Value> = to.into_rows().into_iter().map(Value::Object).collect();
        file("base", vec![ORIGIN.to_owned()]).put("ddl", rows)
    } else {
        let deltas: Vec<Value> = deltas.into_iter().map(Value::from).collect();
        file("diff", new.parents.to_vec()).put("deltas", deltas)
    };
    json::pretty(&file.into())
}

/// The roles of a policy are a set: another order is no change.
fn keep_role_order(from: &Store, to: &mut Store) {
    use super::rows::{EntityType, Key, texts};
    let sorted = |row: &Row| {
        let mut roles = texts(row, "roles");
        roles.sort();
        roles
    };
    let changed: Vec<(Key, Row)> = to
        .iter()
        .filter(|(key, _)| key.kind == EntityType::Policy)
        .filter_map(|(key, row)| {
            let old = from.get(key)?;
            let reordered = old["roles"] != row["roles"] && sorted(old) == sorted(row);
            reordered.then(|| {
                let mut set = Row::new();
                set.insert("roles".to_owned(), old["roles"].clone());
                (key.clone(), set)
            })
        })
        .collect();
    for (key, set) in changed {
        // The roles are no part of the key, so that nothing can collide.
        let _ = to.update(&key, &set);
    }
}
