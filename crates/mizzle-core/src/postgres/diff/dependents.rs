//! What must be made again although it does not change, because it hangs on
//! something that cannot change under it: the server refuses to alter the type of a
//! column that a view, a policy or a generated column uses, or to drop a key that a
//! foreign key needs.

use super::columns::same;
use super::parts::{counterparts, mentions, parts_of};
use super::renames::Renames;
use crate::postgres::change::{Change, EnumUse, Part, Why};
use crate::postgres::schema::{Column, Policy, QName, Schema, Type};
use crate::postgres::types::{Family, normal, split_modifier};
use crate::sql::words::Words;
use std::collections::{BTreeMap, BTreeSet};

/// Columns that change in a way that others feel.
#[derive(Debug, Default)]
struct Moved {
    /// Any change of type: views and policies feel it.
    retyped: BTreeMap<QName, BTreeSet<String>>,
    /// A type of another class: expressions and foreign keys feel it.
    reclassed: BTreeMap<QName, BTreeSet<String>>,
    /// Dropped and added again: everything feels it.
    recreated: BTreeMap<QName, BTreeSet<String>>,
    /// Tables whose list of columns changes: `SELECT *` feels it.
    reshaped: BTreeSet<QName>,
}

/// Completes the changes.
///
/// `from` is the first schema with renames applied. `early` holds the changes of
/// enums, `tables` and `views` those of tables and views.
pub(super) fn replace(
    from: &Schema,
    to: &Schema,
    renames: &Renames,
    early: &mut [Change],
    tables: &mut Vec<Change>,
    views: &mut Vec<Change>,
) {
    let mut moved = Moved::default();
    enum_uses(from, to, early, tables, &mut moved);
    for change in tables.iter() {
        if let Some((table, name)) = retyped_column(change) {
            moved.retyped.entry(table.clone()).or_default().insert(name.clone());
        }
        if let Change::AlterColumn { table, name, from, to } = change
            && !from.ty.same(&to.ty)
            && class(&from.ty) != class(&to.ty)
        {
            moved.reclassed.entry(table.clone()).or_default().insert(name.clone());
        } else if let Change::RecreateColumn { table, name, .. } = change {
            moved.recreated.entry(table.clone()).or_default().insert(name.clone());
        } else if let Change::AddColumn { table, .. }
        | Change::DropColumn { table, .. }
        | Change::RenameColumn { table, .. } = change
        {
            moved.reshaped.insert(table.clone());
        }
    }
    let drops_key =
        tables.iter().filter_map(dropped_part).any(|(_, part)| key_columns(part).is_some());
    if moved.retyped.is_empty() && moved.reshaped.is_empty() && !drops_key && views.is_empty() {
        return;
    }
    // A policy over such a column cannot stay to be altered.
    for change in tables.iter_mut() {
        if let Change::AlterPolicy { table, from, to } = change
            && let Some(columns) = policy_over(table, from, &moved.retyped)
        {
            *change = Change::ReplacePart {
                table: table.clone(),
                from: Part::Policy(from.clone()),
                to: Part::Policy(to.clone()),
                why: type_of(columns),
            };
        }
    }
    let mut extra = replaced_parts(from, to, &moved, tables);
    extra.extend(replaced_references(from, to, &moved, tables, &extra));
    tables.retain(|change| {
        let Change::RenamePart { table, to, .. } = change else { return true };
        !extra.iter().any(|change| {
            matches!(change, Change::ReplacePart { table: owner, to: part, .. }
                if owner == table && part == to)
        })
    });
    tables.extend(extra);
    replaced_views(from, to, renames, &moved, views);
}

/// The column that a change gives another type.
pub(super) fn retyped_column(change: &Change) -> Option<(&QName, &String)> {
    // Not exhaustive on purpose: nothing else does.
    if let Change::AlterColumn { table, name, from, to } = change {
        (!from.ty.same(&to.ty)).then_some((table, name))
    } else if let Change::RecreateColumn { table, name, .. } = change {
        Some((table, name))
    } else {
        None
    }
}

