//! Columns, keys and indexes.

use super::{class, column, constraint, index, read, users};
use mizzle_core::postgres::catalog::{BaseType, OwnerColumn, Sequence, Target};
use mizzle_core::postgres::schema::{Action, IndexKey, QName};

fn sequence(type_text: &str, max: &str) -> Sequence {
    Sequence {
        oid: 200,
        namespace: super::PUBLIC,
        name: "users_id_seq".into(),
        type_text: type_text.into(),
        start: "1".into(),
        increment: "1".into(),
        min: "1".into(),
        max: max.into(),
        cache: "1".into(),
        persistence: 'p',
        owner_column: Some(OwnerColumn { relation: 100, number: 1, identity: false }),
        owner: "app".into(),
        ..Sequence::default()
    }
}

#[test]
fn a_serial_column_is_its_sequence_too() {
    let mut catalog = users(&[("id", "integer", 23)]);
    catalog.columns[0].not_null = true;
    catalog.columns[0].default = Some("nextval('public.users_id_seq'::regclass)".into());
    catalog.sequences.push(sequence("integer", "2147483647"));
    let found = read(&catalog);
    let table = &found.schema.tables[0];
    assert_eq!(table.columns["id"].ty.text, "serial");
    assert_eq!(table.columns["id"].default, None);
    assert!(found.schema.sequences.is_empty() && found.fidelity.is_full());

    // Widened by hand, and the sequence forgotten: it ends where integers do.
    catalog.columns[0].type_text = "bigint".into();
    let found = read(&catalog);
    assert_eq!(found.schema.tables[0].columns["id"].ty.text, "bigserial");
    assert_eq!(
        found.fidelity.to_string(),
        "modelled 1 of 1 object; left out of what is modelled: 1 sequence of another type"
    );

    // The default is another sequence's.
    catalog.columns[0].default = Some("nextval('public.other_seq'::regclass)".into());
    let found = read(&catalog);
    assert_eq!(found.schema.tables[0].columns["id"].ty.text, "bigint");
    assert_eq!(found.schema.sequences.len(), 1);
}

#[test]
fn a_sequence_goes_where_its_table_goes() {
    let mut catalog = users(&[("id", "integer", 23)]);
    catalog.sequences.push(sequence("bigint", "9223372036854775807"));
    catalog.relations.clear();
    assert!(read(&catalog).schema.sequences.is_empty());
}

#[test]
fn types_are_named_as_a_schema_file_names_them() {
    let mut catalog = users(&[
        ("mood", "public.mood[]", 20001),
        ("place", "extensions.geometry(Point,4326)", 20002),
        ("mail", "public.email", 20003),
        ("tax", "billing.\"Rate\"", 20004),
        ("letter", "\"char\"", 18),
        ("grid", "integer[]", 1007),
    ]);
    let base = |namespace: &str, name: &str, kind, of_extension| {
        Some(BaseType { namespace: namespace.into(), name: name.into(), kind, of_extension })
    };
    catalog.columns[0].base = base("public", "mood", 'e', false);
    catalog.columns[1].base = base("extensions", "geometry", 'b', true);
    catalog.columns[2].base = base("public", "email", 'd', false);
    catalog.columns[3].base = base("billing", "Rate", 'd', false);
    catalog.columns[5].dimensions = 2;
    let found = read(&catalog);
    let types: Vec<String> = found.schema.tables[0]
        .columns
        .values()
        .map(|column| {
            let schema = column.ty.schema.as_deref().unwrap_or("-");
            format!("{schema} {} {}", column.ty.text, column.ty.dimensions.len())
        })
        .collect();
    assert_eq!(
        types,
        [
            "public mood 1",
            "- geometry(point,4326) 0",
            "- email 0",
            "- billing.\"Rate\" 0",
            "- \"char\" 0",
            "- integer 2"
        ]
    );
}

#[test]
fn a_key_to_a_table_that_is_not_read_has_its_columns() {
    let mut catalog = users(&[("team", "integer", 23)]);
    let mut key = constraint('f', "users_team", &[1]);
    key.target = Some(Target {
        relation: 900,
        namespace: "teams".into(),
        name: "team".into(),
        columns: vec![7],
        names: vec!["id".into()],
        on_update: 'a',
        on_delete: 'd',
        matching: 's',
        ..Target::default()
    });
    catalog.constraints.push(key);
    let found = read(&catalog);
    let key = &found.schema.tables[0].foreign_keys[0];
    assert_eq!(
        (&key.target, key.target_columns.as_slice()),
        (&QName::new("teams", "team"), ["id".to_owned()].as_slice())
    );
    assert_eq!((key.on_update, key.on_delete), (Action::NoAction, Action::SetDefault));
}

#[test]
fn an_operator_class_is_written_where_the_server_would_take_another() {
    let mut catalog = users(&[("a", "character varying(9)", 1043), ("b", "character(3)", 1042)]);
    // `text` has a default that `varchar` shares; `char` has one of its own.
    catalog.operator_classes = vec![
        class(1, "text_ops", 25, true),
        class(2, "bpchar_ops", 1042, true),
        class(3, "text_pattern_ops", 25, false),
    ];
    catalog.indexes.push(index("i", &[1, 2, 2, 1, 0], &[1, 2, 1, 3, 1]));
    catalog.indexes[0].expressions = vec!["((a)::text || 'x'::text)".into()];
    let found = read(&catalog);
    let keys = &found.schema.tables[0].indexes[0].columns;
    let classes: Vec<_> = keys.iter().map(|key| key.opclass.as_deref()).collect();
    assert_eq!(classes, [None, None, Some("text_ops"), Some("text_pattern_ops"), None]);
    assert_eq!(keys[4].key, IndexKey::Expression("(a)::text || 'x'::text".into()));
}

#[test]
fn the_index_of_a_constraint_is_the_constraint() {
    let mut catalog = users(&[("a", "integer", 23)]);
    let mut unique = constraint('u', "users_a_unique", &[1]);
    unique.index = 300;
    catalog.constraints.push(unique);
    catalog.indexes.push(index("users_a_unique", &[1], &[1]));
    catalog.indexes[0].nulls_not_distinct = true;
    let found = read(&catalog);
    let table = &found.schema.tables[0];
    assert_eq!(table.indexes, []);
    assert!(table.uniques[0].nulls_not_distinct);
}

#[test]
fn columns_stand_in_the_order_of_the_table() {
    let mut catalog = users(&[("b", "integer", 23), ("a", "integer", 23)]);
    catalog.columns.insert(0, column(5, "z", "integer", 23));
    let found = read(&catalog);
    let names: Vec<_> = found.schema.tables[0].columns.keys().collect();
    assert_eq!(names, ["b", "a", "z"]);
}
