//! Decisions given from outside: the `--hints` contract of drizzle-kit 1.0, read
//! and printed.
//!
//! A hint names objects by tuples: `[name]` for schemas and roles, `[schema, name]`
//! for tables, enums, sequences and views, `[schema, table, name]` for what belongs
//! to a table. One kind is ours: `enum_value`, `[schema, enum, value]`.

mod parse;

pub use parse::{HintsError, parse};

use serde_json::{Map, Value, json};
use std::fmt;

/// What a rename-or-create question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A schema.
    Schema,
    /// A role.
    Role,
    /// A table.
    Table,
    /// An enum.
    Enum,
    /// A label of an enum.
    EnumValue,
    /// A sequence.
    Sequence,
    /// A view.
    View,
    /// A column.
    Column,
    /// A column's default; accepted, never asked for.
    Default,
    /// A policy; accepted, never asked for.
    Policy,
    /// A check; accepted, never asked for.
    Check,
    /// An index; accepted, never asked for.
    Index,
    /// A unique constraint; accepted, never asked for.
    Unique,
    /// A primary key; accepted, never asked for.
    PrimaryKey,
    /// A foreign key; accepted, never asked for.
    ForeignKey,
    /// A privilege; accepted, never asked for.
    Privilege,
}

impl Kind {
    const ALL: [Self; 16] = [
        Self::Schema,
        Self::Role,
        Self::Table,
        Self::Enum,
        Self::EnumValue,
        Self::Sequence,
        Self::View,
        Self::Column,
        Self::Default,
        Self::Policy,
        Self::Check,
        Self::Index,
        Self::Unique,
        Self::PrimaryKey,
        Self::ForeignKey,
        Self::Privilege,
    ];

    /// The word of the contract. A foreign key's has a blank in it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Role => "role",
            Self::Table => "table",
            Self::Enum => "enum",
            Self::EnumValue => "enum_value",
            Self::Sequence => "sequence",
            Self::View => "view",
            Self::Column => "column",
            Self::Default => "default",
            Self::Policy => "policy",
            Self::Check => "check",
            Self::Index => "index",
            Self::Unique => "unique",
            Self::PrimaryKey => "primary_key",
            Self::ForeignKey => "foreign key",
            Self::Privilege => "privilege",
        }
    }

    /// The word to use in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Self::EnumValue => "enum value",
            Self::PrimaryKey => "primary key",
            Self::Unique => "unique constraint",
            Self::Schema
            | Self::Role
            | Self::Table
            | Self::Enum
            | Self::Sequence
            | Self::View
            | Self::Column
            | Self::Default
            | Self::Policy
            | Self::Check
            | Self::Index
            | Self::ForeignKey
            | Self::Privilege => self.as_str(),
        }
    }

    fn arity(self) -> usize {
        match self {
            Self::Schema | Self::Role => 1,
            Self::Table | Self::Enum | Self::Sequence | Self::View => 2,
            Self::EnumValue
            | Self::Column
            | Self::Default
            | Self::Policy
            | Self::Check
            | Self::Index
            | Self::Unique
            | Self::PrimaryKey
            | Self::ForeignKey => 3,
            Self::Privilege => 5,
        }
    }
}

/// What a loss of data is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfirmKind {
    /// A table with rows goes.
    Table,
    /// A column with values goes.
    Column,
    /// A schema goes.
    Schema,
    /// A materialized view goes.
    View,
    /// A primary key goes.
    PrimaryKey,
    /// A column becomes NOT NULL.
    AddNotNull,
    /// A unique constraint is added.
    AddUnique,
}

impl ConfirmKind {
    const ALL: [Self; 7] = [
        Self::Table,
        Self::Column,
        Self::Schema,
        Self::View,
        Self::PrimaryKey,
        Self::AddNotNull,
        Self::AddUnique,
    ];

    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Column => "column",
            Self::Schema => "schema",
            Self::View => "view",
            Self::PrimaryKey => "primary_key",
            Self::AddNotNull => "add_not_null",
            Self::AddUnique => "add_unique",
        }
    }

    fn arity(self) -> usize {
        match self {
            Self::Schema => 1,
            Self::Table | Self::View => 2,
            Self::Column | Self::PrimaryKey | Self::AddNotNull | Self::AddUnique => 3,
        }
    }
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hint {
    /// What appears is what went, under another name.
    Rename {
        /// What kind of object.
        kind: Kind,
        /// Its recorded name.
        from: Vec<String>,
        /// The name in the schema.
        to: Vec<String>,
    },
    /// What appears is new.
    Create {
        /// What kind of object.
        kind: Kind,
        /// The name in the schema.
        entity: Vec<String>,
    },
    /// The loss is meant.
    ConfirmDataLoss {
        /// What kind of loss.
        kind: ConfirmKind,
        /// What it happens to.
        entity: Vec<String>,
    },
}

/// Hints as the argument of `--hints`.
pub fn print(hints: &[Hint]) -> String {
    Value::Array(hints.iter().map(Hint::to_json).collect()).to_string()
}

impl Hint {
    /// The hint as JSON.
    pub fn to_json(&self) -> Value {
        match self {
            Self::Rename { kind, from, to } => {
                json!({ "type": "rename", "kind": kind.as_str(), "from": from, "to": to })
            }
            Self::Create { kind, entity } => {
                json!({ "type": "create", "kind": kind.as_str(), "entity": entity })
            }
            Self::ConfirmDataLoss { kind, entity } => {
                json!({ "type": "confirm_data_loss", "kind": kind.as_str(), "entity": entity })
            }
        }
    }
}

impl fmt::Display for Hint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_json().fmt(f)
    }
}

