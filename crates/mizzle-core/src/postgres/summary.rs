//! Each change in one line, for people. What is lost by it, its statements'
//! hazards say.

use super::change::{Change, Part, Why};
use super::diff::same_definition;
use super::schema::{Column, DefaultValue, IdentityKind, IndexKey, QName, Type};

/// What kind of line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Something appears.
    Add,
    /// Something goes.
    Remove,
    /// Something changes or is renamed.
    Change,
}

impl Mark {
    /// The sign in front of the line.
    pub fn sign(self) -> char {
        match self {
            Self::Add => '+',
            Self::Remove => '-',
            Self::Change => '~',
        }
    }
}

/// A change in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// What kind of line it is.
    pub mark: Mark,
    /// `column users.age: integer → text`
    pub text: String,
}

/// A change in one line.
pub fn summarize(change: &Change) -> Summary {
    let add = |text| Summary { mark: Mark::Add, text };
    let remove = |text| Summary { mark: Mark::Remove, text };
    let alter = |text| Summary { mark: Mark::Change, text };
    match change {
        Change::CreateNamespace { name } => add(format!("schema {name}")),
        Change::DropNamespace { name } => remove(format!("schema {name}")),
        Change::RenameNamespace { from, to } => alter(format!("schema {from} renamed to {to}")),
        Change::CreateEnum { name, values } => add(format!("enum {name} ({})", values.join(", "))),
        Change::DropEnum { name } => remove(format!("enum {name}")),
        Change::RenameEnum { from, to } => alter(format!("enum {from} renamed to {to}")),
        Change::AddEnumValue { name, value, before } => {
            let place = before.as_ref().map_or(String::new(), |before| format!(" before {before}"));
            add(format!("value {value} of enum {name}{place}"))
        }
        Change::RenameEnumValue { name, from, to } => {
            alter(format!("value {from} of enum {name} renamed to {to}"))
        }
        Change::RecreateEnum { name, from, to, uses } => {
            let gone: Vec<&str> =
                from.iter().filter(|value| !to.contains(value)).map(String::as_str).collect();
            let what = if gone.is_empty() {
                "in another order".to_owned()
            } else {
                format!("without {}", gone.join(", "))
            };
            let columns: Vec<String> =
                uses.iter().map(|used| format!("{}.{}", used.table, used.column)).collect();
            let used = if columns.is_empty() {
                String::new()
            } else {
                format!(", with {}", columns.join(", "))
            };
            alter(format!("enum {name} made again {what}{used}"))
        }
        Change::CreateSequence { name, .. } => add(format!("sequence {name}")),
        Change::DropSequence { name } => remove(format!("sequence {name}")),
        Change::RenameSequence { from, to } => alter(format!("sequence {from} renamed to {to}")),
        Change::AlterSequence { name, .. } => alter(format!("sequence {name}: options")),
        Change::CreateRole { name, .. } => add(format!("role {name}")),
        Change::DropRole { name } => remove(format!("role {name}")),
        Change::RenameRole { from, to } => alter(format!("role {from} renamed to {to}")),
        Change::AlterRole { name, .. } => alter(format!("role {name}: rights")),
        Change::CreateTable { name, table } => {
            let count = table.columns.len();
            let plural = if count == 1 { "" } else { "s" };
            add(format!("table {name} ({count} column{plural})"))
        }
        Change::DropTable { name, .. } => remove(format!("table {name}")),
        Change::RenameTable { from, to } => alter(format!("table {from} renamed to {to}")),
        Change::SetRls { table, enabled } => {
            let word = if *enabled { "on" } else { "off" };
            alter(format!("table {table}: row-level security {word}"))
        }
        Change::AddColumn { table, name, column } => {
            add(format!("column {table}.{name} {}", describe(column)))
        }
        Change::DropColumn { table, name, parts, .. } => {
            let with: Vec<String> = parts.iter().map(describe_part).collect();
            let with =
                if with.is_empty() { String::new() } else { format!(", with {}", with.join(", ")) };
            remove(format!("column {table}.{name}{with}"))
        }
        Change::RenameColumn { table, from, to } => {
            alter(format!("column {table}.{from} renamed to {to}"))
        }
        Change::AlterColumn { table, name, from, to } => {
            alter(format!("column {table}.{name}: {}", differences(from, to).join(", ")))
        }
        Change::RecreateColumn { table, name, to, .. } => {
            alter(format!("column {table}.{name} made again: {}", describe(to)))
        }
        Change::RenameOwnedSequence { from, to, .. } => {
            alter(format!("sequence {from} renamed to {to}"))
        }
        Change::AddPart { table, part } => add(format!("{} on {table}", describe_part(part))),
        Change::DropPart { table, part } => remove(format!("{} on {table}", describe_part(part))),
        Change::ReplacePart { table, from, to, why } => alter(match why {
            Why::Declared if from.name() == to.name() => {
                format!("{} on {table} made again as declared", describe_part(to))
            }
            Why::Declared => {
                format!("{} on {table} replaced by {}", describe_part(from), describe_part(to))
            }
            Why::HangsOn(what) => {
                format!("{} on {table} made again around a change of {what}", describe_part(to))
            }
        }),
        Change::RenamePart { table, from, to } => {
            alter(format!("{} {from} on {table} renamed to {}", to.noun(), to.name()))
        }
        Change::AlterPolicy { table, to, .. } => {
            alter(format!("policy {} on {table}: roles or conditions", to.name))
        }
        Change::CreateView { name, view } => {
            add(format!("{} {name}", view_noun(view.materialized)))
        }
        Change::DropView { name, view } => {
            remove(format!("{} {name}", view_noun(view.materialized)))
        }
        Change::RenameView { from, to, materialized } => {
            alter(format!("{} {from} renamed to {to}", view_noun(*materialized)))
        }
        Change::ReplaceView { name, from, to } => {
            let what = if same_definition(from, to) { "options" } else { "definition" };
            alter(format!("{} {name}: {what}", view_noun(to.materialized)))
        }
        Change::RecreateView { name, to, why, .. } => {
            let noun = view_noun(to.materialized);
            alter(match why {
                Why::Declared => format!("{noun} {name} made again as declared"),
                Why::HangsOn(what) => {
                    format!("{noun} {name} made again around a change of {what}")
                }
            })
        }
    }
}

