//! Rows under their keys: what drizzle-kit 1.0 replays its history on.
//!
//! A rename reaches every row that refers to the renamed one, as it does in the kit;
//! without that a replayed state would not be the kit's.

use super::{Row, text};
use indexmap::IndexMap;
use serde_json::{Value, json};
use std::collections::HashMap;

/// The types of entities, in the order of a v9 file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in super::super) enum EntityType {
    Schema,
    Table,
    Enum,
    Column,
    Index,
    ForeignKey,
    PrimaryKey,
    Unique,
    Check,
    Sequence,
    Role,
    Privilege,
    Policy,
    View,
}

impl EntityType {
    pub(in super::super) const ALL: [Self; 14] = [
        Self::Schema,
        Self::Table,
        Self::Enum,
        Self::Column,
        Self::Index,
        Self::ForeignKey,
        Self::PrimaryKey,
        Self::Unique,
        Self::Check,
        Self::Sequence,
        Self::Role,
        Self::Privilege,
        Self::Policy,
        Self::View,
    ];

    pub(in super::super) fn as_str(self) -> &'static str {
        match self {
            Self::Schema => "schemas",
            Self::Table => "tables",
            Self::Enum => "enums",
            Self::Column => "columns",
            Self::Index => "indexes",
            Self::ForeignKey => "fks",
            Self::PrimaryKey => "pks",
            Self::Unique => "uniques",
            Self::Check => "checks",
            Self::Sequence => "sequences",
            Self::Role => "roles",
            Self::Privilege => "privileges",
            Self::Policy => "policies",
            Self::View => "views",
        }
    }

    pub(in super::super) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    pub(in super::super) fn of(row: &Row) -> Option<Self> {
        text(row, "entityType").and_then(Self::parse)
    }

    /// The fields that tell two entities of the type apart.
    fn identity(self) -> &'static [&'static str] {
        match self {
            Self::Schema | Self::Role => &["name"],
            Self::Table | Self::Enum | Self::Sequence | Self::View | Self::Index => {
                &["schema", "name"]
            }
            Self::Column
            | Self::ForeignKey
            | Self::PrimaryKey
            | Self::Unique
            | Self::Check
            | Self::Policy => &["schema", "table", "name"],
            Self::Privilege => &["schema", "table", "grantor", "grantee", "type"],
        }
    }
}

/// A type and the JSON array of the identifying fields.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in super::super) struct Key {
    pub(in super::super) kind: EntityType,
    pub(in super::super) identity: String,
}

impl Key {
    pub(in super::super) fn of(kind: EntityType, row: &Row) -> Self {
        let mut identity = String::from("[");
        for (place, field) in kind.identity().iter().enumerate() {
            if place > 0 {
                identity.push(',');
            }
            match row.get(*field) {
                Some(Value::String(name)) if is_plain(name) => {
                    identity.extend(["\"", name, "\""]);
                }
                value => identity.push_str(&value.unwrap_or(&Value::Null).to_string()),
            }
        }
        identity.push(']');
        Self { kind, identity }
    }

    /// As a file writes it: the type, a NUL, the fields.
    pub(in super::super) fn to_text(&self) -> String {
        format!("{}\0{}", self.kind.as_str(), self.identity)
    }

    pub(in super::super) fn parse(text: &str) -> Option<Self> {
        let (kind, identity) = text.split_once('\0')?;
        Some(Self { kind: EntityType::parse(kind)?, identity: identity.to_owned() })
    }
}

/// Is it in JSON what it is here, between quotes? Nearly all names are, and there are many.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|byte| byte >= 0x20 && !matches!(byte, b'"' | b'\\'))
}

/// Two different entities with one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Collision(pub(in super::super) Key);

/// Entities by key, in order.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Store {
    rows: IndexMap<Key, Row>,
}

impl Store {
    /// Later rows of one key are left out, as in the kit.
    pub(in super::super) fn new(rows: Vec<Row>) -> Self {
        let mut store = Self::default();
        for row in rows {
            if let Some(kind) = EntityType::of(&row) {
                store.rows.entry(Key::of(kind, &row)).or_insert(row);
            }
        }
        store
    }

