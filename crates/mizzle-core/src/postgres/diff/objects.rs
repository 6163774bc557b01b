//! Schemas, sequences, roles, views, and policies on other people's tables.

use super::same_definition;
use super::{Comparison, Edits, entity, renames};
use crate::diff::keyed::{Keyed, match_keys};
use crate::diff::rename::{Rank, resolve};
use crate::diff::similarity;
use crate::hints::Kind;
use crate::postgres::change::{Change, Part, Why};
use crate::postgres::schema::{QName, View};

impl Comparison<'_> {
    pub(super) fn namespaces(&mut self) -> Edits {
        let had = self.from.inhabited_namespaces();
        let needed = self.to.inhabited_namespaces();
        let created: Vec<String> = self
            .to
            .namespaces
            .iter()
            .filter(|name| !had.contains(name.as_str()))
            .cloned()
            .collect();
        let dropped: Vec<String> = self
            .from
            .namespaces
            .iter()
            .filter(|name| !needed.contains(name.as_str()))
            .cloned()
            .collect();
        // One that is no longer exported but still has objects in it stays recorded.
        for name in &self.from.namespaces {
            if needed.contains(name.as_str()) && !self.result.namespaces.contains(name) {
                self.result.namespaces.push(name.clone());
            }
        }
        let tuples = |names: &[String]| -> Vec<Vec<String>> {
            names.iter().map(|name| vec![name.clone()]).collect()
        };
        let resolved = resolve(
            Kind::Schema,
            &tuples(&dropped),
            &tuples(&created),
            self.answers,
            |d, c| {
                let inside = |schema: &crate::postgres::schema::Schema, namespace: &str| {
                    schema
                        .tables
                        .keys()
                        .filter(|name| name.schema == namespace)
                        .map(|name| name.name.clone())
                        .collect::<Vec<_>>()
                };
                shared(&inside(&self.from, &dropped[d]), &inside(self.to, &created[c]), "tables")
                    .max_by_name(&dropped[d], &created[c])
            },
            |_| "the schema, with every table in it".to_owned(),
        );
        let renamed = self.take(resolved);
        let mut edits = Edits::default();
        for (position, name) in created.iter().enumerate() {
            match renamed.iter().find(|(_, created)| *created == position) {
                Some((dropped_at, _)) => {
                    let from = &dropped[*dropped_at];
                    renames::namespace(&mut self.from, from, name);
                    edits
                        .first
                        .push(Change::RenameNamespace { from: from.clone(), to: name.clone() });
                }
                None => edits.first.push(Change::CreateNamespace { name: name.clone() }),
            }
        }
        for (position, name) in dropped.iter().enumerate() {
            if !renamed.iter().any(|(dropped, _)| *dropped == position) {
                edits.last.push(Change::DropNamespace { name: name.clone() });
            }
        }
        edits
    }

    pub(super) fn sequences(&mut self) -> Edits {
        let Keyed { created, dropped, .. } = match_keys(&self.from.sequences, &self.to.sequences);
        let resolved = resolve(
            Kind::Sequence,
            &dropped.iter().map(entity).collect::<Vec<_>>(),
            &created.iter().map(entity).collect::<Vec<_>>(),
            self.answers,
            |d, c| {
                let same = self.from.sequences[&dropped[d]] == self.to.sequences[&created[c]];
                alike(same, "same options").max_by_name(&dropped[d].name, &created[c].name)
            },
            |_| "the sequence and its counter".to_owned(),
        );
        let renamed = self.take(resolved);
        let mut edits = Edits::default();
        let mut source = std::collections::BTreeMap::new();
        for (d, c) in &renamed {
            source.insert(created[*c].clone(), dropped[*d].clone());
            edits.first.push(Change::RenameSequence {
                from: dropped[*d].clone(),
                to: created[*c].clone(),
            });
        }
        for (name, to) in &self.to.sequences {
            match self.from.sequences.get(source.get(name).unwrap_or(name)) {
                Some(from) if from == to => {}
                Some(from) => edits.first.push(Change::AlterSequence {
                    name: name.clone(),
                    from: from.clone(),
                    to: to.clone(),
                }),
                None => edits
                    .first
                    .push(Change::CreateSequence { name: name.clone(), sequence: to.clone() }),
            }
        }
        for (position, name) in dropped.iter().enumerate() {
            if !renamed.iter().any(|(dropped, _)| *dropped == position) {
                edits.last.push(Change::DropSequence { name: name.clone() });
            }
        }
        edits
    }

    pub(super) fn roles(&mut self) -> Edits {
        let Keyed { created, dropped, .. } = match_keys(&self.from.roles, &self.to.roles);
        let tuples = |names: &[String]| -> Vec<Vec<String>> {
            names.iter().map(|name| vec![name.clone()]).collect()
        };
        let resolved = resolve(
            Kind::Role,
            &tuples(&dropped),
            &tuples(&created),
            self.answers,
            |d, c| {
                let same = self.from.roles[&dropped[d]] == self.to.roles[&created[c]];
                alike(same, "same rights").max_by_name(&dropped[d], &created[c])
            },
            |_| "the role".to_owned(),
        );
        let renamed = self.take(resolved);
        let mut edits = Edits::default();
        let mut source = std::collections::BTreeMap::new();
        for (d, c) in &renamed {
            source.insert(created[*c].clone(), dropped[*d].clone());
            edits
                .first
                .push(Change::RenameRole { from: dropped[*d].clone(), to: created[*c].clone() });
            let policies = self.from.tables.values_mut().flat_map(|table| &mut table.policies);
            let linked = self.from.linked_policies.iter_mut().map(|linked| &mut linked.policy);
            for role in policies.chain(linked).flat_map(|policy| &mut policy.roles) {
                if *role == dropped[*d] {
                    role.clone_from(&created[*c]);
                }
            }
        }
        for (name, to) in &self.to.roles {
            match self.from.roles.get(source.get(name).unwrap_or(name)) {
                Some(from) if from == to => {}
                Some(from) => edits.first.push(Change::AlterRole {
                    name: name.clone(),
                    from: from.clone(),
                    to: to.clone(),
                }),
                None => {
                    edits.first.push(Change::CreateRole { name: name.clone(), role: to.clone() });
                }
            }
        }
        for (position, name) in dropped.iter().enumerate() {
            if !renamed.iter().any(|(dropped, _)| *dropped == position) {
                edits.last.push(Change::DropRole { name: name.clone() });
            }
        }
        edits
    }

    pub(super) fn views(&mut self) -> Edits {
        self.from.views.retain(|_, view| !view.existing);
        let wanted: indexmap::IndexMap<QName, View> = self
            .to
            .views
            .iter()
            .filter(|(_, view)| !view.existing)
            .map(|(name, view)| (name.clone(), view.clone()))
            .collect();
        let Keyed { kept, created, dropped } = match_keys(&self.from.views, &wanted);
        let resolved = resolve(
            Kind::View,
            &dropped.iter().map(entity).collect::<Vec<_>>(),
            &created.iter().map(entity).collect::<Vec<_>>(),
            self.answers,
            |d, c| {
                let same = same_view(&self.from.views[&dropped[d]], &wanted[&created[c]]);
                alike(same, "same definition").max_by_name(&dropped[d].name, &created[c].name)
            },
            |_| "the view, with its grants".to_owned(),
        );
        let renamed = self.take(resolved);
        let mut edits = Edits::default();
        let mut replaced = Vec::new();
        for (position, name) in created.iter().enumerate() {
            let to = &wanted[name];
            let source =
                renamed.iter().find(|(_, created)| *created == position).map(|(d, _)| &dropped[*d]);
            match source {
                Some(from) if same_but_options(&self.from.views[from], to) => {
                    edits.first.push(Change::RenameView {
                        from: from.clone(),
                        to: name.clone(),
                        materialized: to.materialized,
                    });
                    let had = &self.from.views[from];
                    if !same_view(had, to) {
                        edits.first.push(Change::ReplaceView {
                            name: name.clone(),
                            from: Box::new(had.clone()),
                            to: Box::new(to.clone()),
                        });
                    }
                }
                Some(from) => {
                    replaced.push(from.clone());
                    edits.first.push(create_view(name, to));
                }
                None => edits.first.push(create_view(name, to)),
            }
        }
        for name in &kept {
            let (from, to) = (&self.from.views[name], &wanted[name]);
            if !same_view(from, to) {
                edits.first.push(Change::RecreateView {
                    name: name.clone(),
                    from: Box::new(from.clone()),
                    to: Box::new(to.clone()),
                    why: Why::Declared,
                });
            }
        }
        for (position, name) in dropped.iter().enumerate() {
            if !renamed.iter().any(|(dropped, _)| *dropped == position) || replaced.contains(name) {
                edits.last.push(Change::DropView {
                    name: name.clone(),
                    view: Box::new(self.from.views[name].clone()),
                });
            }
        }
        edits
    }

    pub(super) fn linked_policies(&mut self) -> Vec<Change> {
        let mut changes = Vec::new();
        let mut old = std::mem::take(&mut self.from.linked_policies);
        for linked in &self.to.linked_policies {
            let table = linked.table.clone();
            let at = old.iter().position(|candidate| {
                candidate.table == table && candidate.policy.name == linked.policy.name
            });
            match at.map(|at| old.remove(at)) {
                Some(from) => {
                    changes.extend(super::parts::change_policy(
                        &table,
                        from.policy,
                        &linked.policy,
                    ));
                }
                None => changes
                    .push(Change::AddPart { table, part: Part::Policy(linked.policy.clone()) }),
            }
        }
        changes.extend(old.into_iter().map(|linked| Change::DropPart {
            table: linked.table,
            part: Part::Policy(linked.policy),
        }));
        changes
    }
}

