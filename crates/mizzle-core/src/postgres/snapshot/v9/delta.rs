//! One change of a row.

use crate::json::Object;
use crate::postgres::snapshot::rows::{Collision, Key, Row, Store};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

#[derive(Debug, Clone, PartialEq)]
pub(in super::super) enum Delta {
    Create(Row),
    Drop(Key),
    /// The key after earlier changes, and the fields that change.
    Rename(Key, Row),
    Alter(Key, Row),
}

impl Delta {
    pub(in super::super) fn apply(&self, store: &mut Store) -> Result<(), Collision> {
        match self {
            Self::Create(row) => store.create(row.clone()),
            Self::Drop(key) => {
                store.drop(key);
                Ok(())
            }
            Self::Rename(key, set) | Self::Alter(key, set) => store.update(key, set),
        }
    }
}

/// What takes one state to the other: what is made, what goes, what changes.
pub(in super::super) fn between(from: &Store, to: &Store) -> Vec<Delta> {
    let created = to
        .iter()
        .filter(|(key, _)| from.get(key).is_none())
        .map(|(_, row)| Delta::Create(row.clone()));
    let dropped = from
        .iter()
        .filter(|(key, _)| to.get(key).is_none())
        .map(|(key, _)| Delta::Drop(key.clone()));
    let altered = from.iter().filter_map(|(key, old)| {
        let set = changed_fields(old, to.get(key)?);
        (!set.is_empty()).then(|| Delta::Alter(key.clone(), set))
    });
    created.chain(dropped).chain(altered).collect()
}

pub(super) fn changed_fields(old: &Row, new: &Row) -> Row {
    new.iter()
        .filter(|(field, value)| old.get(*field) != Some(value))
        .map(|(field, value)| (field.clone(), value.clone()))
        .collect()
}

impl From<Delta> for Value {
    fn from(delta: Delta) -> Self {
        let keyed = |op: &str, key: Key| Object::default().put("op", op).put("key", key.to_text());
        match delta {
            Delta::Create(row) => Object::default().put("op", "create").put("row", row),
            Delta::Drop(key) => keyed("drop", key),
            Delta::Rename(key, set) => keyed("rename", key).put("set", set),
            Delta::Alter(key, set) => keyed("alter", key).put("set", set),
        }
        .into()
    }
}

impl<'de> Deserialize<'de> for Delta {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Dto {
            op: String,
            row: Option<Row>,
            key: Option<String>,
            set: Option<Row>,
        }
        let dto = Dto::deserialize(deserializer)?;
        let key = dto.key.as_deref().and_then(Key::parse);
        match (dto.op.as_str(), dto.row, key, dto.set) {
            ("create", Some(row), _, _) => Ok(Self::Create(row)),
            ("drop", _, Some(key), _) => Ok(Self::Drop(key)),
            ("rename", _, Some(key), Some(set)) => Ok(Self::Rename(key, set)),
            ("alter", _, Some(key), Some(set)) => Ok(Self::Alter(key, set)),
            (op, ..) => Err(serde::de::Error::custom(format!(
                "the change `{op}` of {} is unknown or incomplete",
                dto.key.as_deref().unwrap_or("an entity").replace('\0', " ")
            ))),
        }
    }
}
