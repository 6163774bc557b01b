//! Columns of a table that stays.

use super::{Comparison, renames};
use crate::diff::keyed::{Keyed, match_keys};
use crate::diff::rename::{Rank, resolve};
use crate::diff::similarity;
use crate::hints::Kind;
use crate::postgres::change::Change;
use crate::postgres::names;
use crate::postgres::schema::{Column, Identity, QName, Table};
use crate::postgres::snapshot;
use crate::sql::words::{self, Words};
use std::collections::BTreeSet;

/// What happens to the columns of one table.
#[derive(Debug, Default)]
pub(super) struct ColumnEdits {
    pub(super) renamed: Vec<Change>,
    pub(super) added: Vec<Change>,
    pub(super) altered: Vec<Change>,
    /// Names that go, as they were.
    pub(super) gone: BTreeSet<String>,
    /// Columns that are dropped and added again.
    pub(super) recreated: BTreeSet<String>,
}

impl Comparison<'_> {
    pub(super) fn columns(&mut self, name: &QName) -> ColumnEdits {
        // A renamed table takes the sequences of its columns along.
        let is_renamed = self.renames.tables.contains_key(name);
        if !is_renamed && self.from.tables[name].columns == self.to.tables[name].columns {
            return ColumnEdits::default();
        }
        let to = self.to.tables[name].clone();
        let from = self.from.tables[name].clone();
        let Keyed { created, dropped, .. } = match_keys(&from.columns, &to.columns);
        let entity = |column: &String| vec![name.schema.clone(), name.name.clone(), column.clone()];
        let resolved = resolve(
            Kind::Column,
            &dropped.iter().map(entity).collect::<Vec<_>>(),
            &created.iter().map(entity).collect::<Vec<_>>(),
            self.answers,
            |d, c| rank(&from, &dropped[d], &to, &created[c]),
            |_| "the column and its values".to_owned(),
        );
        let renamed = self.take(resolved);
        let mut edits = ColumnEdits::default();
        for (position, column) in dropped.iter().enumerate() {
            if !renamed.iter().any(|(d, _)| *d == position) {
                edits.gone.insert(column.clone());
            }
        }
        let place = |column: &String| format!("{column}\u{1}");
        for (d, c) in &renamed {
            renames::column(&mut self.from, name, &dropped[*d], &place(&created[*c]));
        }
        for (d, c) in &renamed {
            let (old, new) = (&dropped[*d], &created[*c]);
            renames::column(&mut self.from, name, &place(new), new);
            self.renames.columns.insert((name.clone(), new.clone()), old.clone());
            edits.renamed.push(Change::RenameColumn {
                table: name.clone(),
                from: old.clone(),
                to: new.clone(),
            });
        }
        self.compare_columns(name, &to, &mut edits);
        edits
    }

    fn compare_columns(&mut self, name: &QName, to: &Table, edits: &mut ColumnEdits) {
        let from = self.from.tables[name].clone();
        let mut retyped = BTreeSet::new();
        for (column, wanted) in &to.columns {
            let Some(had) = from.columns.get(column) else {
                edits.added.push(Change::AddColumn {
                    table: name.clone(),
                    name: column.clone(),
                    column: wanted.clone(),
                });
                continue;
            };
            edits.renamed.extend(self.owned_sequence(name, column, had, wanted));
            let mut had = had.clone();
            let mut wanted = wanted.clone();
            had.not_null |= implies_not_null(&had);
            wanted.not_null |= implies_not_null(&wanted);
            let made_by_key = wanted.identity.is_none() && gets_key(&from, to, column);
            if !had.not_null && wanted.not_null && made_by_key {
                // ADD PRIMARY KEY makes its columns NOT NULL; an identity needs it before.
                had.not_null = true;
            }
            if must_recreate(&had, &wanted) {
                edits.recreated.insert(column.clone());
            } else if !same(&had, &wanted) {
                if !had.ty.same(&wanted.ty) {
                    retyped.insert(column.clone());
                }
                edits.altered.push(Change::AlterColumn {
                    table: name.clone(),
                    name: column.clone(),
                    from: had,
                    to: wanted,
                });
            }
        }
        for (column, wanted) in &to.columns {
            // The type of a column cannot change under a generated one.
            let hangs = wanted.generated.as_ref().is_some_and(|generated| {
                let words = Words::of(&generated.expression);
                retyped.iter().any(|base| words.mentions(base))
            });
            if hangs && from.columns.contains_key(column) {
                edits.recreated.insert(column.clone());
            }
        }
        for column in &edits.recreated {
            edits.altered.retain(
                |change| !matches!(change, Change::AlterColumn { name, .. } if name == column),
            );
            if let (Some(had), Some(wanted)) = (from.columns.get(column), to.columns.get(column)) {
                edits.altered.push(Change::RecreateColumn {
                    table: name.clone(),
                    name: column.clone(),
                    from: had.clone(),
                    to: wanted.clone(),
                });
            }
        }
    }

    /// The sequence of an identity column has the name that the schema gives it: no
    /// snapshot records whether somebody wrote it. That of a serial column follows the
    /// rename of its table or column, since nothing but the rule says its name.
    fn owned_sequence(
        &self,
        table: &QName,
        column: &str,
        had: &Column,
        wanted: &Column,
    ) -> Option<Change> {
        let rename = |from: &str, to: &str, recorded| Change::RenameOwnedSequence {
            table: table.clone(),
            column: column.to_owned(),
            from: from.to_owned(),
            to: to.to_owned(),
            recorded,
        };
        if let (Some(Identity { sequence: from, .. }), Some(Identity { sequence: to, .. })) =
            (&had.identity, &wanted.identity)
        {
            if names::cut(&from.text) == names::cut(&to.text) {
                return None;
            }
            return Some(rename(&from.text, &to.text, true));
        }
        if had.ty.is_serial() {
            let old_table = self.renames.tables.get(table).unwrap_or(table);
            let old_column = self.renames.columns.get(&(table.clone(), column.to_owned()));
            let from =
                names::server_sequence(&old_table.name, old_column.map_or(column, String::as_str));
            let to = names::server_sequence(&table.name, column);
            return (from != to).then(|| rename(&from, &to, false));
        }
        None
    }
}

