//! Statements that keep what goes, and put it back.

use super::cast::{convert, full, stored};
use super::sequence::set_above;
use super::{Context, Draft, Full};
use crate::plan::{Lock, LockLevel, Statement};
use crate::postgres::archive::{KeyColumn, Labels, Place, SCHEMA};
use crate::postgres::names;
use crate::postgres::schema::{Column, IdentityKind, QName, SequenceOptions, Table, Type};
use crate::sql::{Ident, Literal, Separated};

pub(in crate::postgres) use super::removed::may_change;

/// Columns of a table that keeps something. No column of a user is called so.
const VALUE: &str = "mizzle_value";
const MADE: &str = "mizzle_made";
const AT: &str = "mizzle_kept_at";

impl Draft {
    pub(in crate::postgres) fn into_statement(self, change: usize) -> Statement {
        let Self { sql, hazards, locks, alone: _ } = self;
        Statement { sql, change, hazards, locks }
    }
}

pub(in crate::postgres) fn create_schema() -> Draft {
    Draft::new(format!("CREATE SCHEMA IF NOT EXISTS {};", Ident(SCHEMA)))
}

pub(in crate::postgres) fn drop_archive(name: &str) -> Draft {
    Draft::new(format!("DROP TABLE {};", archive(name)))
}

pub(in crate::postgres) fn list() -> String {
    format!(
        "SELECT c.relname, pg_catalog.pg_total_relation_size(c.oid) FROM pg_catalog.pg_class c \
         JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = {} \
         AND c.relkind = 'r' ORDER BY c.relname",
        Literal(SCHEMA)
    )
}

pub(in crate::postgres) fn look(name: &str) -> String {
    format!(
        "SELECT count(*), to_char(min({}) AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') \
         FROM {}",
        Ident(AT),
        archive(name)
    )
}

/// Others may still keep something, or have made the schema.
pub(in crate::postgres) fn drop_empty_schema() -> Draft {
    let body = format!(
        "BEGIN DROP SCHEMA {}; EXCEPTION WHEN dependent_objects_still_exist \
         OR insufficient_privilege THEN NULL; END",
        Ident(SCHEMA)
    );
    Draft::new(format!("DO {};", Literal(&body)))
}

/// A whole table. A type of the project may go later on, so that its values are kept as
/// text.
pub(in crate::postgres) fn keep_table(
    context: &Context<'_>,
    name: &str,
    table_name: &QName,
    table: &Table,
) -> Vec<Draft> {
    let source = context.address.current(table_name);
    let columns: Vec<String> = table
        .columns
        .iter()
        .filter(|(_, column)| column.generated.is_none())
        .map(|(name, column)| kept_as(&Ident(name).to_string(), name, &column.ty))
        .collect();
    copied(name, &source, &columns, None)
}

/// A column of every row.
pub(in crate::postgres) fn keep_column(
    context: &Context<'_>,
    name: &str,
    place: &Place,
    key: &[KeyColumn],
    ty: &Type,
) -> Vec<Draft> {
    let source = context.address.table(&place.table);
    let value = Ident(&place.column).to_string();
    let mut columns = keys(context, place, key);
    columns.push(kept_as(&value, VALUE, ty));
    copied(name, &source, &columns, None)
}

/// The values that are others once they have another type, and what they become.
pub(in crate::postgres) fn keep_values(
    context: &Context<'_>,
    name: &str,
    place: &Place,
    key: &[KeyColumn],
    from: &Type,
    to: &Type,
) -> Vec<Draft> {
    let (from, to) = (stored(from), stored(to));
    let source = context.address.table(&place.table);
    let value = Ident(&context.address.column(&place.table, &place.column)).to_string();
    let made = convert(&value, &from, &to, &full(&to));
    let back = convert(&made, &to, &from, &full(&from));
    let mut columns = keys(context, place, key);
    columns.push(kept_as(&value, VALUE, &from));
    columns.push(format!("({made})::text AS {}", Ident(MADE)));
    let changed = format!("({back})::text IS DISTINCT FROM {value}::text");
    copied(name, &source, &columns, Some(&changed))
}