/// Fills in which columns an enum that is made again has, and takes out of their own
/// changes what that already does.
fn enum_uses(
    from: &Schema,
    to: &Schema,
    early: &mut [Change],
    tables: &mut Vec<Change>,
    moved: &mut Moved,
) {
    for change in early {
        let Change::RecreateEnum { name, uses, .. } = change else { continue };
        let is_it = |column: &Column| {
            column.ty.schema.as_deref() == Some(&name.schema) && column.ty.text == name.name
        };
        for (table, wanted) in &to.tables {
            let Some(had) = from.tables.get(table) else { continue };
            for (column, wanted) in wanted.columns.iter().filter(|(_, column)| is_it(column)) {
                let Some(had) = had.columns.get(column).filter(|column| is_it(column)) else {
                    continue;
                };
                uses.push(EnumUse {
                    table: table.clone(),
                    column: column.clone(),
                    from: had.clone(),
                    to: wanted.clone(),
                });
                moved.retyped.entry(table.clone()).or_default().insert(column.clone());
                moved.reclassed.entry(table.clone()).or_default().insert(column.clone());
            }
        }
        tables.retain_mut(|change| {
            let Change::AlterColumn { table, name, from, to } = change else { return true };
            if uses.iter().any(|used| used.table == *table && used.column == *name) {
                from.ty = to.ty.clone();
                from.default.clone_from(&to.default);
            }
            !same(from, to)
        });
    }
}

/// Checks, indexes, keys and policies over columns that move.
fn replaced_parts(from: &Schema, to: &Schema, moved: &Moved, tables: &[Change]) -> Vec<Change> {
    let mut extra = Vec::new();
    let none = BTreeSet::new();
    for (name, old, new) in kept_parts(from, to, tables) {
        let reclassed = moved.reclassed.get(name).unwrap_or(&none);
        let recreated = moved.recreated.get(name).unwrap_or(&none);
        let hit: Option<&BTreeSet<String>> = if mentions(&old, recreated) {
            Some(recreated)
        } else {
            match &old {
                Part::PrimaryKey(_) | Part::Unique(_) | Part::ForeignKey(_) => None,
                Part::Check(_) => mentions(&old, reclassed).then_some(reclassed),
                Part::Index(index) => {
                    let typed = index.predicate.is_some()
                        || index.columns.iter().any(|part| {
                            part.opclass.is_some()
                                || matches!(
                                    part.key,
                                    crate::postgres::schema::IndexKey::Expression(_)
                                )
                        });
                    (typed && mentions(&old, reclassed)).then_some(reclassed)
                }
                Part::Policy(policy) => policy_over(name, policy, &moved.retyped),
            }
        };
        if let Some(columns) = hit {
            extra.push(Change::ReplacePart {
                table: name.clone(),
                from: old,
                to: new,
                why: type_of(columns),
            });
        }
    }
    extra
}

/// The columns among these that a policy uses, of its own table or of another.
fn policy_over<'a>(
    table: &QName,
    policy: &Policy,
    columns: &'a BTreeMap<QName, BTreeSet<String>>,
) -> Option<&'a BTreeSet<String>> {
    let mut words = Words::default();
    for text in [&policy.using, &policy.with_check].into_iter().flatten() {
        words.add(text);
    }
    columns.iter().find_map(|(owner, columns)| {
        let over = owner == table || words.mentions(&owner.name);
        (over && columns.iter().any(|column| words.mentions(column))).then_some(columns)
    })
}

fn type_of(columns: &BTreeSet<String>) -> Why {
    let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    Why::HangsOn(format!("the type of {}", columns.join(", ")))
}