/// Is the column NOT NULL whatever its author wrote? Some builders of drizzle-orm do not
/// say so, and neither do the snapshots then.
fn implies_not_null(column: &Column) -> bool {
    column.ty.is_serial() || column.identity.is_some()
}

fn gets_key(from: &Table, to: &Table, column: &str) -> bool {
    let in_key = |table: &Table| {
        table.primary_key.as_ref().is_some_and(|key| key.columns.iter().any(|name| name == column))
    };
    in_key(to) && !in_key(from)
}

/// No ALTER gives a column a generated expression, or another one before Postgres 17.
fn must_recreate(from: &Column, to: &Column) -> bool {
    match (&from.generated, &to.generated) {
        (Some(from), Some(to)) => !words::same(&from.expression, &to.expression),
        (None, Some(_)) => true,
        (Some(_) | None, None) => false,
    }
}

/// Is it the same to the database, the name of an identity's sequence aside?
pub(super) fn same(from: &Column, to: &Column) -> bool {
    from.ty.same(&to.ty)
        && from.not_null == to.not_null
        && from.generated.is_some() == to.generated.is_some()
        && same_default(from, to)
        && same_identity(from, to)
}

/// Is the default the same value for the column's type, or what a snapshot makes of it?
pub(crate) fn same_default(from: &Column, to: &Column) -> bool {
    snapshot::same_default(&to.ty, from.default.as_ref(), to.default.as_ref())
}

/// Is the identity the same, the sequence's name aside?
pub(crate) fn same_identity(from: &Column, to: &Column) -> bool {
    match (&from.identity, &to.identity) {
        (None, None) => true,
        (Some(from), Some(to)) => from.kind == to.kind && from.options == to.options,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn rank(from: &Table, dropped: &str, to: &Table, created: &str) -> Rank {
    let (Some((old_place, _, old)), Some((new_place, _, new))) =
        (from.columns.get_full(dropped), to.columns.get_full(created))
    else {
        return Rank { likelihood: 0, reason: String::new() };
    };
    let likeness = similarity(dropped, created);
    let mut likelihood = u16::from(likeness) * 3 / 10;
    let mut reasons = Vec::new();
    if old.ty.same(&new.ty) {
        likelihood += 40;
        reasons.push(format!("same type {}", new.ty.text));
    } else if old.ty.family() == new.ty.family() && old.ty.is_array() == new.ty.is_array() {
        likelihood += 20;
        reasons.push("similar type".to_owned());
    }
    if old_place == new_place {
        likelihood += 20;
        reasons.push("same place".to_owned());
    }
    if likeness >= 50 {
        reasons.push("similar name".to_owned());
    }
    if roles(from, dropped) == roles(to, created) {
        likelihood += 10;
        if roles(to, created).iter().any(|used| *used) {
            reasons.push("same keys and references".to_owned());
        }
    }
    if reasons.is_empty() {
        reasons.push("nothing speaks for it".to_owned());
    }
    Rank { likelihood: u8::try_from(likelihood).unwrap_or(100), reason: reasons.join(", ") }
}

/// Whether a column is in the primary key, unique, referencing, indexed.
fn roles(table: &Table, column: &str) -> [bool; 4] {
    let has = |names: &[String]| names.iter().any(|name| name == column);
    [
        table.primary_key.as_ref().is_some_and(|key| has(&key.columns)),
        table.uniques.iter().any(|unique| has(&unique.columns)),
        table.foreign_keys.iter().any(|key| has(&key.columns)),
        table.indexes.iter().any(|index| {
            index.columns.iter().any(|part| {
                matches!(&part.key, crate::postgres::schema::IndexKey::Column(name) if name == column)
            })
        }),
    ]
}