    pub(in super::super) fn into_rows(self) -> Vec<Row> {
        self.rows.into_values().collect()
    }

    pub(in super::super) fn get(&self, key: &Key) -> Option<&Row> {
        self.rows.get(key)
    }

    pub(in super::super) fn iter(&self) -> impl Iterator<Item = (&Key, &Row)> {
        self.rows.iter()
    }

    pub(in super::super) fn of(&self, kind: EntityType) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(move |(key, _)| key.kind == kind).map(|(_, row)| row)
    }

    /// Adds a row. One that is there already, with the same fields, is no collision:
    /// two branches made the same.
    pub(in super::super) fn create(&mut self, row: Row) -> Result<(), Collision> {
        let Some(kind) = EntityType::of(&row) else { return Ok(()) };
        let key = Key::of(kind, &row);
        match self.rows.get(&key) {
            Some(other) if same(other, &row) => Ok(()),
            Some(_) => Err(Collision(key)),
            None => {
                self.rows.insert(key, row);
                Ok(())
            }
        }
    }

    pub(in super::super) fn drop(&mut self, key: &Key) {
        self.rows.shift_remove(key);
    }

    /// Sets fields of a row; where they name it, in all rows that refer to it too. A
    /// row that is not there is passed over, as in the kit.
    pub(in super::super) fn update(&mut self, key: &Key, set: &Row) -> Result<(), Collision> {
        let Some(row) = self.rows.get_mut(key) else { return Ok(()) };
        let before = row.clone();
        for (field, value) in set {
            if let Some(slot) = row.get_mut(field) {
                slot.clone_from(value);
            }
        }
        let after = row.clone();
        if Key::of(key.kind, &after) == *key {
            return Ok(());
        }
        let mut rows: Vec<Row> = std::mem::take(&mut self.rows).into_values().collect();
        relocate(&mut rows, key.kind, &before, &after);
        let mut collision = None;
        for row in rows {
            let Some(kind) = EntityType::of(&row) else { continue };
            let key = Key::of(kind, &row);
            if self.rows.insert(key.clone(), row).is_some() {
                collision = Some(Collision(key));
            }
        }
        collision.map_or(Ok(()), Err)
    }
}

fn same(left: &Row, right: &Row) -> bool {
    left.iter().all(|(field, value)| right.get(field).unwrap_or(&Value::Null) == value)
}

/// Follows a rename of a row into the rows that refer to it.
fn relocate(rows: &mut [Row], kind: EntityType, before: &Row, after: &Row) {
    match kind {
        EntityType::Schema => relocate_schema(rows, &before["name"], &after["name"]),
        EntityType::Table => relocate_table(rows, before, after),
        EntityType::Enum => {
            for row in rows {
                replace(row, ["typeSchema", "type"], ["schema", "name"], before, after);
            }
        }
        EntityType::Column => relocate_column(rows, before, after),
        EntityType::Role => relocate_role(rows, &before["name"], &after["name"]),
        EntityType::Sequence
        | EntityType::View
        | EntityType::Index
        | EntityType::ForeignKey
        | EntityType::PrimaryKey
        | EntityType::Unique
        | EntityType::Check
        | EntityType::Privilege
        | EntityType::Policy => {}
    }
}

fn relocate_schema(rows: &mut [Row], from: &Value, to: &Value) {
    let mut moved = Vec::new();
    for row in rows.iter_mut() {
        let Some(kind) = EntityType::of(row) else { continue };
        let lies_in_schema = matches!(
            kind,
            EntityType::Table | EntityType::Enum | EntityType::Sequence | EntityType::View
        );
        if lies_in_schema && row.get("schema") == Some(from) {
            let before = row.clone();
            row.insert("schema".to_owned(), to.clone());
            moved.push((kind, before, row.clone()));
        }
    }
    for (kind, before, after) in moved {
        relocate(rows, kind, &before, &after);
    }
}

fn relocate_table(rows: &mut [Row], before: &Row, after: &Row) {
    for row in rows {
        replace(row, ["schema", "table"], ["schema", "name"], before, after);
        replace(row, ["schemaTo", "tableTo"], ["schema", "name"], before, after);
    }
}

