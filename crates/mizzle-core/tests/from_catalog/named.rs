//! What is counted and named, and what is not.

use super::{constraint, read, table, users};
use mizzle_core::postgres::catalog::{
    Comment, Commented, Namespace, Other, Policy, Relation, Role, Type,
};
use mizzle_core::postgres::from_catalog::{FromCatalog, Omitted, Unmodelled, from_catalog};
use mizzle_core::postgres::schema::QName;

#[test]
fn what_belongs_to_what_is_not_taken_is_not_counted() {
    let mut catalog = users(&[("id", "integer", 23)]);
    catalog.relations.push(table(101, "left_out"));
    catalog.namespaces.push(Namespace { oid: 5, name: "other".into(), ..Namespace::default() });
    for relation in [100, 101, 999] {
        catalog.others.push(Other {
            kind: Unmodelled::Trigger,
            namespace: None,
            name: "audit".into(),
            relation: Some(relation),
        });
        catalog.comments.push(Comment { on: Commented::Relation, oid: relation, column: 0 });
    }
    catalog.types.push(Type { namespace: 5, name: "t".into(), kind: 'd', ..Type::default() });
    let take = FromCatalog { tables: &|name| name.name != "left_out", ..FromCatalog::ALL };
    let found = from_catalog(&catalog, &take).fidelity;
    assert_eq!(
        found.to_string(),
        "modelled 1 of 2 objects; not modelled: 1 trigger; left out of what is modelled: 1 comment"
    );
    assert_eq!(found.unmodelled[0].name, "audit on users");
    assert_eq!(found.omitted[0].name, "users");
}

#[test]
fn a_number_of_debians_is_no_option() {
    let mut catalog = users(&[("id", "integer", 23)]);
    catalog.columns[0].options = vec!["pg_attver=3".into(), "n_distinct=5".into()];
    let found = read(&catalog).fidelity;
    assert_eq!(found.omitted.len(), 1);
    assert_eq!(found.omitted[0].name, "users.id (n_distinct=5)");
}

#[test]
fn another_owner_is_one_that_owns_less() {
    let mut catalog = users(&[]);
    catalog.relations.push(table(101, "a"));
    catalog.relations.push(Relation { owner: "postgres".into(), ..table(102, "b") });
    let found = read(&catalog).fidelity;
    assert_eq!(found.omitted[0].kind, Omitted::Owner);
    assert_eq!(found.omitted[0].name, "b (postgres)");
}

#[test]
fn an_exclusion_constraint_is_no_constraint_of_the_model() {
    let mut catalog = users(&[("id", "integer", 23)]);
    catalog.constraints.push(constraint('x', "no_overlap", &[1]));
    let found = read(&catalog);
    assert_eq!(found.fidelity.unmodelled[0].kind, Unmodelled::ExclusionConstraint);
    assert_eq!(found.fidelity.objects(), 2);
}

#[test]
fn policies_of_other_peoples_tables_are_taken_by_name() {
    let mut catalog = users(&[]);
    let policy = |relation, table: &str, name: &str| Policy {
        relation,
        namespace: "public".into(),
        table: table.into(),
        name: name.into(),
        command: '*',
        roles: vec!["b".into(), "a".into()],
        using: Some("(true)".into()),
        ..Policy::default()
    };
    catalog.policies = vec![
        policy(100, "users", "own"),
        policy(900, "objects", "ours"),
        policy(900, "objects", "theirs"),
    ];
    let take = FromCatalog {
        linked_policies: &|table, name| *table == QName::public("objects") && name == "ours",
        ..FromCatalog::ALL
    };
    let found = from_catalog(&catalog, &take);
    assert_eq!(found.schema.linked_policies.len(), 1);
    let policy = &found.schema.tables[0].policies[0];
    assert_eq!((policy.roles.join(" "), policy.using.as_deref()), ("a b".into(), Some("true")));
    // Row security is off.
    assert_eq!(found.fidelity.omitted[0].kind, Omitted::IdlePolicies);
}

#[test]
fn of_roles_only_what_a_schema_file_can_say() {
    let mut catalog = users(&[]);
    catalog.roles = vec![
        Role { name: "app".into(), inherit: true, others: true, ..Role::default() },
        Role { name: "maker".into(), create_db: true, ..Role::default() },
        Role { name: "postgres".into(), ..Role::default() },
    ];
    let take = FromCatalog { roles: &|name| name != "postgres", ..FromCatalog::ALL };
    let found = from_catalog(&catalog, &take);
    let roles = &found.schema.roles;
    assert_eq!(roles.len(), 2);
    assert_eq!(roles["app"], Default::default());
    assert_eq!((roles["maker"].create_db, roles["maker"].inherit), (Some(true), Some(false)));
    assert_eq!(found.fidelity.omitted[0].name, "app");
}