/// Foreign keys whose columns or whose key move.
fn replaced_references(
    from: &Schema,
    to: &Schema,
    moved: &Moved,
    tables: &[Change],
    extra: &[Change],
) -> Vec<Change> {
    let mut keys: BTreeSet<(&QName, BTreeSet<&String>)> = BTreeSet::new();
    for change in tables.iter().chain(extra) {
        if let Some((table, part)) = dropped_part(change)
            && let Some(columns) = key_columns(part)
        {
            keys.insert((table, columns.into_iter().collect()));
        }
    }
    let none = BTreeSet::new();
    let mut found = Vec::new();
    for (name, old, new) in kept_parts(from, to, tables) {
        let Part::ForeignKey(key) = &old else { continue };
        if extra.iter().any(|change| {
            matches!(change, Change::ReplacePart { table, from, .. } if table == name && *from == old)
        }) {
            continue;
        }
        let hit = |columns: &[String], moved: &BTreeSet<String>| {
            columns.iter().find(|column| moved.contains(*column)).cloned()
        };
        let own = moved.reclassed.get(name).unwrap_or(&none);
        let far = moved.reclassed.get(&key.target).unwrap_or(&none);
        let gone = moved.recreated.get(&key.target).unwrap_or(&none);
        let why = if keys.contains(&(&key.target, key.target_columns.iter().collect())) {
            Some(format!("the key of {}", key.target))
        } else {
            hit(&key.columns, own).map(|column| format!("the type of {column}")).or_else(|| {
                hit(&key.target_columns, far)
                    .or_else(|| hit(&key.target_columns, gone))
                    .map(|column| format!("the type of {}.{column}", key.target))
            })
        };
        if let Some(why) = why {
            found.push(Change::ReplacePart {
                table: name.clone(),
                from: old,
                to: new,
                why: Why::HangsOn(why),
            });
        }
    }
    found
}

/// The columns of a key that a foreign key can point to.
pub(crate) fn key_columns(part: &Part) -> Option<Vec<&String>> {
    match part {
        Part::PrimaryKey(key) => Some(key.columns.iter().collect()),
        Part::Unique(unique) => Some(unique.columns.iter().collect()),
        Part::Index(index) if index.unique && index.predicate.is_none() => index.plain_columns(),
        Part::Index(_) | Part::Check(_) | Part::ForeignKey(_) | Part::Policy(_) => None,
    }
}

/// Views over columns that move, and views over those views.
fn replaced_views(
    from: &Schema,
    to: &Schema,
    renames: &Renames,
    moved: &Moved,
    views: &mut Vec<Change>,
) {
    let mut touched = BTreeSet::new();
    let mut renamed: BTreeMap<QName, QName> = BTreeMap::new();
    for change in views.iter() {
        if let Change::RecreateView { name, .. } | Change::CreateView { name, .. } = change {
            touched.insert(name.clone());
        } else if let Change::RenameView { from, to, .. } = change {
            renamed.insert(to.clone(), from.clone());
        }
    }
    let kept: Vec<(&QName, Words)> = to
        .views
        .iter()
        .filter(|(name, view)| {
            let had = renamed.get(*name).unwrap_or(name);
            !view.existing && from.views.contains_key(had) && !touched.contains(*name)
        })
        .map(|(name, view)| (name, Words::of(view.definition.as_deref().unwrap_or_default())))
        .collect();
    let mut again: BTreeSet<String> = views
        .iter()
        .filter_map(|change| {
            let Change::RecreateView { name, .. } = change else { return None };
            Some(name.name.clone())
        })
        .collect();
    let mut reasons: BTreeMap<&QName, String> = BTreeMap::new();
    for (name, words) in &kept {
        for (table, columns) in &moved.retyped {
            let over = words.mentions(&table.name)
                || renames.tables.get(table).is_some_and(|old| words.mentions(&old.name));
            let hit = columns.iter().find(|column| words.star || words.mentions(column));
            if let (true, Some(column)) = (over, hit) {
                reasons.insert(name, format!("the type of {table}.{column}"));
            }
        }
        if let Some(table) = moved.reshaped.iter().find(|table| words.mentions(&table.name))
            && words.star
        {
            reasons.insert(name, format!("the columns of {table}"));
        }
        if reasons.contains_key(name) {
            again.insert(name.name.clone());
        }
    }
    loop {
        let next = kept.iter().find_map(|(name, words)| {
            let below = again.iter().find(|view| words.mentions(view) && **view != name.name)?;
            (!reasons.contains_key(name)).then(|| (*name, below.clone()))
        });
        let Some((name, below)) = next else { break };
        reasons.insert(name, format!("the view {below}"));
        again.insert(name.name.clone());
    }
    for (name, why) in reasons {
        if let Some(old) = renamed.get(name) {
            // It cannot stay until it has its new name.
            views.retain(|change| {
                !matches!(change, Change::RenameView { to: made, .. }
                    | Change::ReplaceView { name: made, .. } if made == name)
            });
            views.push(Change::CreateView {
                name: name.clone(),
                view: Box::new(to.views[name].clone()),
            });
            views.push(Change::DropView {
                name: old.clone(),
                view: Box::new(from.views[old].clone()),
            });
            continue;
        }
        views.push(Change::RecreateView {
            name: name.clone(),
            from: Box::new(from.views[name].clone()),
            to: Box::new(to.views[name].clone()),
            why: Why::HangsOn(why),
        });
    }
}