fn relocate_column(rows: &mut [Row], before: &Row, after: &Row) {
    let place = [&before["schema"], &before["table"]];
    for row in rows {
        if [row.get("schema"), row.get("table")] == place.map(Some) {
            rename_in_list(row, "columns", &before["name"], &after["name"]);
        }
        if [row.get("schemaTo"), row.get("tableTo")] == place.map(Some) {
            rename_in_list(row, "columnsTo", &before["name"], &after["name"]);
        }
    }
}

fn relocate_role(rows: &mut [Row], from: &Value, to: &Value) {
    for row in rows {
        match EntityType::of(row) {
            Some(EntityType::Policy) => rename_in_list(row, "roles", from, to),
            Some(EntityType::Privilege) => {
                for field in ["grantee", "grantor"] {
                    if row.get(field) == Some(from) {
                        row.insert(field.to_owned(), to.clone());
                    }
                }
            }
            Some(_) | None => {}
        }
    }
}

/// Where two fields refer to an entity by schema and name, makes them refer to the
/// renamed one.
fn replace(row: &mut Row, fields: [&str; 2], of: [&str; 2], before: &Row, after: &Row) {
    let refers = fields.iter().zip(of).all(|(field, of)| {
        row.get(*field).is_some_and(|value| !value.is_null() && Some(value) == before.get(of))
    });
    if refers {
        for (field, of) in fields.iter().zip(of) {
            row.insert((*field).to_owned(), after[of].clone());
        }
    }
}

/// Elements are names, or for indexes objects with a `value`.
fn rename_in_list(row: &mut Row, field: &str, from: &Value, to: &Value) {
    let Some(items) = row.get_mut(field).and_then(Value::as_array_mut) else { return };
    for item in items {
        if item == from {
            item.clone_from(to);
        } else if let Some(column) = item.as_object_mut()
            && column.get("isExpression") != Some(&json!(true))
            && column.get("value") == Some(from)
        {
            column.insert("value".to_owned(), to.clone());
        }
    }
}

/// Gives entities of `to` whose name follows from a rule the name that they have in
/// `from`, if that followed from a rule as well and nothing else differs: such a
/// difference is no change.
pub(in super::super) fn keep_names(from: &Store, to: &mut Store) {
    let kinds =
        [EntityType::Unique, EntityType::ForeignKey, EntityType::PrimaryKey, EntityType::Index];
    for kind in kinds {
        let mut alike: HashMap<String, Vec<Key>> = HashMap::new();
        for new in to.of(kind).filter(|row| is_derived(row)) {
            alike.entry(all_but_name(new)).or_default().push(Key::of(kind, new));
        }
        for old in from.of(kind).filter(|row| is_derived(row)) {
            let Some([new]) = alike.get(&all_but_name(old)).map(Vec::as_slice) else { continue };
            let kept = Key::of(kind, old);
            // A name that something else has taken stays free for that.
            if *new != kept && to.get(&kept).is_none() {
                let mut set = Row::new();
                set.insert("name".to_owned(), old["name"].clone());
                let _ = to.update(new, &set);
            }
        }
    }
}

fn is_derived(row: &Row) -> bool {
    row.get("nameExplicit") == Some(&Value::Bool(false))
}

/// Everything about a row but its name. Rows of one type list their fields in one
/// order.
fn all_but_name(row: &Row) -> String {
    let mut rest = row.clone();
    rest.shift_remove("name");
    Value::Object(rest).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identity_is_the_array_of_its_fields() {
        let names = ["users", "größe", "it's", "a\"b", "a\\b", "a\nb", "a\u{1}b", "a\u{7f}b", ""];
        for name in names {
            let row = json!({ "schema": "public", "table": name, "name": name });
            let row = row.as_object().unwrap();
            let identity = json!(["public", name, name]).to_string();
            assert_eq!(Key::of(EntityType::Column, row).identity, identity);
        }
        let identity = Key::of(EntityType::Table, &Row::new()).identity;
        assert_eq!(identity, "[null,null]");
    }
}
