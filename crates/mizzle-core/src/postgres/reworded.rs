//! A schema in the words of a server.
//!
//! A server rewrites every expression it is given: `age > 21` comes back as
//! `(age > 21)`, `lower(email)` of one version as `lower((email)::text)` of another, a
//! view with all its columns spelled out. So text of an author and text of a server
//! cannot be compared. What can: build the author's schema in an empty database, read
//! it back, and put the server's words where the author's were. Names, their origin and
//! the order stay the author's, since a database knows none of these.

use super::names::{self, MAX_BYTES, cut};
use super::schema::{Column, Index, Name, PUBLIC, Policy, QName, Schema, Table, View};

/// What of a schema to build for the sake of its expressions: nothing that needs
/// anything outside of it, such as roles or other people's tables.
pub fn buildable(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    schema.namespaces = schema.inhabited_namespaces().into_iter().map(str::to_owned).collect();
    schema.roles.clear();
    schema.linked_policies.clear();
    schema.privileges.clear();
    schema.views.retain(|_, view| !view.existing);
    for table in schema.tables.values_mut() {
        table.foreign_keys.clear();
        for policy in &mut table.policies {
            policy.roles = vec!["public".to_owned()];
        }
    }
    schema
}

/// What of a schema can stand on its own: the same, with the foreign keys between its own
/// tables.
pub fn standalone(schema: &Schema) -> Schema {
    let mut built = buildable(schema);
    for (name, table) in &schema.tables {
        let keys = table.foreign_keys.iter().filter(|key| schema.tables.contains_key(&key.target));
        if let Some(built) = built.tables.get_mut(name) {
            built.foreign_keys = keys.cloned().collect();
        }
    }
    built
}

/// What of a schema can be built and looked at again where stand-ins take the place of
/// everybody else: all of it but what somebody else has, and policies on that.
pub fn own(schema: &Schema) -> Schema {
    let mut own = schema.clone();
    own.namespaces = schema.inhabited_namespaces().into_iter().map(str::to_owned).collect();
    own.linked_policies.clear();
    own.privileges.clear();
    own.views.retain(|_, view| !view.existing);
    own
}

/// The schema with the columns of its tables in the order that a database has them in. The
/// order is no difference, but what `*` stands for in a view tells it.
pub fn in_order_of(schema: &Schema, database: &Schema) -> Schema {
    let mut schema = schema.clone();
    for (name, table) in &mut schema.tables {
        if let Some(has) = database.tables.get(&server_name(name)) {
            let place = |column: &String| has.columns.get_index_of(cut(column));
            // Those that the database has not got come last, as they would be added.
            table.columns.sort_by_key(|column, _| place(column).unwrap_or(usize::MAX));
        }
    }
    schema
}

/// The schema with every expression as a server that built it prints it. What the
/// server does not have stays as it is.
pub fn reworded(schema: &Schema, built: &Schema) -> Schema {
    let mut schema = schema.clone();
    for (name, table) in &mut schema.tables {
        if let Some(built) = built.tables.get(&server_name(name)) {
            reword_table(table, built);
        }
    }
    for linked in &mut schema.linked_policies {
        let (table, name) = (server_name(&linked.table), cut(&linked.policy.name));
        let mut built = built.linked_policies.iter();
        if let Some(built) = built.find(|it| it.table == table && it.policy.name == name) {
            reword_policy(&mut linked.policy, &built.policy);
        }
    }
    for (name, view) in &mut schema.views {
        if let Some(built) = built.views.get(&server_name(name)).filter(|_| !view.existing) {
            reword_view(view, built);
        }
    }
    schema
}

/// The schema with the names of roles for the words that stand for one: a server keeps
/// the role that `current_user` was when the policy was made, and none beside `public`.
pub fn with_roles(schema: &Schema, current_user: &str) -> Schema {
    let mut schema = schema.clone();
    let in_tables = schema.tables.values_mut().flat_map(|table| &mut table.policies);
    let linked = schema.linked_policies.iter_mut().map(|linked| &mut linked.policy);
    for policy in in_tables.chain(linked) {
        for role in &mut policy.roles {
            if matches!(role.as_str(), "current_user" | "current_role" | "session_user") {
                current_user.clone_into(role);
            }
        }
        // Beside everybody the server forgets the others.
        if policy.roles.iter().any(|role| role == PUBLIC) {
            policy.roles = vec![PUBLIC.to_owned()];
        }
        // As everywhere in the model.
        policy.roles.sort_by(|left, right| left.encode_utf16().cmp(right.encode_utf16()));
    }
    schema
}

