//! Circles: what must be taken in two steps, because each of several things waits for
//! another of them.

use crate::plan::graph;
use crate::postgres::change::Change;
use crate::postgres::schema::{ForeignKey, QName, Schema, Table};
use std::collections::{BTreeMap, BTreeSet};

/// Tables that go and reference each other in a circle: for each position, the foreign
/// keys to drop first.
pub(super) fn splits(changes: &[Change]) -> BTreeMap<usize, Vec<(QName, ForeignKey)>> {
    let dropped: BTreeMap<&QName, (usize, &Table)> = changes
        .iter()
        .enumerate()
        .filter_map(|(position, change)| {
            let Change::DropTable { name, table } = change else { return None };
            Some((name, (position, table.as_ref())))
        })
        .collect();
    let mut edges = BTreeSet::new();
    for (position, table) in dropped.values() {
        for key in &table.foreign_keys {
            if let Some((target, _)) = dropped.get(&key.target) {
                edges.insert((*position, *target));
            }
        }
    }
    let mut splits: BTreeMap<usize, Vec<(QName, ForeignKey)>> = BTreeMap::new();
    for group in graph::cycles(changes.len(), &edges) {
        for (name, (position, table)) in &dropped {
            for key in table.foreign_keys.iter().filter(|key| key.target != **name) {
                let inside = |at: &usize| group.contains(at);
                let target = dropped.get(&key.target).map(|(target, _)| target);
                if inside(position) && target.is_some_and(inside) {
                    splits.entry(*position).or_default().push(((*name).clone(), key.clone()));
                }
            }
        }
    }
    splits
}

/// Something that changes both its schema and its name is moved first, and for a moment
/// has its old name in its new schema. Is that name another's?
fn passes_through(changes: &[Change], result: &Schema, from: &QName, to: &QName) -> bool {
    let between = QName::new(&to.schema, &from.name);
    let taken = |name: &QName| *name == between;
    from.schema != to.schema
        && from.name != to.name
        && (result.tables.contains_key(&between)
            || result.views.contains_key(&between)
            || result.sequences.contains_key(&between)
            || result.enums.contains_key(&between)
            || changes.iter().any(|change| {
                matches!(change,
                    Change::DropTable { name, .. }
                    | Change::DropEnum { name }
                    | Change::DropSequence { name }
                    | Change::DropView { name, .. }
                    | Change::RenameTable { from: name, .. }
                    | Change::RenameEnum { from: name, .. }
                    | Change::RenameSequence { from: name, .. }
                    | Change::RenameView { from: name, .. } if taken(name))
            }))
}

/// Renames that lead in a circle, or pass through a name that is another's: for one of
/// each circle, the name to step aside to.
pub(super) fn detours(changes: &[Change], result: &Schema) -> BTreeMap<usize, String> {
    let mut renames: BTreeMap<(String, String), (usize, String)> = BTreeMap::new();
    for (position, change) in changes.iter().enumerate() {
        let (scope, from, to) = if let Change::RenameTable { from, to } = change {
            ("table".to_owned(), format!("{from:?}"), format!("{to:?}"))
        } else if let Change::RenameEnum { from, to } = change {
            ("enum".to_owned(), format!("{from:?}"), format!("{to:?}"))
        } else if let Change::RenameSequence { from, to } = change {
            ("sequence".to_owned(), format!("{from:?}"), format!("{to:?}"))
        } else if let Change::RenameView { from, to, .. } = change {
            ("view".to_owned(), format!("{from:?}"), format!("{to:?}"))
        } else if let Change::RenameColumn { table, from, to } = change {
            (format!("column {table:?}"), from.clone(), to.clone())
        } else if let Change::RenamePart { table, from, to } = change {
            (format!("part {} {}", table.schema, to.noun()), from.clone(), to.name().to_owned())
        } else if let Change::RenameOwnedSequence { table, from, to, .. } = change {
            (format!("owned {}", table.schema), from.clone(), to.clone())
        } else {
            continue;
        };
        renames.insert((scope, from), (position, to));
    }
    let mut detours = BTreeMap::new();
    for (position, change) in changes.iter().enumerate() {
        if let Change::RenameTable { from, to }
        | Change::RenameEnum { from, to }
        | Change::RenameSequence { from, to }
        | Change::RenameView { from, to, .. } = change
            && passes_through(changes, result, from, to)
        {
            detours.insert(position, format!("mizzle_renaming_{position}"));
        }
    }
    for ((scope, start), (position, to)) in &renames {
        let mut next = to;
        let mut members = vec![*position];
        while let Some((member, to)) = renames.get(&(scope.clone(), next.clone())) {
            if next == start {
                break;
            }
            if members.contains(member) {
                break;
            }
            members.push(*member);
            next = to;
        }
        if next == start && !members.iter().any(|member| detours.contains_key(member)) {
            detours.insert(*position, format!("mizzle_renaming_{position}"));
        }
    }
    detours
}
