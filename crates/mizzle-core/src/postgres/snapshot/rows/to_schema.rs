//! The model of rows. A row of an unknown type is passed over: what the model does
//! not know is never dropped.

use super::options::{action, fold_identity, view_options};
use super::{Row, declared, defaults, flag, text, texts};
use crate::postgres::names;
use crate::postgres::schema::{
    Check, Column, Declared, Enum, ForeignKey, Generated, Identity, IdentityKind, Index,
    IndexColumn, IndexKey, LinkedPolicy, Name, Nulls, PUBLIC, Policy, PolicyCommand, PolicyKind,
    PrimaryKey, Privilege, QName, Role, Schema, Sequence, SequenceOptions, Table, Type, Unique,
    View,
};
use crate::postgres::sequences::{Range, fold};
use indexmap::IndexMap;
use serde_json::Value;

/// The schema that the rows describe. Tables must come before what is in them, which
/// is the order of all files.
pub(in super::super) fn to_schema(rows: &[Row]) -> Schema {
    let mut schema = Schema::default();
    let of =
        |kind: &'static str| rows.iter().filter(move |row| text(row, "entityType") == Some(kind));
    schema.namespaces.extend(of("schemas").map(name).filter(|name| name != PUBLIC));
    for row in of("enums") {
        schema.enums.insert(qname(row), Enum { values: texts(row, "values") });
    }
    for row in of("tables") {
        let rls_enabled = flag(row, "isRlsEnabled").unwrap_or(false);
        schema.tables.insert(qname(row), Table { rls_enabled, ..Table::default() });
    }
    for row in of("columns") {
        let table_name = table_of(row);
        let content = column(&table_name, row);
        schema.tables.entry(table_name).or_default().columns.insert(name(row), content);
    }
    let mut table = |row: &Row, add: &dyn Fn(&mut Table)| {
        if let Some(content) = schema.tables.get_mut(&table_of(row)) {
            add(content);
        }
    };
    for row in of("indexes") {
        table(row, &|content| content.indexes.push(index(row)));
    }
    for row in of("fks") {
        table(row, &|content| content.foreign_keys.push(foreign_key(row)));
    }
    for (row, declared) in declared::primary_keys(rows) {
        table(row, &|content| content.primary_key = Some(primary_key(row, declared)));
    }
    for (row, declared) in declared::uniques(rows) {
        table(row, &|content| content.uniques.push(unique(row, declared)));
    }
    for row in of("checks") {
        table(row, &|content| {
            let expression = text(row, "value").unwrap_or_default().to_owned();
            content.checks.push(Check { name: name(row), expression });
        });
    }
    for row in of("sequences") {
        let options = SequenceOptions {
            increment: text(row, "incrementBy").map(str::to_owned),
            min: text(row, "minValue").map(str::to_owned),
            max: text(row, "maxValue").map(str::to_owned),
            start: text(row, "startWith").map(str::to_owned),
            cache: number_text(row.get("cacheSize")),
            cycle: flag(row, "cycle").unwrap_or(false),
        };
        schema.sequences.insert(qname(row), Sequence { options: fold(options, Range::BIGINT) });
    }
    schema.roles.extend(of("roles").map(|row| (name(row), role(row))));
    schema.privileges.extend(of("privileges").map(privilege));
    for row in of("policies") {
        let (table_name, policy) = (table_of(row), policy(row));
        match schema.tables.get_mut(&table_name) {
            Some(table) => table.policies.push(policy),
            None => schema.linked_policies.push(LinkedPolicy { table: table_name, policy }),
        }
    }
    // A table with policies has row-level security on by that alone.
    for table in schema.tables.values_mut().filter(|table| !table.policies.is_empty()) {
        table.rls_enabled = false;
    }
    schema.views.extend(of("views").map(|row| (qname(row), view(row))));
    schema
}

fn name(row: &Row) -> String {
    text(row, "name").unwrap_or_default().to_owned()
}

fn qname(row: &Row) -> QName {
    QName::new(text(row, "schema").unwrap_or(PUBLIC), name(row))
}

fn table_of(row: &Row) -> QName {
    let table = text(row, "table").unwrap_or_default();
    QName::new(text(row, "schema").unwrap_or(PUBLIC), table)
}

/// A constraint's or index's name. Rows before `nameExplicit` count as written.
fn constraint_name(row: &Row) -> Name {
    Name { text: name(row), explicit: flag(row, "nameExplicit").unwrap_or(true) }
}

fn column(table: &QName, row: &Row) -> Column {
    let dimensions = row.get("dimensions").and_then(Value::as_u64).unwrap_or(0);
    let ty = Type {
        text: text(row, "type").unwrap_or_default().to_owned(),
        schema: text(row, "typeSchema").map(str::to_owned),
        dimensions: vec![None; usize::try_from(dimensions).unwrap_or(0)],
    };
    let not_null = flag(row, "notNull").unwrap_or(false);
    let object = |field: &str| row.get(field).and_then(Value::as_object);
    Column {
        not_null,
        not_null_written: not_null,
        default: text(row, "default").map(|default| defaults::read(&ty, default)),
        generated: object("generated").map(|generated| Generated {
            expression: text(generated, "as").unwrap_or_default().to_owned(),
        }),
        identity: object("identity").map(|content| identity(table, row, content, &ty)),
        ty,
    }
}