/// The values that have labels which go, and what they become; then they become it.
pub(in crate::postgres) fn keep_labels(
    context: &Context<'_>,
    name: &str,
    place: &Place,
    key: &[KeyColumn],
    column: &Column,
    labels: &[String],
    instead: Option<&str>,
) -> Vec<Draft> {
    let source = context.address.table(&place.table);
    let value = Ident(&context.address.column(&place.table, &place.column)).to_string();
    let ty = full(&column.ty);
    let list = Separated::new(labels.iter().map(|label| Literal(label)), ", ");
    let (has, made) = if column.ty.is_array() {
        let made = labels.iter().fold(format!("{value}::text[]"), |made, label| {
            format!("array_remove({made}, {})", Literal(label))
        });
        (format!("{value}::text[] && ARRAY[{list}]"), made)
    } else {
        let made =
            instead.map_or_else(|| "NULL::text".to_owned(), |label| Literal(label).to_string());
        (format!("{value}::text IN ({list})"), made)
    };
    let mut columns = keys(context, place, key);
    columns.push(kept_as(&value, VALUE, &column.ty));
    columns.push(format!("({made})::text AS {}", Ident(MADE)));
    let mut drafts = copied(name, &source, &columns, Some(&has));
    drafts.push(Draft::new(format!(
        "UPDATE {} SET {value} = ({made})::{ty} WHERE {has};",
        Full(&source)
    )));
    drafts
}

/// Takes out of the archive what somebody has changed since.
pub(in crate::postgres) fn forget_changed(
    context: &Context<'_>,
    name: &str,
    back: &Place,
    key: &[KeyColumn],
    ty: &Type,
    labels: &Labels,
) -> Draft {
    let table = context.address.table(&back.table);
    let value = Ident(&context.address.column(&back.table, &back.column)).to_string();
    // Whether the labels have their old names again by then nobody knows.
    let renamed = labels.of(ty);
    let array = ty.is_array() && !renamed.is_empty();
    let text = if array { "text[]" } else { "text" };
    let is = with_labels(&format!("rows.{value}::{text}"), array, renamed);
    let made = with_labels(&format!("kept.{}::{text}", Ident(MADE)), array, renamed);
    Draft::new(format!(
        "DELETE FROM {} AS kept USING {} AS rows WHERE {} AND {is} IS DISTINCT FROM {made};",
        archive(name),
        Full(&table),
        same_key(context, back, key, labels),
    ))
}

/// Fills a table that has appeared again.
pub(in crate::postgres) fn put_back_table(
    context: &Context<'_>,
    name: &str,
    table_name: &QName,
    table: &Table,
    labels: &Labels,
) -> Vec<Draft> {
    let target = Full(&context.address.table(table_name)).to_string();
    let stored = table.columns.iter().filter(|(_, column)| column.generated.is_none());
    let names = Separated::new(stored.clone().map(|(name, _)| Ident(name)), ", ");
    let values = Separated::new(
        stored
            .clone()
            .map(|(name, column)| given_back(&Ident(name).to_string(), &column.ty, labels)),
        ", ",
    );
    let overriding = match stored.clone().any(|(_, column)| column.identity.is_some()) {
        true => " OVERRIDING SYSTEM VALUE",
        false => "",
    };
    let mut drafts = vec![Draft::new(format!(
        "INSERT INTO {target} ({names}){overriding} SELECT {values} FROM {};",
        archive(name)
    ))];
    let counting = stored.filter_map(|(name, column)| count_on(context, table_name, name, column));
    drafts.extend(counting);
    drafts
}

/// Fills a column that has appeared again.
pub(in crate::postgres) fn put_back_column(
    context: &Context<'_>,
    name: &str,
    back: &Place,
    key: &[KeyColumn],
    column: &Column,
    labels: &Labels,
) -> Vec<Draft> {
    let mut drafts = put_back_values(context, name, back, key, column, labels);
    drafts.extend(count_on(context, &back.table, &back.column, column));
    if column.not_null && column.identity.is_none() && !column.ty.is_serial() {
        drafts.push(alter(context, back, "SET NOT NULL"));
    }
    drafts
}

/// Puts values back into the rows that they were in; `column` is as it is by then.
pub(in crate::postgres) fn put_back_values(
    context: &Context<'_>,
    name: &str,
    back: &Place,
    key: &[KeyColumn],
    column: &Column,
    labels: &Labels,
) -> Vec<Draft> {
    // Nobody may update what is always generated.
    let always =
        column.identity.as_ref().is_some_and(|identity| identity.kind == IdentityKind::Always);
    let mut drafts = Vec::new();
    if always {
        drafts.push(alter(context, back, "SET GENERATED BY DEFAULT"));
    }
    drafts.push(update(context, name, back, key, &column.ty, labels));
    if always {
        drafts.push(alter(context, back, "SET GENERATED ALWAYS"));
    }
    drafts
}

fn alter(context: &Context<'_>, back: &Place, action: &str) -> Draft {
    Draft::new(format!(
        "ALTER TABLE {} ALTER COLUMN {} {action};",
        Full(&context.address.table(&back.table)),
        Ident(&back.column)
    ))
}

