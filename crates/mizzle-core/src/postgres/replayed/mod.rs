//! The state that a folder records, where its newest migrations have no snapshot.
//!
//! What such migrations do is known only to a server that has run them. It is read off
//! it twice, before they ran and after; what differs between the two is theirs, and is
//! carried over to the schema of the newest snapshot. Everything else stays as the
//! snapshot has it: its names, whether somebody wrote them, and its author's words,
//! none of which a database knows.

mod leftover;
mod tables;
mod words;

pub use leftover::{Leftovers, without_leftovers};
pub use words::with_words;

use super::names::cut;
use super::schema::{LinkedPolicy, QName, Role, Schema, View};
use indexmap::IndexMap;
use std::collections::BTreeSet;
use std::hash::Hash;

/// The schema of a snapshot with what migrations after it have done. `before` and
/// `after` are what a server holds before and after they run. What the server has
/// beside the snapshot's schema, such as stand-ins for what somebody else manages, is
/// in both, and so is none of theirs.
pub fn replayed(base: &Schema, before: &Schema, after: &Schema) -> Schema {
    let mut views = objects([&base.views, &before.views, &after.views], server_name, view);
    views.sort_by(|_, left, _, right| left.materialized.cmp(&right.materialized));
    Schema {
        namespaces: namespaces(base, before, after),
        enums: objects([&base.enums, &before.enums, &after.enums], server_name, taken),
        sequences: objects(
            [&base.sequences, &before.sequences, &after.sequences],
            server_name,
            taken,
        ),
        roles: objects([&base.roles, &before.roles, &after.roles], |name| cut(name).into(), role),
        tables: objects([&base.tables, &before.tables, &after.tables], server_name, tables::table),
        views,
        linked_policies: linked_policies(base, before, after),
        privileges: base.privileges.clone(),
    }
}

/// What the server made of a name.
fn server_name(name: &QName) -> QName {
    QName::new(cut(&name.schema), cut(&name.name))
}

/// The objects of one kind: of the base, before and after. `changed` says what becomes
/// of one of the base that was (if the server had it) and is.
fn objects<K: Hash + Eq + Ord + Clone, V: Clone + PartialEq>(
    [base, before, after]: [&IndexMap<K, V>; 3],
    server_name: impl Fn(&K) -> K,
    changed: impl Fn(&V, Option<&V>, &V) -> V,
) -> IndexMap<K, V> {
    let mut known = BTreeSet::new();
    let mut found = IndexMap::new();
    for (name, own) in base {
        let on_server = server_name(name);
        let now = match (before.get(&on_server), after.get(&on_server)) {
            (Some(was), Some(is)) if was == is => Some(own.clone()),
            (was, Some(is)) => Some(changed(own, was, is)),
            (Some(_), None) => None,
            // The server was not given it.
            (None, None) => Some(own.clone()),
        };
        known.insert(on_server);
        if let Some(now) = now {
            found.insert(name.clone(), now);
        }
    }
    for (name, is) in after {
        if !known.contains(name) && !before.contains_key(name) {
            found.insert(name.clone(), is.clone());
        }
    }
    found
}

/// One property: the base's, unless it has changed.
fn property<T: Clone + PartialEq>(own: &T, was: &T, is: &T) -> T {
    if was == is { own.clone() } else { is.clone() }
}

fn taken<V: Clone>(_: &V, _: Option<&V>, is: &V) -> V {
    is.clone()
}

fn namespaces(base: &Schema, before: &Schema, after: &Schema) -> Vec<String> {
    let by_name = |names: &[String]| -> IndexMap<String, ()> {
        names.iter().map(|name| (name.clone(), ())).collect()
    };
    let all = [&base.namespaces, &before.namespaces, &after.namespaces].map(|names| by_name(names));
    let [base, before, after] = &all;
    objects([base, before, after], |name| cut(name).to_owned(), taken).into_keys().collect()
}

/// A database is asked for little of what a schema file can say of a role.
fn role(own: &Role, was: Option<&Role>, is: &Role) -> Role {
    let Some(was) = was else { return own.clone() };
    Role {
        create_db: property(&own.create_db, &was.create_db, &is.create_db),
        create_role: property(&own.create_role, &was.create_role, &is.create_role),
        inherit: property(&own.inherit, &was.inherit, &is.inherit),
        ..own.clone()
    }
}

fn view(own: &View, was: Option<&View>, is: &View) -> View {
    if own.existing {
        return own.clone();
    }
    let Some(was) = was else { return is.clone() };
    View {
        definition: property(&own.definition, &was.definition, &is.definition),
        materialized: is.materialized,
        existing: false,
        with: property(&own.with, &was.with, &is.with),
        with_no_data: own.with_no_data,
        using: property(&own.using, &was.using, &is.using),
        tablespace: property(&own.tablespace, &was.tablespace, &is.tablespace),
        columns: property(&own.columns, &was.columns, &is.columns),
    }
}

