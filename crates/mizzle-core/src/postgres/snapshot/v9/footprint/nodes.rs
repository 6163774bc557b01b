//! The nodes of a footprint.

use super::super::super::rows::{Row, text, texts};
use serde_json::Value;

/// Kinds of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Schema,
    Table,
    Column,
    ColumnProperty,
    Index,
    PrimaryKey,
    Unique,
    Check,
    ForeignKey,
    Enum,
    Sequence,
    View,
    Policy,
    Role,
    RowSecurity,
    Privilege,
    Uniqueness,
    Relation,
    Type,
    Constraint,
}

impl Kind {
    const ALL: [Self; 20] = [
        Self::Schema,
        Self::Table,
        Self::Column,
        Self::ColumnProperty,
        Self::Index,
        Self::PrimaryKey,
        Self::Unique,
        Self::Check,
        Self::ForeignKey,
        Self::Enum,
        Self::Sequence,
        Self::View,
        Self::Policy,
        Self::Role,
        Self::RowSecurity,
        Self::Privilege,
        Self::Uniqueness,
        Self::Relation,
        Self::Type,
        Self::Constraint,
    ];

    /// In a sentence, in front of the path.
    fn words(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Table => "table",
            Self::Column => "column",
            Self::ColumnProperty => "column property",
            Self::Index => "index",
            Self::PrimaryKey => "the primary key of",
            Self::Unique => "unique constraint",
            Self::Check => "check",
            Self::ForeignKey => "foreign key",
            Self::Enum => "enum",
            Self::Sequence => "sequence",
            Self::View => "view",
            Self::Policy => "policy",
            Self::Role => "role",
            Self::RowSecurity => "the row security of",
            Self::Privilege => "privilege",
            Self::Uniqueness => "what keeps rows apart in",
            Self::Relation => "the name of a table, view, index or sequence,",
            Self::Type => "the name of a type,",
            Self::Constraint => "the name of a constraint,",
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Self::Schema => "sch",
            Self::Table => "tbl",
            Self::Column => "col",
            Self::ColumnProperty => "colprop",
            Self::Index => "idx",
            Self::PrimaryKey => "pk",
            Self::Unique => "uq",
            Self::Check => "ck",
            Self::ForeignKey => "fk",
            Self::Enum => "enum",
            Self::Sequence => "seq",
            Self::View => "view",
            Self::Policy => "pol",
            Self::Role => "role",
            Self::RowSecurity => "rls",
            Self::Privilege => "priv",
            Self::Uniqueness => "uniqueness",
            Self::Relation => "rel",
            Self::Type => "type",
            Self::Constraint => "con",
        }
    }
}

fn node(aspect: char, kind: Kind, path: &[&str]) -> String {
    format!("{aspect}|{}|{}", kind.as_str(), path.join("."))
}

/// A node of a snapshot in words: `enum billing.status`.
pub(in super::super) fn told(node: &str) -> String {
    let mut parts = node.splitn(3, '|').skip(1);
    let (Some(kind), Some(path)) = (parts.next(), parts.next()) else { return node.to_owned() };
    match Kind::ALL.into_iter().find(|known| known.as_str() == kind) {
        Some(kind) => format!("{} {path}", kind.words()),
        None => path.to_owned(),
    }
}

/// What something is.
pub(super) fn itself(kind: Kind, path: &[&str]) -> String {
    node('s', kind, path)
}

/// What it is called.
pub(super) fn name(kind: Kind, path: &[&str]) -> String {
    node('n', kind, path)
}

/// That it is there.
pub(super) fn existence(kind: Kind, path: &[&str]) -> String {
    node('e', kind, path)
}

/// The names that it takes in name spaces which it shares with other kinds.
pub(super) fn shared_names(kind: Kind, path: &[&str]) -> Vec<String> {
    match kind {
        Kind::Table | Kind::View => vec![name(Kind::Relation, path), name(Kind::Type, path)],
        Kind::Sequence | Kind::Index => vec![name(Kind::Relation, path)],
        Kind::Enum => vec![name(Kind::Type, path)],
        Kind::Unique => {
            vec![name(Kind::Constraint, path), name(Kind::Relation, &[path[0], path[2]])]
        }
        Kind::Check | Kind::ForeignKey => vec![name(Kind::Constraint, path)],
        Kind::Schema
        | Kind::Column
        | Kind::ColumnProperty
        | Kind::PrimaryKey
        | Kind::Policy
        | Kind::Role
        | Kind::RowSecurity
        | Kind::Privilege
        | Kind::Uniqueness
        | Kind::Relation
        | Kind::Type
        | Kind::Constraint => Vec::new(),
    }
}

