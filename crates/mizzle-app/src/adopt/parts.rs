//! What of a column or a part of a table is seen in the files: the calls of a builder, the
//! names and keys by which an entry of the extras is known.

use mizzle_core::postgres::change::Part;
use mizzle_core::postgres::schema::{Index, Table};
use mizzle_core::postgres::typescript::Pieces;
use mizzle_loader::edit::ChainEdit;

/// The calls that lead from one column to the other.
pub(super) fn between(old: Option<&Pieces>, new: &Pieces) -> ChainEdit {
    let mut edit = ChainEdit::default();
    if old.is_none_or(|old| old.builder != new.builder) {
        edit.base = Some(new.builder.clone());
        edit.remove.push("array");
    }
    let mut swap = |had: Option<&Option<String>>, has: &Option<String>, calls: &[&'static str]| {
        if had != Some(has) {
            edit.remove.extend(calls);
            edit.append.extend(has.clone());
        }
    };
    swap(old.map(|it| &it.default), &new.default, &["default", "defaultNow", "defaultRandom"]);
    swap(old.map(|it| &it.generated), &new.generated, &["generatedAlwaysAs"]);
    swap(
        old.map(|it| &it.identity),
        &new.identity,
        &["generatedAlwaysAsIdentity", "generatedByDefaultAsIdentity"],
    );
    if old.is_none_or(|old| old.not_null != new.not_null) {
        edit.remove.push("notNull");
        if new.not_null {
            edit.append.push(".notNull()".to_owned());
        }
    }
    edit
}

/// The same part under another name.
pub(super) fn called(part: &Part, name: &str) -> Part {
    let mut part = part.clone();
    match &mut part {
        Part::PrimaryKey(it) => it.name.text = name.to_owned(),
        Part::Unique(it) => it.name.text = name.to_owned(),
        Part::ForeignKey(it) => it.name.text = name.to_owned(),
        Part::Index(it) => it.name.text = name.to_owned(),
        Part::Check(it) => it.name = name.to_owned(),
        Part::Policy(it) => it.name = name.to_owned(),
    }
    part
}

/// The column that a part stands on.
pub(super) fn on_column(part: &Part) -> &str {
    match part {
        Part::PrimaryKey(it) => it.columns.first(),
        Part::Unique(it) => it.columns.first(),
        Part::ForeignKey(it) => it.columns.first(),
        Part::Check(_) | Part::Index(_) | Part::Policy(_) => None,
    }
    .map_or("", String::as_str)
}

/// The columns of a part, as far as its builder names them in order.
pub(super) fn columns_of(part: &Part) -> Vec<String> {
    let of_index = |index: &Index| {
        let columns = index.columns.iter().filter_map(|part| part.key.column());
        columns.cloned().collect()
    };
    match part {
        Part::PrimaryKey(it) => it.columns.clone(),
        Part::Unique(it) => it.columns.clone(),
        Part::ForeignKey(it) => it.columns.clone(),
        Part::Index(index) => of_index(index),
        Part::Check(_) | Part::Policy(_) => Vec::new(),
    }
}

/// What makes it in the extras.
pub(super) fn builders(part: &Part) -> &'static [&'static str] {
    match part {
        Part::PrimaryKey(_) => &["primaryKey"],
        Part::Unique(_) => &["unique"],
        Part::ForeignKey(_) => &["foreignKey"],
        Part::Index(_) => &["index", "uniqueIndex"],
        Part::Check(_) => &["check"],
        Part::Policy(_) => &["pgPolicy"],
    }
}

/// All parts of a table.
pub(super) fn parts_of(table: &Table) -> Vec<Part> {
    let mut parts: Vec<Part> = table.primary_key.iter().cloned().map(Part::PrimaryKey).collect();
    parts.extend(table.uniques.iter().cloned().map(Part::Unique));
    parts.extend(table.checks.iter().cloned().map(Part::Check));
    parts.extend(table.foreign_keys.iter().cloned().map(Part::ForeignKey));
    parts.extend(table.indexes.iter().cloned().map(Part::Index));
    parts.extend(table.policies.iter().cloned().map(Part::Policy));
    parts
}
