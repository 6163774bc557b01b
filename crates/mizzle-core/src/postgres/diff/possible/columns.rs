//! Columns that the server refuses, and what stands for itself beside tables: enums,
//! sequences, schemas, roles.

use super::Impossible;
use super::expressions::{has_subquery, is_mutable, names_column};
use super::sequences::impossible_options;
use crate::postgres::change::Change;
use crate::postgres::defaults::misfit;
use crate::postgres::names;
use crate::postgres::schema::{Column, DefaultValue, Object, QName, Schema, Table, Type};
use crate::postgres::sequences::Range;
use crate::postgres::types::{Family, normal, split_modifier};

/// Columns that appear or change, and objects that are not in a table.
pub(super) fn check(from: &Schema, to: &Schema, changes: &[Change]) -> Vec<Impossible> {
    let mut found = Vec::new();
    for change in changes {
        // Not exhaustive on purpose: all other changes have no columns.
        if let Change::CreateTable { name, table } = change {
            for (column, content) in &table.columns {
                found.extend(new_column(to, name, column, content));
            }
        } else if let Change::AddColumn { table, name, column }
        | Change::RecreateColumn { table, name, to: column, .. } = change
        {
            found.extend(new_column(to, table, name, column));
        } else if let Change::AlterColumn { table, name, from: had, to: column } = change {
            let settled = wrongs(from, table, name, had);
            let new = wrongs(to, table, name, column).into_iter();
            found.extend(new.filter(|message| !settled.contains(message)).map(|message| {
                Impossible::new(Object::Column(table.clone(), name.clone()), message)
            }));
        } else if let Change::RecreateEnum { uses, .. } = change {
            for used in uses {
                found.extend(new_column(to, &used.table, &used.column, &used.to));
            }
        } else if let Some(impossible) = beside_tables(change) {
            found.push(impossible);
        }
    }
    found
}

fn new_column(to: &Schema, table: &QName, name: &str, column: &Column) -> Vec<Impossible> {
    let at = || Object::Column(table.clone(), name.to_owned());
    let wrongs = wrongs(to, table, name, column).into_iter();
    wrongs.map(|message| Impossible::new(at(), message)).collect()
}

/// Everything that is wrong with a column.
fn wrongs(schema: &Schema, table: &QName, name: &str, column: &Column) -> Vec<String> {
    let what = format!("the column {table}.{name}");
    let mut wrongs = Vec::new();
    if ["tableoid", "cmin", "cmax", "xmin", "xmax", "ctid"].contains(&name) {
        wrongs.push(format!("{what} has the name of a system column: give it another"));
    }
    if let Some(why) = impossible_type(&column.ty) {
        wrongs.push(format!("{what} is {}: {why}", column.ty.text));
    }
    if let Some((first, second)) = two_sources(column) {
        wrongs.push(format!(
            "{what} has {first} and {second}, and the server takes one of them: remove the other"
        ));
    } else {
        wrongs.extend(default(schema, &what, column));
    }
    wrongs.extend(identity(&what, column));
    wrongs.extend(generated(schema.tables.get(table), &what, name, column));
    wrongs
}

fn impossible_type(ty: &Type) -> Option<String> {
    if ty.schema.is_some() {
        return None;
    }
    let normal = normal(&ty.text);
    let (base, modifier) = split_modifier(&normal);
    let size: i64 = modifier?.split(',').next()?.parse().ok()?;
    let (least, most, what) = match base.as_str() {
        "character varying" | "character" => (1, 10_485_760, "length"),
        "bit" | "bit varying" => (1, 83_886_080, "length"),
        "numeric" => (1, 1000, "precision"),
        _ => return None,
    };
    (size < least || size > most).then(|| format!("its {what} must be from {least} to {most}"))
}

/// Two things that would each give a column its values.
fn two_sources(column: &Column) -> Option<(&'static str, &'static str)> {
    let sources = [
        (column.default.is_some(), "a default"),
        (column.ty.is_serial() && column.default.is_none(), "a serial's sequence"),
        (column.generated.is_some(), "a generated expression"),
        (column.identity.is_some(), "an identity"),
    ];
    let mut given = sources.into_iter().filter(|(given, _)| *given).map(|(_, name)| name);
    Some((given.next()?, given.next()?))
}