/// The schema of a database with every name chosen by somebody, as it is where two
/// databases are compared: there is no rule to follow, only the names that they have.
pub fn with_chosen_names(schema: &Schema) -> Schema {
    let mut schema = schema.clone();
    for (table, content) in &mut schema.tables {
        if let Some(key) = &mut content.primary_key {
            choose(&mut key.name, || names::server_primary_key_cut(&table.name));
        }
        for unique in &mut content.uniques {
            let column = unique.columns.first().map_or("", String::as_str);
            choose(&mut unique.name, || names::server_unique_cut(&table.name, column));
        }
        let identities = content.columns.values_mut().filter_map(|it| it.identity.as_mut());
        let others = (content.foreign_keys.iter_mut().map(|key| &mut key.name))
            .chain(content.indexes.iter_mut().map(|index| &mut index.name))
            .chain(identities.map(|identity| &mut identity.sequence));
        for name in others {
            name.explicit = true;
        }
    }
    schema
}

/// A name that the server shortened stands in the model as the whole that it shortened.
fn choose(name: &mut Name, shortened: impl Fn() -> String) {
    if name.text.len() > MAX_BYTES {
        name.text = shortened();
    }
    name.explicit = true;
}

/// What the server made of a name.
pub(super) fn server_name(name: &QName) -> QName {
    QName::new(cut(&name.schema), cut(&name.name))
}

fn reword_table(table: &mut Table, built: &Table) {
    for (name, column) in &mut table.columns {
        if let Some(built) = built.columns.get(cut(name)) {
            reword_column(column, built);
        }
    }
    for check in &mut table.checks {
        if let Some(built) = built.checks.iter().find(|built| built.name == cut(&check.name)) {
            check.expression.clone_from(&built.expression);
        }
    }
    for index in &mut table.indexes {
        if let Some(built) = built.indexes.iter().find(|built| is_named(&index.name, &built.name)) {
            reword_index(index, built);
        }
    }
    for policy in &mut table.policies {
        if let Some(built) = built.policies.iter().find(|built| built.name == cut(&policy.name)) {
            reword_policy(policy, built);
        }
    }
}

fn is_named(name: &Name, built: &Name) -> bool {
    cut(&name.text) == built.text
}

/// All but what only the author knows: where NOT NULL was written, and whether the name
/// of an identity's sequence was.
fn reword_column(column: &mut Column, built: &Column) {
    let written = column.not_null_written;
    let identity = column.identity.take();
    *column = Column { not_null_written: written, ..built.clone() };
    if let (Some(column), Some(own)) = (&mut column.identity, identity) {
        column.sequence = own.sequence;
    }
}

fn reword_index(index: &mut Index, built: &Index) {
    let (name, concurrently) = (index.name.clone(), index.concurrently);
    *index = Index { name, concurrently, ..built.clone() };
}

fn reword_policy(policy: &mut Policy, built: &Policy) {
    policy.using.clone_from(&built.using);
    policy.with_check.clone_from(&built.with_check);
}

fn reword_view(view: &mut View, built: &View) {
    view.definition.clone_from(&built.definition);
    view.with.clone_from(&built.with);
    view.using.clone_from(&built.using);
    view.tablespace.clone_from(&built.tablespace);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Check, Declared, DefaultValue, PrimaryKey, Type};

    fn table(default: DefaultValue, check: &str) -> Schema {
        let column = Column {
            ty: Type::parse("text"),
            not_null: true,
            not_null_written: true,
            default: Some(default),
            generated: None,
            identity: None,
        };
        let mut table = Table::default();
        table.columns.insert("a".into(), column);
        table.checks.push(Check { name: "c".repeat(70), expression: check.to_owned() });
        let mut schema = Schema::default();
        schema.tables.insert(QName::public("t"), table);
        schema
    }

    #[test]
    fn a_chosen_name_is_the_one_that_the_server_has() {
        let mut schema = table(DefaultValue::Null, "true");
        let long = QName::public("t".repeat(63));
        let mut content = schema.tables.shift_remove(&QName::public("t")).unwrap();
        content.primary_key = Some(PrimaryKey {
            name: Name::derived(names::server_primary_key(&long.name)),
            columns: vec!["a".to_owned()],
            declared: Declared::OnColumn,
        });
        schema.tables.insert(long, content);
        let chosen = with_chosen_names(&schema);
        let key = chosen.tables[0].primary_key.clone().unwrap();
        assert_eq!(key.name, Name::explicit(format!("{}_pkey", "t".repeat(58))));
    }

    #[test]
    fn words_are_the_servers_and_names_the_authors() {
        let desired = table(DefaultValue::Expression("'x'||'y'".into()), "length(a)>1");
        let mut built =
            table(DefaultValue::Expression("('x'::text || 'y'::text)".into()), "(length(a) > 1)");
        built.tables[0].checks[0].name.truncate(63);
        let found = reworded(&desired, &built);
        assert_eq!(found.tables[0].columns, built.tables[0].columns);
        assert_eq!(found.tables[0].checks[0].expression, "(length(a) > 1)");
        assert_eq!(found.tables[0].checks[0].name.len(), 70);
    }
}