fn update(
    context: &Context<'_>,
    name: &str,
    back: &Place,
    key: &[KeyColumn],
    ty: &Type,
    labels: &Labels,
) -> Draft {
    let table = context.address.table(&back.table);
    let column = context.address.column(&back.table, &back.column);
    Draft::new(format!(
        "UPDATE {} AS rows SET {} = {} FROM {} AS kept WHERE {};",
        Full(&table),
        Ident(&column),
        given_back(&format!("kept.{}", Ident(VALUE)), ty, labels),
        archive(name),
        same_key(context, back, key, labels)
    ))
}

/// Locks the source, so that nothing is written to it behind the copy, and copies.
fn copied(name: &str, source: &QName, columns: &[String], only: Option<&str>) -> Vec<Draft> {
    let columns = Separated::new(columns, ", ");
    let only = only.map(|only| format!(" WHERE {only}")).unwrap_or_default();
    let level = LockLevel::AccessExclusive;
    let mut lock = Draft::new(format!("LOCK TABLE {} IN {level} MODE;", Full(source)));
    lock.locks.push(Lock { table: source.to_string(), level });
    let copy = format!(
        "CREATE TABLE {} AS SELECT {columns}, now() AS {} FROM {}{only};",
        archive(name),
        Ident(AT),
        Full(source)
    );
    vec![lock, Draft::new(copy)]
}

fn archive(name: &str) -> String {
    Full(&QName::new(SCHEMA, name)).to_string()
}

/// The columns of the key, under their names before.
fn keys(context: &Context<'_>, place: &Place, key: &[KeyColumn]) -> Vec<String> {
    key.iter()
        .map(|own| {
            let current = context.address.column(&place.table, &own.after);
            kept_as(&Ident(&current).to_string(), &own.before, &own.ty)
        })
        .collect()
}

/// On the way back: rows of the table and of the archive that are the same.
fn same_key(context: &Context<'_>, back: &Place, key: &[KeyColumn], labels: &Labels) -> String {
    let same = key.iter().map(|own| {
        let current = context.address.column(&back.table, &own.before);
        let kept = given_back(&format!("kept.{}", Ident(&own.before)), &own.ty, labels);
        format!("rows.{} = {kept}", Ident(&current))
    });
    Separated::new(same, " AND ").to_string()
}

/// `"a"`, `"a" AS "b"`, `"a"::text AS "a"`
fn kept_as(value: &str, name: &str, ty: &Type) -> String {
    let name = Ident(name).to_string();
    match &ty.schema {
        Some(_) if ty.is_array() => format!("{value}::text[] AS {name}"),
        Some(_) => format!("{value}::text AS {name}"),
        None if value == name => name,
        None => format!("{value} AS {name}"),
    }
}

fn given_back(value: &str, ty: &Type, labels: &Labels) -> String {
    match &ty.schema {
        Some(_) => {
            format!("{}::{}", with_labels(value, ty.is_array(), labels.of(ty)), full(ty))
        }
        None => value.to_owned(),
    }
}

/// Text with the labels that a type has before the migration.
fn with_labels(value: &str, array: bool, renamed: &[(String, String)]) -> String {
    if renamed.is_empty() {
        return value.to_owned();
    }
    if array {
        return renamed.iter().fold(value.to_owned(), |value, (after, before)| {
            format!("array_replace({value}, {}, {})", Literal(after), Literal(before))
        });
    }
    let cases: String = renamed
        .iter()
        .map(|(after, before)| format!(" WHEN {} THEN {}", Literal(after), Literal(before)))
        .collect();
    format!("(CASE {value}{cases} ELSE {value} END)")
}

/// Lets the counter of a column go on behind its values.
fn count_on(context: &Context<'_>, table: &QName, name: &str, column: &Column) -> Option<Draft> {
    let target = context.address.table(table);
    let options = match &column.identity {
        Some(identity) => identity.options.clone(),
        None if column.ty.is_serial() => SequenceOptions::default(),
        None => return None,
    };
    let full = Full(&target).to_string();
    let sequence = match &column.identity {
        Some(_) => {
            format!("pg_get_serial_sequence({}, {})", Literal(&full), Literal(name))
        }
        None => {
            let own = names::server_sequence(&target.name, name);
            Literal(&Full(&QName::new(&target.schema, own)).to_string()).to_string()
        }
    };
    Some(Draft::new(set_above(&sequence, &full, name, &options, &stored(&column.ty))))
}