fn create_view(name: &QName, view: &View) -> Change {
    Change::CreateView { name: name.clone(), view: Box::new(view.clone()) }
}

/// Are two views the same? `WITH NO DATA` is a wish about the first build.
pub(super) fn same_view(a: &View, b: &View) -> bool {
    same_but_options(a, b)
        && a.with == b.with
        && a.method() == b.method()
        && a.stored_in() == b.stored_in()
}

/// Are two views the same, or such that ALTER makes one of the other?
fn same_but_options(a: &View, b: &View) -> bool {
    a.materialized == b.materialized && same_definition(a, b)
}

impl Rank {
    /// Adds what the names say.
    pub(super) fn max_by_name(self, from: &str, to: &str) -> Self {
        let likeness = similarity(from, to);
        let mut reasons = Vec::new();
        if self.likelihood > 0 {
            reasons.push(self.reason);
        }
        if likeness == 100 {
            reasons.push("same name".to_owned());
        } else if likeness >= 50 {
            reasons.push("similar name".to_owned());
        }
        if reasons.is_empty() {
            reasons.push("nothing speaks for it".to_owned());
        }
        let likelihood = (u16::from(self.likelihood) * 2 + u16::from(likeness)) / 3;
        Self { likelihood: u8::try_from(likelihood).unwrap_or(100), reason: reasons.join(", ") }
    }
}

fn alike(same: bool, reason: &str) -> Rank {
    Rank { likelihood: if same { 100 } else { 0 }, reason: reason.to_owned() }
}

/// How much of two lists of names is the same.
pub(super) fn shared(from: &[String], to: &[String], noun: &str) -> Rank {
    let both = from.iter().filter(|name| to.contains(name)).count();
    let all = from.len().max(to.len());
    let percent = (100 * both).checked_div(all).unwrap_or(0);
    Rank {
        likelihood: u8::try_from(percent).unwrap_or(100),
        reason: format!("{both} of {all} {noun} are the same"),
    }
}
