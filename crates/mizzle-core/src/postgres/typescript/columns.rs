//! Columns, with what is declared on them.

use super::words::{MAX_SAFE, key, member, number_or_text, quoted};
use super::{Import, Unsaid, Writer, unsaid};
use crate::naming::Line;
use crate::postgres::change::Part;
use crate::postgres::names;
use crate::postgres::schema::{
    Column, Declared, DefaultValue, ForeignKey, Identity, IdentityKind, QName, SequenceOptions,
    Table, Type, Unique,
};
use crate::postgres::types::Family;

/// What a column is made of: its builder, and the calls behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pieces {
    /// `text("name").array()`
    pub builder: String,
    /// `.default(…)`
    pub default: Option<String>,
    /// `.generatedAlwaysAs(…)`
    pub generated: Option<String>,
    /// `.generatedAlwaysAsIdentity(…)`
    pub identity: Option<String>,
    /// Is it `.primaryKey()`?
    pub primary_key: bool,
    /// Is `.notNull()` written?
    pub not_null: bool,
}

impl Pieces {
    /// Where its values come from.
    pub(super) fn values(&self) -> String {
        [&self.default, &self.generated, &self.identity].into_iter().flatten().cloned().collect()
    }
}

impl Writer<'_> {
    /// A column of a table, without the comma behind it:
    /// `age: integer("age").notNull().default(18)`.
    ///
    /// # Errors
    /// Its type or what it refers to is nothing that the file has.
    pub fn column(&mut self, table: &QName, content: &Table, name: &str) -> Result<String, Unsaid> {
        let pieces = self.pieces(table, content, name)?;
        let mut text = format!("{}{}", pieces.builder, pieces.values());
        if pieces.primary_key {
            text.push_str(".primaryKey()");
        }
        if pieces.not_null {
            text.push_str(".notNull()");
        }
        for unique in content.uniques.iter().filter(|it| is_inline_unique(it, name)) {
            text.push_str(&self.inline_unique(table, name, unique));
        }
        for foreign in &content.foreign_keys {
            if self.is_inline(table, foreign, name) {
                text.push_str(&self.references(table, foreign)?);
            }
        }
        Ok(format!("{}: {text}", key(&self.names.key(table, name))))
    }

    /// A part that stands on its column, as the call behind the column's builder:
    /// `.unique("only_email")`.
    ///
    /// # Errors
    /// It refers to what the file does not have, or stands on no column.
    pub fn part_on_column(&mut self, table: &QName, part: &Part) -> Result<String, Unsaid> {
        match part {
            Part::PrimaryKey(_) => Ok(".primaryKey()".to_owned()),
            Part::Unique(unique) => {
                let column = unique.columns.first().map_or("", String::as_str);
                Ok(self.inline_unique(table, column, unique))
            }
            Part::ForeignKey(key) => self.references(table, key),
            Part::Check(_) | Part::Index(_) | Part::Policy(_) => {
                Err(unsaid(format!("{} {}", part.noun(), part.name()), "it stands on no column"))
            }
        }
    }

    /// What a column is made of.
    ///
    /// # Errors
    /// As for [`Self::column`].
    pub fn pieces(&mut self, table: &QName, content: &Table, name: &str) -> Result<Pieces, Unsaid> {
        let column = content.columns.get(name).ok_or_else(|| {
            unsaid(format!("column {table}.{name}"), "the table has no such column")
        })?;
        let mut pieces = self.declaration(table, name, column)?;
        let key = content.primary_key.as_ref();
        pieces.primary_key = key.is_some_and(|it| is_inline_key(table, it, name));
        let in_key = key.is_some_and(|it| it.columns.iter().any(|it| it == name));
        let implied = pieces.primary_key
            || column.ty.is_serial()
            || column.identity.is_some()
            || (in_key && !column.not_null_written);
        pieces.not_null = column.not_null && !implied;
        Ok(pieces)
    }

    /// The type of a column and where its values come from.
    pub(super) fn declaration(
        &mut self,
        table: &QName,
        name: &str,
        column: &Column,
    ) -> Result<Pieces, Unsaid> {
        let builder = self.ty(&column.ty, name, column.default.as_ref())?;
        let default = column.default.as_ref().map(|default| self.default(&column.ty, default));
        let generated = column.generated.as_ref().map(|generated| {
            let sql = self.sql(&generated.expression);
            format!(".generatedAlwaysAs({sql})")
        });
        let identity = column.identity.as_ref().map(|it| identity_of(table, name, it));
        Ok(Pieces { builder, default, generated, identity, primary_key: false, not_null: false })
    }

    /// `.default(…)`. A value stands there as one where both lines take it for what it is,
    /// else as SQL.
    fn default(&mut self, ty: &Type, default: &DefaultValue) -> String {
        if !ty.is_array()
            && let Some(short) = short_default(ty, default)
        {
            return short;
        }
        let value = match default {
            _ if ty.is_array() => None,
            DefaultValue::Bool(value) => {
                (ty.family() == Family::Boolean).then(|| value.to_string())
            }
            // The builder may be in a mode in which its values are others.
            _ if self.careful && !is_one_in_every_mode(ty) => None,
            DefaultValue::Number(digits) => number_default(ty, digits),
            DefaultValue::Text(text) => text_default(ty, text),
            DefaultValue::Null | DefaultValue::Expression(_) => None,
        };
        let value = value.unwrap_or_else(|| {
            let sql = match default {
                DefaultValue::Bool(value) => value.to_string(),
                DefaultValue::Number(digits) => digits.clone(),
                DefaultValue::Text(text) => crate::sql::Literal(text).to_string(),
                DefaultValue::Null => "NULL".to_owned(),
                DefaultValue::Expression(sql) => sql.clone(),
            };
            self.sql(&sql)
        });
        format!(".default({value})")
    }

    fn inline_unique(&self, table: &QName, column: &str, unique: &Unique) -> String {
        let named = unique.name.text != names::column_unique(self.line, &table.name, column);
        match (named, unique.nulls_not_distinct) {
            (false, false) => ".unique()".to_owned(),
            (true, false) => format!(".unique({})", quoted(&unique.name.text)),
            (_, true) => {
                format!(".unique({}, {{ nulls: \"not distinct\" }})", quoted(&unique.name.text))
            }
        }
    }

    /// Is the foreign key written on this column: one column, and the name of the rule?
    pub(super) fn is_inline(&self, table: &QName, key: &ForeignKey, column: &str) -> bool {
        let derived = names::foreign_key(
            self.line,
            &table.name,
            &key.columns,
            &key.target.name,
            &key.target_columns,
        );
        key.columns.len() == 1 && key.columns[0] == column && key.name.text == derived
    }

    fn references(&mut self, table: &QName, foreign: &ForeignKey) -> Result<String, Unsaid> {
        let target =
            self.relation(&foreign.target, || format!("foreign key {}", foreign.name.text))?;
        let column = foreign.target_columns.first().map_or("", String::as_str);
        let place = member(&target, &self.names.key(&foreign.target, column));
        // A type that hangs on itself has to be said.
        let is_open = foreign.target == *table || !self.earlier.contains(&foreign.target);
        let annotation = if is_open {
            self.imports.insert(Import {
                module: "drizzle-orm/pg-core",
                name: "AnyPgColumn",
                is_type: true,
            });
            ": AnyPgColumn"
        } else {
            ""
        };
        let mut actions = Vec::new();
        for (word, action) in [("onDelete", foreign.on_delete), ("onUpdate", foreign.on_update)] {
            if let Some(action) = super::parts::action(action) {
                actions.push(format!("{word}: \"{action}\""));
            }
        }
        let actions = if actions.is_empty() {
            String::new()
        } else {
            format!(", {{ {} }}", actions.join(", "))
        };
        Ok(format!(".references((){annotation} => {place}{actions})"))
    }

    /// What a table is exported as.
    pub(super) fn relation(
        &self,
        name: &QName,
        what: impl Fn() -> String,
    ) -> Result<String, Unsaid> {
        let export = self.names.relations.get(name).cloned();
        export.ok_or_else(|| unsaid(what(), format!("the schema exports no table {name}")))
    }
}