/// Policies on tables that the project does not own: to the server these are tables as
/// all others.
fn linked_policies(base: &Schema, before: &Schema, after: &Schema) -> Vec<LinkedPolicy> {
    let on_server = |schema: &Schema| -> IndexMap<(QName, String), LinkedPolicy> {
        let tables = schema.tables.iter().filter(|(name, _)| {
            !base.tables.keys().any(|own| server_name(own) == **name)
                && before.tables.contains_key(*name)
        });
        let linked = tables.flat_map(|(table, content)| {
            content.policies.iter().map(|policy| {
                let linked = LinkedPolicy { table: table.clone(), policy: policy.clone() };
                ((table.clone(), policy.name.clone()), linked)
            })
        });
        linked.collect()
    };
    let own: IndexMap<(QName, String), LinkedPolicy> = base
        .linked_policies
        .iter()
        .map(|linked| ((linked.table.clone(), linked.policy.name.clone()), linked.clone()))
        .collect();
    let on_server_name =
        |(table, name): &(QName, String)| (server_name(table), cut(name).to_owned());
    objects([&own, &on_server(before), &on_server(after)], on_server_name, taken)
        .into_values()
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{
        Enum, ForeignKey, Name, Policy, PolicyCommand, PolicyKind, Table, ViewColumn,
    };

    fn table(name: Name, target: &str) -> Table {
        let mut table = Table::default();
        table.foreign_keys.push(ForeignKey {
            name,
            columns: vec!["a".into()],
            target: QName::public(target),
            target_columns: vec!["id".into()],
            on_delete: Default::default(),
            on_update: Default::default(),
        });
        table
    }

    fn schema(tables: impl IntoIterator<Item = (&'static str, Table)>) -> Schema {
        let mut schema = Schema::default();
        schema.tables.extend(tables.into_iter().map(|(name, it)| (QName::public(name), it)));
        schema
    }

    fn policy(role: &str, using: &str) -> Policy {
        Policy {
            name: "p".into(),
            kind: PolicyKind::Permissive,
            command: PolicyCommand::All,
            roles: vec![role.into()],
            using: Some(using.into()),
            with_check: None,
        }
    }

    #[test]
    fn the_base_says_who_chose_a_name_even_where_the_object_has_changed() {
        let long = "n".repeat(70);
        let on_server = || Name::derived("n".repeat(63));
        let found = replayed(
            &schema([("t", table(Name::explicit(&long), "a"))]),
            &schema([("t", table(on_server(), "a"))]),
            &schema([("t", table(on_server(), "b"))]),
        );
        let [key] = found.tables[0].foreign_keys.as_slice() else { panic!("one key") };
        assert_eq!((&key.name, &key.target.name), (&Name::explicit(long), &"b".to_owned()));
    }

    #[test]
    fn what_the_server_was_not_given_stays() {
        let base = schema([("t", table(Name::explicit("k"), "elsewhere"))]);
        let built = schema([("t", Table::default()), ("stand_in", Table::default())]);
        assert_eq!(replayed(&base, &built, &built), base);
    }

    #[test]
    fn a_policy_keeps_its_roles_where_none_were_built() {
        let with = |policy| {
            let mut table = Table::default();
            table.policies.push(policy);
            schema([("t", table)])
        };
        let found = replayed(
            &with(policy("member", "a")),
            &with(policy("public", "a")),
            &with(policy("public", "b")),
        );
        assert_eq!(found.tables[0].policies, [policy("member", "b")]);
    }

    #[test]
    fn a_policy_on_a_stand_in_is_linked() {
        let mut with = Table::default();
        with.policies.push(policy("public", "a"));
        let found = replayed(
            &Schema::default(),
            &schema([("others", Table::default())]),
            &schema([("others", with)]),
        );
        assert_eq!(found.tables.len(), 0);
        assert_eq!(found.linked_policies[0].table, QName::public("others"));
    }

    #[test]
    fn new_views_stand_among_their_kind_and_enums_are_taken_as_they_are() {
        let view = |materialized| View {
            definition: Some("SELECT 1".into()),
            materialized,
            existing: false,
            with: IndexMap::new(),
            with_no_data: false,
            using: None,
            tablespace: None,
            columns: IndexMap::<String, ViewColumn>::new(),
        };
        let mut base = Schema::default();
        base.views.insert(QName::public("m"), view(true));
        base.enums.insert(QName::public("e"), Enum { values: vec!["a".into()] });
        let mut after = base.clone();
        after.views.insert(QName::public("v"), view(false));
        after.enums[0].values.push("b".into());
        let found = replayed(&base, &base, &after);
        let names: Vec<&str> = found.views.keys().map(|name| name.name.as_str()).collect();
        assert_eq!(names, ["v", "m"]);
        assert_eq!(found.enums[0].values, ["a", "b"]);
    }
}