fn view_noun(materialized: bool) -> &'static str {
    if materialized { "materialized view" } else { "view" }
}

pub(super) fn describe(column: &Column) -> String {
    let mut words = vec![type_text(&column.ty)];
    if column.not_null {
        words.push("NOT NULL".to_owned());
    }
    if let Some(default) = &column.default {
        words.push(format!("default {}", default_text(default)));
    }
    if let Some(generated) = &column.generated {
        words.push(format!("generated as {}", generated.expression));
    }
    if column.identity.is_some() {
        words.push("identity".to_owned());
    }
    words.join(" ")
}

/// What of a column changes.
pub(super) fn differences(from: &Column, to: &Column) -> Vec<String> {
    let mut words = Vec::new();
    if !from.ty.same(&to.ty) {
        words.push(format!("{} → {}", type_text(&from.ty), type_text(&to.ty)));
    }
    if !super::diff::same_default(from, to) {
        words.push(match (&from.default, &to.default) {
            (_, None) => "default dropped".to_owned(),
            (None, Some(to)) => format!("default {}", default_text(to)),
            (Some(from), Some(to)) => {
                format!("default {} → {}", default_text(from), default_text(to))
            }
        });
    }
    match (from.not_null, to.not_null) {
        (false, true) => words.push("NOT NULL".to_owned()),
        (true, false) => words.push("may be NULL".to_owned()),
        (true, true) | (false, false) => {}
    }
    if from.generated.is_some() && to.generated.is_none() {
        words.push("no longer generated".to_owned());
    }
    match (&from.identity, &to.identity) {
        (None, Some(identity)) => words.push(match identity.kind {
            IdentityKind::Always => "identity, always".to_owned(),
            IdentityKind::ByDefault => "identity, by default".to_owned(),
        }),
        (Some(_), None) => words.push("no longer identity".to_owned()),
        (Some(from), Some(to)) if from.kind != to.kind || from.options != to.options => {
            words.push("identity options".to_owned());
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
    words
}

pub(super) fn type_text(ty: &Type) -> String {
    let name = match &ty.schema {
        Some(schema) => QName::new(schema, &ty.text).to_string(),
        None => ty.text.clone(),
    };
    format!("{name}{}", "[]".repeat(ty.dimensions.len()))
}

fn default_text(default: &DefaultValue) -> String {
    let text = match default {
        DefaultValue::Bool(value) => value.to_string(),
        DefaultValue::Number(text) | DefaultValue::Expression(text) => text.clone(),
        DefaultValue::Text(text) => format!("'{text}'"),
        DefaultValue::Null => "NULL".to_owned(),
    };
    // One line, however long the value.
    let line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    match line.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

pub(super) fn describe_part(part: &Part) -> String {
    match part {
        Part::PrimaryKey(key) => format!("primary key ({})", key.columns.join(", ")),
        Part::Unique(unique) => {
            format!("unique constraint {} ({})", unique.name.text, unique.columns.join(", "))
        }
        Part::Check(check) => format!("check {}", check.name),
        Part::ForeignKey(key) => format!(
            "foreign key {} ({} → {}.{})",
            key.name.text,
            key.columns.join(", "),
            key.target,
            key.target_columns.join(", ")
        ),
        Part::Index(index) => {
            let keys: Vec<&str> = index
                .columns
                .iter()
                .map(|part| match &part.key {
                    IndexKey::Column(text) | IndexKey::Expression(text) => text.as_str(),
                })
                .collect();
            let unique = if index.unique { "unique " } else { "" };
            format!("{unique}index {} ({})", index.name.text, keys.join(", "))
        }
        Part::Policy(policy) => format!("policy {}", policy.name),
    }
}