/// Is the key written on the column itself: one column, declared there, and the name that
/// the server gives?
pub(super) fn is_inline_key(
    table: &QName,
    primary: &crate::postgres::schema::PrimaryKey,
    column: &str,
) -> bool {
    primary.declared == Declared::OnColumn
        && primary.columns.len() == 1
        && primary.columns[0] == column
        && primary.name.text == names::server_primary_key(&table.name)
}

/// Is the constraint written on the column itself?
pub(super) fn is_inline_unique(unique: &Unique, column: &str) -> bool {
    unique.declared == Declared::OnColumn
        && unique.columns.len() == 1
        && unique.columns[0] == column
}

/// The defaults that have a word of their own.
fn short_default(ty: &Type, default: &DefaultValue) -> Option<String> {
    let DefaultValue::Expression(sql) = default else { return None };
    match (ty.family(), sql.to_ascii_lowercase().as_str()) {
        (
            Family::Timestamp | Family::TimestampTz | Family::Date | Family::Time | Family::TimeTz,
            "now()",
        ) => Some(".defaultNow()".to_owned()),
        (Family::Uuid, "gen_random_uuid()") => Some(".defaultRandom()".to_owned()),
        _ => None,
    }
}

/// Are the values of its builder of one kind, whatever its options?
fn is_one_in_every_mode(ty: &Type) -> bool {
    match ty.family() {
        Family::Boolean | Family::Text | Family::Uuid | Family::Network | Family::Owned => true,
        Family::Integer => crate::postgres::types::normal(&ty.text) != "bigint",
        Family::Float | Family::Interval => true,
        Family::Numeric
        | Family::Json
        | Family::Date
        | Family::Time
        | Family::TimeTz
        | Family::Timestamp
        | Family::TimestampTz
        | Family::Bit
        | Family::Bytea
        | Family::Point
        | Family::Line
        | Family::Geometry
        | Family::Vector
        | Family::SparseVector
        | Family::Serial
        | Family::Other => false,
    }
}