/// What a change drops of a table, for good or to make it again.
fn dropped_part(change: &Change) -> Option<(&QName, &Part)> {
    if let Change::DropPart { table, part } = change {
        Some((table, part))
    } else if let Change::ReplacePart { table, from, .. } = change {
        Some((table, from))
    } else {
        None
    }
}

/// Parts that are in both schemas and in no change, with both sides.
fn kept_parts<'a>(
    from: &Schema,
    to: &'a Schema,
    changes: &[Change],
) -> Vec<(&'a QName, Part, Part)> {
    let mut dropped: BTreeMap<&QName, Vec<&Part>> = BTreeMap::new();
    let mut renamed: BTreeMap<&QName, Vec<&Part>> = BTreeMap::new();
    for change in changes {
        if let Some((table, part)) = dropped_part(change) {
            dropped.entry(table).or_default().push(part);
        } else if let Change::RenamePart { table, to, .. } = change {
            renamed.entry(table).or_default().push(to);
        }
    }
    let is_in = |map: &BTreeMap<&QName, Vec<&Part>>, table: &QName, part: &Part| {
        map.get(table).is_some_and(|parts| parts.contains(&part))
    };
    let mut kept = Vec::new();
    for (name, wanted) in &to.tables {
        let Some(had) = from.tables.get(name) else { continue };
        let mut had = parts_of(had);
        had.retain(|part| !is_in(&dropped, name, part));
        let wanted = parts_of(wanted);
        let counterparts = counterparts(&had, &wanted);
        for (old, new) in had.into_iter().zip(counterparts) {
            let Some(new) = new else { continue };
            // A part that is renamed as well is made again under its new name.
            let renamed = is_in(&renamed, name, new);
            let new = if renamed { new.clone() } else { with_name_of(new, &old) };
            kept.push((name, old, new));
        }
    }
    kept
}

/// A part that keeps its recorded name when it is made again.
fn with_name_of(part: &Part, named: &Part) -> Part {
    let mut part = part.clone();
    if let (Part::PrimaryKey(part), Part::PrimaryKey(named)) = (&mut part, named) {
        part.name.clone_from(&named.name);
    } else if let (Part::Unique(part), Part::Unique(named)) = (&mut part, named) {
        part.name.clone_from(&named.name);
    } else if let (Part::ForeignKey(part), Part::ForeignKey(named)) = (&mut part, named) {
        part.name.clone_from(&named.name);
    } else if let (Part::Index(part), Part::Index(named)) = (&mut part, named) {
        part.name.clone_from(&named.name);
    }
    part
}

/// Types between which comparisons and foreign keys go on working.
fn class(ty: &Type) -> String {
    let element = match (&ty.schema, ty.family()) {
        (Some(schema), _) => format!("{schema}.{}", ty.text),
        (None, Family::Integer | Family::Serial) => "integer".to_owned(),
        (None, _) => {
            let normal = normal(&ty.text);
            let (base, _) = split_modifier(&normal);
            if base == "character varying" { "text".to_owned() } else { base }
        }
    };
    if ty.is_array() { format!("{element}[]") } else { element }
}