/// A decision that is missing: an entry of `unresolved` in JSON output.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MissingHint {
    /// Is it renamed, or new?
    RenameOrCreate {
        /// What kind of object.
        kind: Kind,
        /// The name in the schema.
        entity: Vec<String>,
    },
    /// Is the loss meant?
    ConfirmDataLoss {
        /// What kind of loss.
        kind: ConfirmKind,
        /// What it happens to.
        entity: Vec<String>,
        /// Why it is a loss.
        reason: LossReason,
    },
}

/// Why something is a loss.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LossReason {
    /// There are rows.
    NonEmpty,
    /// The table is made again.
    TableRecreate,
    /// The type changes.
    TypeChange {
        /// What it was.
        from: String,
        /// What it becomes.
        to: String,
    },
}

impl MissingHint {
    /// The entry as JSON.
    pub fn to_json(&self) -> Value {
        match self {
            Self::RenameOrCreate { kind, entity } => {
                json!({ "type": "rename_or_create", "kind": kind.as_str(), "entity": entity })
            }
            Self::ConfirmDataLoss { kind, entity, reason } => {
                let mut entry = Map::new();
                entry.insert("type".into(), json!("confirm_data_loss"));
                entry.insert("kind".into(), json!(kind.as_str()));
                entry.insert("entity".into(), json!(entity));
                match reason {
                    LossReason::NonEmpty => {
                        entry.insert("reason".into(), json!("non_empty"));
                    }
                    LossReason::TableRecreate => {
                        entry.insert("reason".into(), json!("table_recreate"));
                    }
                    LossReason::TypeChange { from, to } => {
                        entry.insert("reason".into(), json!("type_change"));
                        entry.insert("reason_details".into(), json!({ "from": from, "to": to }));
                    }
                }
                Value::Object(entry)
            }
        }
    }
}

/// The decisions that were given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answers {
    hints: Vec<Hint>,
}

impl Answers {
    /// Decisions from hints. Where two answer the same question, the first holds.
    pub fn new(hints: Vec<Hint>) -> Self {
        Self { hints }
    }

    /// One more decision.
    pub fn push(&mut self, hint: Hint) {
        self.hints.push(hint);
    }

    /// All decisions in order.
    pub fn hints(&self) -> &[Hint] {
        &self.hints
    }

    /// What `to` is said to have been called.
    pub fn renamed_from(&self, of: Kind, entity: &[String]) -> Option<&[String]> {
        self.hints.iter().find_map(|hint| match hint {
            Hint::Rename { kind, from, to } if *kind == of && to == entity => Some(from.as_slice()),
            Hint::Rename { .. } | Hint::Create { .. } | Hint::ConfirmDataLoss { .. } => None,
        })
    }

    /// Is it said to be new?
    pub fn is_created(&self, of: Kind, what: &[String]) -> bool {
        self.hints.iter().any(|hint| match hint {
            Hint::Create { kind, entity } => *kind == of && entity == what,
            Hint::Rename { .. } | Hint::ConfirmDataLoss { .. } => false,
        })
    }

    /// Is its loss said to be meant?
    pub fn is_confirmed(&self, of: ConfirmKind, what: &[String]) -> bool {
        self.hints.iter().any(|hint| match hint {
            Hint::ConfirmDataLoss { kind, entity } => *kind == of && entity == what,
            Hint::Rename { .. } | Hint::Create { .. } => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hints_are_printed_as_they_are_read() {
        let text = r#"[{"type":"rename","kind":"column","from":["public","users","name"],"to":["public","users","full_name"]},{"type":"create","kind":"foreign key","entity":["public","a","b"]},{"type":"confirm_data_loss","kind":"add_not_null","entity":["public","a","b"]}]"#;
        let hints = parse(text).unwrap();
        assert_eq!(print(&hints), text);
        let answers = Answers::new(hints);
        let to = ["public", "users", "full_name"].map(str::to_owned);
        assert_eq!(answers.renamed_from(Kind::Column, &to).unwrap()[2], "name");
        assert!(!answers.is_created(Kind::Column, &to));
    }

    #[test]
    fn a_wrong_hint_names_its_place() {
        for (text, message) in [
            (
                "{}",
                "invalid hint shape at <root>: expected a list of hints: [{\"type\": \"rename\", …}]",
            ),
            (
                r#"[{"type":"rename","kind":"table","from":["a"],"to":["public","b"]}]"#,
                "invalid hint shape at [0].from: expected a list of 2 strings",
            ),
            (
                r#"[{"type":"drop"}]"#,
                "invalid hint shape at [0].type: \"drop\" is none of rename, create, confirm_data_loss",
            ),
            (
                r#"[{"type":"create","kind":"table","entity":["public","a"],"x":1}]"#,
                "invalid hint shape at [0]: unknown field \"x\"",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().to_string(), message);
        }
        assert!(matches!(parse("[").unwrap_err(), HintsError::Syntax(_)));
    }

    #[test]
    fn missing_hints_are_those_of_drizzle() {
        let missing = MissingHint::RenameOrCreate {
            kind: Kind::Column,
            entity: vec!["public".into(), "users".into(), "full_name".into()],
        };
        assert_eq!(
            missing.to_json().to_string(),
            r#"{"type":"rename_or_create","kind":"column","entity":["public","users","full_name"]}"#
        );
        let missing = MissingHint::ConfirmDataLoss {
            kind: ConfirmKind::Table,
            entity: vec!["public".into(), "users".into()],
            reason: LossReason::NonEmpty,
        };
        assert_eq!(
            missing.to_json().to_string(),
            r#"{"type":"confirm_data_loss","kind":"table","entity":["public","users"],"reason":"non_empty"}"#
        );
    }
}