/// All of something that is made or dropped.
pub(super) fn whole(kind: Kind, path: &[&str]) -> Vec<String> {
    let mut nodes = vec![itself(kind, path), name(kind, path), existence(kind, path)];
    nodes.extend(shared_names(kind, path));
    nodes
}

/// One end of a rename.
pub(super) fn endpoint(kind: Kind, path: &[&str]) -> Vec<String> {
    let mut nodes = vec![itself(kind, path), name(kind, path)];
    nodes.extend(shared_names(kind, path));
    nodes
}

/// That these columns are unique together.
pub(super) fn uniqueness(schema: &str, table: &str, columns: &[String]) -> String {
    let mut sorted: Vec<&str> = columns.iter().map(String::as_str).collect();
    sorted.sort_unstable();
    let mut path = vec![schema, table];
    path.extend(sorted);
    existence(Kind::Uniqueness, &path)
}

/// The names of a table and its schema.
pub(super) fn under_table(schema: &str, table: &str) -> Vec<String> {
    vec![name(Kind::Table, &[schema, table]), name(Kind::Schema, &[schema])]
}

/// The enum that a column is of.
pub(super) fn column_enum(column: &Row) -> Vec<String> {
    match (text(column, "typeSchema"), text(column, "type")) {
        (Some(schema), Some(of)) if schema != "pg_catalog" && !of.is_empty() => {
            vec![name(Kind::Enum, &[schema, of])]
        }
        (Some(_) | None, Some(_) | None) => Vec::new(),
    }
}

/// The columns that an index is on, expressions left out.
pub(super) fn index_columns(index: &Row) -> Vec<String> {
    let columns = index.get("columns").and_then(Value::as_array);
    columns
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
        .filter(|column| column.get("isExpression") == Some(&Value::Bool(false)))
        .filter_map(|column| text(column, "value"))
        .map(str::to_owned)
        .collect()
}

/// What an index guarantees, if it is unique on nothing but columns.
pub(super) fn index_uniqueness(index: &Row) -> Vec<String> {
    let columns = index_columns(index);
    let all = index.get("columns").and_then(Value::as_array).map_or(0, Vec::len);
    let unique = index.get("isUnique") == Some(&Value::Bool(true));
    if unique && text(index, "where").is_none_or(str::is_empty) && columns.len() == all {
        vec![uniqueness(field(index, "schema"), field(index, "table"), &columns)]
    } else {
        Vec::new()
    }
}

/// The roles of a policy that are roles of the database.
pub(super) fn policy_roles(policy: &Row) -> Vec<String> {
    const BUILT_IN: [&str; 4] = ["public", "current_role", "current_user", "session_user"];
    texts(policy, "roles")
        .iter()
        .filter(|role| !BUILT_IN.contains(&role.as_str()))
        .map(|role| name(Kind::Role, &[role]))
        .collect()
}

/// The columns of a table that a condition names, by the look of its words.
pub(super) fn named_columns(condition: &str, columns: &[String]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut rest = condition;
    while let Some(ch) = rest.chars().next() {
        let word = if ch == '"' {
            let inner = &rest[1..];
            match inner.find('"') {
                Some(end) if end > 0 => {
                    rest = &inner[end + 1..];
                    &inner[..end]
                }
                Some(_) | None => {
                    rest = inner;
                    continue;
                }
            }
        } else if ch.is_ascii_alphabetic() || ch == '_' {
            let end = rest
                .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '$')))
                .unwrap_or(rest.len());
            let word = &rest[..end];
            rest = &rest[end..];
            word
        } else {
            rest = &rest[ch.len_utf8()..];
            continue;
        };
        if columns.iter().any(|column| column == word) && !found.iter().any(|one| one == word) {
            found.push(word.to_owned());
        }
    }
    found
}

pub(super) fn field<'a>(row: &'a Row, name: &str) -> &'a str {
    text(row, name).unwrap_or_default()
}
