//! What the model does not know, or leaves out, by name: objects of which only the name
//! was read, comments, owners.

use super::{Omitted, Reading};
use crate::postgres::catalog::{Commented, Oid};
use crate::postgres::schema::QName;
use std::collections::BTreeMap;

impl Reading<'_> {
    /// Objects of a table only where the table is taken.
    pub(super) fn others(&mut self) {
        for other in &self.catalog.others {
            let name = match (other.relation, &other.namespace) {
                (Some(relation), _) => {
                    let Some((table, _)) = self.relations.get(&relation) else { continue };
                    format!("{} on {table}", other.name)
                }
                (None, Some(namespace)) => QName::new(namespace, &other.name).to_string(),
                (None, None) => other.name.clone(),
            };
            self.fidelity.unmodelled(other.kind, name);
        }
    }

    /// Comments on what the model holds.
    pub(super) fn comments(&mut self) {
        if self.catalog.comments.is_empty() {
            return;
        }
        let names = self.names();
        for comment in &self.catalog.comments {
            let Some(name) = names.get(&(comment.on, comment.oid)) else { continue };
            let name = match self.columns.get(&(comment.oid, comment.column)) {
                Some(column) if comment.on == Commented::Relation => {
                    format!("{name}.{}", column.name)
                }
                Some(_) | None => name.clone(),
            };
            self.fidelity.omit(Omitted::Comment, name);
        }
    }

    /// What everything is called that a comment can be on.
    fn names(&self) -> BTreeMap<(Commented, Oid), String> {
        let catalog = self.catalog;
        let mut names = BTreeMap::new();
        let on_table = |name: &str, relation: Oid| {
            self.relations.get(&relation).map(|(table, _)| format!("{name} on {table}"))
        };
        let in_schema =
            |name: &str, namespace| self.qname(namespace, name).map(|name| name.to_string());
        let mut add = |on, oid, name: Option<String>| {
            if let Some(name) = name {
                names.insert((on, oid), name);
            }
        };
        for (oid, (name, _)) in &self.relations {
            add(Commented::Relation, *oid, Some(name.to_string()));
        }
        for index in &catalog.indexes {
            add(Commented::Relation, index.oid, on_table(&index.name, index.relation));
        }
        for sequence in &catalog.sequences {
            let name = in_schema(&sequence.name, sequence.namespace);
            add(Commented::Relation, sequence.oid, name);
        }
        for constraint in &catalog.constraints {
            let name = on_table(&constraint.name, constraint.relation);
            add(Commented::Constraint, constraint.oid, name);
        }
        for policy in &catalog.policies {
            add(Commented::Policy, policy.oid, on_table(&policy.name, policy.relation));
        }
        for ty in catalog.types.iter().filter(|ty| ty.kind == 'e') {
            add(Commented::Type, ty.oid, in_schema(&ty.name, ty.namespace));
        }
        for (oid, name) in &self.namespaces {
            add(Commented::Namespace, *oid, Some(format!("schema {name}")));
        }
        names
    }

    /// A model says nothing of owners. Where all is one role's there is nothing to say;
    /// what another one owns is named.
    pub(super) fn other_owners(&mut self) {
        let mut counts = BTreeMap::<&str, usize>::new();
        for (_, owner) in &self.owners {
            *counts.entry(owner).or_default() += 1;
        }
        let usual = counts.into_iter().max_by_key(|(_, count)| *count).map(|(owner, _)| owner);
        for (name, owner) in std::mem::take(&mut self.owners) {
            if usual.is_some_and(|usual| usual != owner) {
                self.fidelity.omit(Omitted::Owner, format!("{name} ({owner})"));
            }
        }
    }
}