fn identity(what: &str, column: &Column) -> Option<String> {
    let identity = column.identity.as_ref()?;
    let is_integer = match column.ty.family() {
        Family::Integer => !column.ty.is_array(),
        // Said before: it has a sequence already.
        Family::Serial => return None,
        // Another name of an integer type may be among these.
        Family::Other | Family::Owned => true,
        Family::Numeric
        | Family::Float
        | Family::Boolean
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
        | Family::SparseVector => false,
    };
    if !is_integer {
        return Some(format!(
            "{what} is an identity of the type {}, which must be smallint, integer or bigint",
            column.ty.text
        ));
    }
    let why = impossible_options(&identity.options, Range::of(&column.ty))?;
    Some(format!("{what} cannot have its identity: {why}"))
}

fn default(schema: &Schema, what: &str, column: &Column) -> Option<String> {
    let default = column.default.as_ref()?;
    if let DefaultValue::Expression(sql) = default
        && has_subquery(sql)
    {
        return Some(format!(
            "{what} has a query for its default, and the server takes no SELECT there: write a \
             function that has it"
        ));
    }
    let labels = |name: &QName| schema.enums.get(name).map(|of| of.values.as_slice());
    let why = misfit(&column.ty, default, &labels)?;
    Some(format!("{what} cannot have its default: {why}"))
}

fn generated(table: Option<&Table>, what: &str, name: &str, column: &Column) -> Option<String> {
    let sql = &column.generated.as_ref()?.expression;
    if has_subquery(sql) {
        return Some(format!(
            "{what} is generated by a query, and the server takes no SELECT there: write an \
             expression over columns of the same row"
        ));
    }
    if let Some(word) = is_mutable(sql) {
        return Some(format!(
            "{what} is generated with {word}, which gives another value each time, and the server \
             refuses that: use a default, or a trigger"
        ));
    }
    let others = table.into_iter().flat_map(|table| &table.columns);
    let other = others
        .filter(|(_, other)| other.generated.is_some())
        .map(|(other, _)| other.as_str())
        .chain([name])
        .find(|other| names_column(sql, other))?;
    Some(format!(
        "{what} is generated from {other}, which is generated itself, and the server refuses \
         that: write the expression of {other} in its place"
    ))
}

/// Objects that are in no table.
fn beside_tables(change: &Change) -> Option<Impossible> {
    // Not exhaustive on purpose: what is not named here can always be made.
    if let Change::CreateNamespace { name } | Change::RenameNamespace { to: name, .. } = change {
        let message =
            format!("the schema {name} cannot be: names with `pg_` in front are the server's own");
        name.starts_with("pg_").then(|| Impossible::new(Object::Namespace(name.clone()), message))
    } else if let Change::CreateRole { name, .. } | Change::RenameRole { to: name, .. } = change {
        let message = format!(
            "the role {name} cannot be: `public`, `none` and names with `pg_` in front are the \
             server's own"
        );
        (name.starts_with("pg_") || name == "public" || name == "none")
            .then(|| Impossible::new(Object::Role(name.clone()), message))
    } else if let Change::CreateSequence { name, sequence }
    | Change::AlterSequence { name, to: sequence, .. } = change
    {
        let why = impossible_options(&sequence.options, Range::BIGINT)?;
        let message = format!("the sequence {name} cannot be: {why}");
        Some(Impossible::new(Object::Sequence(name.clone()), message))
    } else if let Change::CreateEnum { name, values }
    | Change::RecreateEnum { name, to: values, .. } = change
    {
        values.iter().find_map(|value| long_label(name, value))
    } else if let Change::AddEnumValue { name, value, .. }
    | Change::RenameEnumValue { name, to: value, .. } = change
    {
        long_label(name, value)
    } else {
        None
    }
}

/// Labels are not cut, as other names are.
fn long_label(name: &QName, value: &str) -> Option<Impossible> {
    let message = format!(
        "the value {value} of the enum {name} is longer than the {} bytes that the server allows",
        names::MAX_BYTES
    );
    (value.len() > names::MAX_BYTES).then(|| Impossible::new(Object::Enum(name.clone()), message))
}