fn identity(table: &QName, row: &Row, content: &Row, ty: &Type) -> Identity {
    let sequence = name(content);
    let derived = names::identity_sequence(&table.name, &name(row));
    let options = SequenceOptions {
        increment: text(content, "increment").map(str::to_owned),
        min: text(content, "minValue").map(str::to_owned),
        max: text(content, "maxValue").map(str::to_owned),
        start: text(content, "startWith").map(str::to_owned),
        cache: number_text(content.get("cache")),
        cycle: flag(content, "cycle").unwrap_or(false),
    };
    Identity {
        kind: match text(content, "type") {
            Some("byDefault") => IdentityKind::ByDefault,
            Some(_) | None => IdentityKind::Always,
        },
        sequence: Name { explicit: sequence != derived, text: sequence },
        options: fold_identity(options, ty),
    }
}

fn index(row: &Row) -> Index {
    let columns = row.get("columns").and_then(Value::as_array);
    let columns = columns.into_iter().flatten().filter_map(Value::as_object).map(|column| {
        let value = text(column, "value").unwrap_or_default().to_owned();
        let opclass = column.get("opclass").and_then(Value::as_object);
        IndexColumn {
            key: if flag(column, "isExpression").unwrap_or(false) {
                IndexKey::Expression(value)
            } else {
                IndexKey::Column(value)
            },
            descending: !flag(column, "asc").unwrap_or(true),
            nulls: if flag(column, "nullsFirst").unwrap_or(false) {
                Nulls::First
            } else {
                Nulls::Last
            },
            opclass: opclass.and_then(|of| text(of, "name")).map(str::to_owned),
        }
    });
    Index {
        name: constraint_name(row),
        unique: flag(row, "isUnique").unwrap_or(false),
        method: text(row, "method").unwrap_or("btree").to_owned(),
        columns: columns.collect(),
        with: parameters(text(row, "with").unwrap_or_default()),
        predicate: text(row, "where").map(str::to_owned),
        concurrently: flag(row, "concurrently").unwrap_or(false),
    }
}

/// `k=v, k=v`
fn parameters(text: &str) -> IndexMap<String, String> {
    text.split(", ")
        .filter_map(|part| part.split_once('='))
        .map(|(key, value)| (key.to_owned(), value.to_owned()))
        .collect()
}

fn foreign_key(row: &Row) -> ForeignKey {
    ForeignKey {
        name: constraint_name(row),
        columns: texts(row, "columns"),
        target: QName::new(
            text(row, "schemaTo").unwrap_or(PUBLIC),
            text(row, "tableTo").unwrap_or_default(),
        ),
        target_columns: texts(row, "columnsTo"),
        on_delete: action(text(row, "onDelete")),
        on_update: action(text(row, "onUpdate")),
    }
}

fn primary_key(row: &Row, declared: Declared) -> PrimaryKey {
    PrimaryKey { name: constraint_name(row), columns: texts(row, "columns"), declared }
}

fn unique(row: &Row, declared: Declared) -> Unique {
    Unique {
        name: constraint_name(row),
        columns: texts(row, "columns"),
        nulls_not_distinct: flag(row, "nullsNotDistinct").unwrap_or(false),
        declared,
    }
}

/// What the server does anyway is the same as nothing said.
fn role(row: &Row) -> Role {
    let on = |field: &str| flag(row, field).filter(|&on| on);
    Role {
        superuser: on("superuser"),
        create_db: on("createDb"),
        create_role: on("createRole"),
        inherit: flag(row, "inherit").filter(|&on| !on),
        can_login: on("canLogin"),
        replication: on("replication"),
        bypass_rls: on("bypassRls"),
        connection_limit: row.get("connLimit").and_then(Value::as_i64).filter(|&limit| limit != -1),
        password: text(row, "password").map(str::to_owned),
        valid_until: text(row, "validUntil").map(str::to_owned),
    }
}

fn privilege(row: &Row) -> Privilege {
    let field = |field: &str| text(row, field).unwrap_or_default().to_owned();
    Privilege {
        grantor: field("grantor"),
        grantee: field("grantee"),
        table: table_of(row),
        kind: field("type"),
        grantable: flag(row, "isGrantable").unwrap_or(false),
    }
}

fn policy(row: &Row) -> Policy {
    Policy {
        name: name(row),
        kind: match text(row, "as") {
            Some("RESTRICTIVE") => PolicyKind::Restrictive,
            Some(_) | None => PolicyKind::Permissive,
        },
        command: PolicyCommand::parse(text(row, "for").unwrap_or("ALL")),
        roles: texts(row, "roles"),
        using: text(row, "using").map(str::to_owned),
        with_check: text(row, "withCheck").map(str::to_owned),
    }
}

fn view(row: &Row) -> View {
    View {
        definition: text(row, "definition").map(str::to_owned),
        materialized: flag(row, "materialized").unwrap_or(false),
        existing: false,
        with: view_options(row.get("with").and_then(Value::as_object)),
        with_no_data: flag(row, "withNoData").unwrap_or(false),
        using: text(row, "using").map(str::to_owned),
        tablespace: text(row, "tablespace").map(str::to_owned),
        columns: IndexMap::new(),
    }
}

fn number_text(value: Option<&Value>) -> Option<String> {
    match value? {
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(text.clone()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}