fn number_default(ty: &Type, digits: &str) -> Option<String> {
    match ty.family() {
        // As text, which is what the driver gives.
        Family::Numeric => Some(quoted(digits)),
        Family::Float => {
            digits.parse::<f64>().ok().filter(|it| it.is_finite()).map(|_| digits.to_owned())
        }
        Family::Integer => match digits.parse::<i64>() {
            Ok(number) if number.unsigned_abs() <= MAX_SAFE => Some(number.to_string()),
            Ok(number) => Some(format!("{number}n")),
            Err(_) => None,
        },
        Family::Boolean
        | Family::Text
        | Family::Json
        | Family::Date
        | Family::Time
        | Family::TimeTz
        | Family::Timestamp
        | Family::TimestampTz
        | Family::Interval
        | Family::Uuid
        | Family::Network
        | Family::Bit
        | Family::Bytea
        | Family::Point
        | Family::Line
        | Family::Geometry
        | Family::Vector
        | Family::SparseVector
        | Family::Serial
        | Family::Owned
        | Family::Other => None,
    }
}

fn text_default(ty: &Type, text: &str) -> Option<String> {
    match ty.family() {
        Family::Text | Family::Uuid | Family::Owned | Family::Date | Family::Time => {
            Some(quoted(text))
        }
        Family::Interval | Family::Network | Family::Numeric => Some(quoted(text)),
        Family::Json => json_default(text),
        Family::Integer
        | Family::Float
        | Family::Boolean
        | Family::TimeTz
        | Family::Timestamp
        | Family::TimestampTz
        | Family::Bit
        | Family::Bytea
        | Family::Point
        | Family::Line
        | Family::Geometry
        | Family::Vector
        | Family::SparseVector
        | Family::Serial
        | Family::Other => None,
    }
}

/// Objects and lists mean the same in both lines; a lone string does not, and a number may
/// have digits that JavaScript has not.
fn json_default(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let is_plain = match &value {
        serde_json::Value::Object(_) | serde_json::Value::Array(_) => is_exact(&value),
        serde_json::Value::Bool(_) => true,
        serde_json::Value::Null | serde_json::Value::Number(_) | serde_json::Value::String(_) => {
            false
        }
    };
    // JSON is JavaScript, two characters aside, which strings escape.
    is_plain
        .then(|| value.to_string().replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029"))
}

fn is_exact(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Null | serde_json::Value::Bool(_) | serde_json::Value::String(_) => true,
        serde_json::Value::Number(number) => {
            number.as_i64().is_some_and(|it| it.unsigned_abs() <= MAX_SAFE)
        }
        serde_json::Value::Array(items) => items.iter().all(is_exact),
        // A key of this name is no member in JavaScript.
        serde_json::Value::Object(members) => {
            members.iter().all(|(key, member)| key != "__proto__" && is_exact(member))
        }
    }
}

fn identity_of(table: &QName, column: &str, identity: &Identity) -> String {
    let word = match identity.kind {
        IdentityKind::Always => "generatedAlwaysAsIdentity",
        IdentityKind::ByDefault => "generatedByDefaultAsIdentity",
    };
    let mut options = Vec::new();
    if identity.sequence.text != names::identity_sequence(&table.name, column) {
        options.push(format!("name: {}", quoted(&identity.sequence.text)));
    }
    options.extend(sequence_options(&identity.options));
    if options.is_empty() {
        return format!(".{word}()");
    }
    format!(".{word}({{ {} }})", options.join(", "))
}

/// The members of a sequence's options.
pub(super) fn sequence_options(options: &SequenceOptions) -> Vec<String> {
    let words = [
        ("startWith", &options.start),
        ("increment", &options.increment),
        ("minValue", &options.min),
        ("maxValue", &options.max),
        ("cache", &options.cache),
    ];
    let mut all: Vec<String> = words
        .into_iter()
        .filter_map(|(word, value)| Some(format!("{word}: {}", number_or_text(value.as_ref()?))))
        .collect();
    if options.cycle {
        all.push("cycle: true".to_owned());
    }
    all
}

/// Does the line say row security in the table's builder?
pub(super) fn says_rls_first(line: Line) -> bool {
    match line {
        Line::V0 => false,
        Line::V1 => true,
    }
}
