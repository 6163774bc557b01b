//! Primary keys, unique constraints, checks and foreign keys.

use super::text::bare;
use super::{Omitted, Reading, Unmodelled};
use crate::naming::Line;
use crate::postgres::catalog::{self, Oid};
use crate::postgres::names;
use crate::postgres::schema::{
    Action, Check, Declared, ForeignKey, Name, PrimaryKey, QName, Table, Unique,
};
use std::collections::{BTreeMap, BTreeSet};

impl Reading<'_> {
    pub(super) fn constraints(
        &mut self,
        names: &BTreeMap<Oid, QName>,
        tables: &mut BTreeMap<QName, Table>,
    ) {
        let catalog = self.catalog;
        let mut by_name: Vec<&catalog::Constraint> = catalog.constraints.iter().collect();
        by_name.sort_by(|a, b| (a.relation, &a.name).cmp(&(b.relation, &b.name)));
        let distinct: BTreeSet<Oid> = catalog
            .indexes
            .iter()
            .filter(|index| index.nulls_not_distinct)
            .map(|index| index.oid)
            .collect();
        for constraint in by_name {
            let Some(name) = names.get(&constraint.relation) else { continue };
            let Some(table) = tables.get_mut(name) else { continue };
            let columns = self.names_of(constraint.relation, &constraint.columns);
            match constraint.kind {
                'p' => {
                    let declared = declared(&columns);
                    if declared == Declared::OnTable {
                        for column in &columns {
                            if let Some(column) = table.columns.get_mut(column) {
                                column.not_null_written = false;
                            }
                        }
                    }
                    table.primary_key = Some(PrimaryKey {
                        name: Name::derived(uncut(
                            &constraint.name,
                            &names::server_primary_key_cut(&name.name),
                            || names::server_primary_key(&name.name),
                        )),
                        columns,
                        declared,
                    });
                }
                'u' => {
                    let text = match columns.as_slice() {
                        [column] => uncut(
                            &constraint.name,
                            &names::server_unique_cut(&name.name, column),
                            || names::column_unique(Line::V1, &name.name, column),
                        ),
                        _ => constraint.name.clone(),
                    };
                    table.uniques.push(Unique {
                        name: Name::derived(text),
                        nulls_not_distinct: distinct.contains(&constraint.index),
                        declared: declared(&columns),
                        columns,
                    });
                }
                'c' => table.checks.push(Check {
                    name: constraint.name.clone(),
                    expression: bare(constraint.expression.as_deref().unwrap_or_default())
                        .to_owned(),
                }),
                'f' => {
                    let Some(target) = &constraint.target else { continue };
                    table.foreign_keys.push(ForeignKey {
                        name: Name::derived(&constraint.name),
                        columns,
                        target: QName::new(&target.namespace, &target.name),
                        target_columns: if target.names.is_empty() {
                            self.names_of(target.relation, &target.columns)
                        } else {
                            target.names.clone()
                        },
                        on_delete: action(target.on_delete),
                        on_update: action(target.on_update),
                    });
                }
                'x' => {
                    let what = format!("{} on {name}", constraint.name);
                    self.fidelity.unmodelled(Unmodelled::ExclusionConstraint, what);
                    continue;
                }
                // A constraint trigger is named as the trigger that it is.
                _ => continue,
            }
            self.omitted_of_constraint(name, constraint);
        }
    }

    /// The names of a table's columns by their numbers.
    pub(super) fn names_of(&self, relation: Oid, numbers: &[i16]) -> Vec<String> {
        numbers
            .iter()
            .filter_map(|number| self.columns.get(&(relation, *number)))
            .map(|column| column.name.clone())
            .collect()
    }

    fn omitted_of_constraint(&mut self, table: &QName, constraint: &catalog::Constraint) {
        let name = format!("{} on {table}", constraint.name);
        if constraint.deferrable {
            self.fidelity.omit(Omitted::Deferrable, &name);
        }
        if !constraint.enforced {
            self.fidelity.omit(Omitted::NotEnforced, &name);
        } else if !constraint.validated {
            self.fidelity.omit(Omitted::NotValid, &name);
        }
        if constraint.no_inherit && constraint.kind == 'c' {
            self.fidelity.omit(Omitted::NoInherit, &name);
        }
        if constraint.period {
            self.fidelity.omit(Omitted::Period, &name);
        }
        let Some(target) = &constraint.target else { return };
        if target.matching != 's' {
            self.fidelity.omit(Omitted::MatchFull, &name);
        }
        if target.sets_columns {
            self.fidelity.omit(Omitted::SetColumns, &name);
        }
    }
}

/// Where a schema would declare it; to the database both are the same.
fn declared(columns: &[String]) -> Declared {
    if columns.len() == 1 { Declared::OnColumn } else { Declared::OnTable }
}

/// A name as the rule gives it, where it is what the server made of that: a name that
/// it chooses itself it shortens within, so that the rule cannot be seen any more.
fn uncut(found: &str, cut: &str, rule: impl FnOnce() -> String) -> String {
    if found == cut { rule() } else { found.to_owned() }
}

fn action(letter: char) -> Action {
    match letter {
        'r' => Action::Restrict,
        'c' => Action::Cascade,
        'n' => Action::SetNull,
        'd' => Action::SetDefault,
        _ => Action::NoAction,
    }
}
