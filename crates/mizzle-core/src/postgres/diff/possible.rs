//! What no sequence of statements can lead to.

use super::DiffError;
use super::parts::parts_of;
use crate::postgres::change::{Change, Part};
use crate::postgres::names;
use crate::postgres::schema::{QName, Schema};
use std::collections::BTreeMap;

/// Checks that the second schema can be reached.
///
/// # Errors
/// Why it cannot, and what to do about it.
pub(super) fn check(to: &Schema, changes: &[Change]) -> Result<(), DiffError> {
    references(to, changes)?;
    cut_names(to)
}

/// A foreign key of the second schema may point to a table that goes: its author
/// stopped exporting it, but nothing says that somebody else manages it from here on.
fn references(to: &Schema, changes: &[Change]) -> Result<(), DiffError> {
    let dropped: BTreeMap<&QName, ()> = changes
        .iter()
        .filter_map(|change| {
            let Change::DropTable { name, .. } = change else { return None };
            // Another table may take the name.
            (!to.tables.contains_key(name)).then_some((name, ()))
        })
        .collect();
    if dropped.is_empty() {
        return Ok(());
    }
    for (owner, table) in &to.tables {
        if let Some(key) = table.foreign_keys.iter().find(|key| dropped.contains_key(&key.target)) {
            let name = &key.target;
            return Err(DiffError::Impossible(format!(
                "{name} is no longer exported by the schema, so it would be dropped, but \
                 {owner}.{} still references it: export {name} again, or remove the reference",
                key.columns.join(", ")
            )));
        }
    }
    Ok(())
}

/// The server cuts a name at 63 bytes, and two may become one.
fn cut_names(to: &Schema) -> Result<(), DiffError> {
    // Indexes share their names within a schema, constraints within a table.
    let mut taken: BTreeMap<(String, String), Part> = BTreeMap::new();
    for (owner, table) in &to.tables {
        for part in parts_of(table) {
            let name = part.name().to_owned();
            let chosen_by_server = matches!(part, Part::PrimaryKey(_))
                && name == names::server_primary_key(&owner.name);
            if name.len() <= names::MAX_BYTES || chosen_by_server {
                continue;
            }
            let scope = match part {
                Part::PrimaryKey(_) | Part::Unique(_) | Part::Index(_) => owner.schema.clone(),
                Part::Check(_) | Part::ForeignKey(_) => format!("{owner} constraint"),
                Part::Policy(_) => format!("{owner} policy"),
            };
            let cut = names::cut(&name).to_owned();
            let noun = part.noun();
            match taken.insert((scope, cut.clone()), part) {
                Some(first) if first.name() != name => {
                    return Err(DiffError::Impossible(format!(
                        "the server cuts names at 63 bytes, where the {} {} and the {noun} {name} \
                         are both {cut}: give one of them a name of its own",
                        first.noun(),
                        first.name()
                    )));
                }
                Some(_) | None => {}
            }
        }
    }
    Ok(())
}
