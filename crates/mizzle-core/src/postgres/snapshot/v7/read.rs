//! Reading v4 to v7. What a file lacks has its default; what it has too much is
//! passed over.

use super::{defaults, views};
use crate::json;
use crate::naming::Line;
use crate::postgres::names;
use crate::postgres::schema::{
    Check, Column, Declared, Enum, ForeignKey, Generated, Identity, IdentityKind, Index,
    IndexColumn, IndexKey, LinkedPolicy, Name, Nulls, PUBLIC, Policy, PolicyCommand, PolicyKind,
    PrimaryKey, QName, Role, Schema, Sequence, SequenceOptions, Table, Type, Unique,
};
use crate::postgres::sequences::{self, Range};
use crate::postgres::snapshot::{ReadError, rows};
use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// The schema of a v4 to v7 snapshot.
///
/// # Errors
///
/// The text is not JSON of that shape.
pub fn read(text: &str) -> Result<Schema, ReadError> {
    let file: FileDto = json::parse(text)?;
    let mut schema = Schema {
        namespaces: file.schemas.into_values().filter(|name| name != PUBLIC).collect(),
        ..Schema::default()
    };
    for (key, dto) in file.enums {
        let name = QName::new(dto.schema.unwrap_or_else(|| schema_of(&key)), dto.name);
        let values = match dto.values {
            Labels::List(values) => values,
            Labels::Record(values) => values.into_values().collect(),
        };
        schema.enums.insert(name, Enum { values });
    }
    for dto in file.tables.into_values() {
        let name = QName::new(non_empty(dto.schema.as_deref()), &dto.name);
        let mut table = table(&name, dto);
        for column in table.columns.values_mut() {
            place_type(&mut column.ty, &schema.enums);
        }
        schema.tables.insert(name, table);
    }
    for dto in file.sequences.into_values() {
        let name = QName::new(non_empty(dto.schema.as_deref()), &dto.name);
        let options = sequences::fold(dto.options(), Range::BIGINT);
        schema.sequences.insert(name, Sequence { options });
    }
    for dto in file.roles.into_values() {
        let role = Role {
            create_db: dto.create_db.filter(|&on| on),
            create_role: dto.create_role.filter(|&on| on),
            inherit: dto.inherit.filter(|&on| !on),
            ..Role::default()
        };
        schema.roles.insert(dto.name, role);
    }
    for dto in file.policies.into_values() {
        let table = linked_table(&dto);
        schema.linked_policies.push(LinkedPolicy { table, policy: policy(dto) });
    }
    for dto in file.views.into_values() {
        let name = QName::new(non_empty(dto.schema.as_deref()), &dto.name);
        let view = views::read(&name, dto);
        schema.views.insert(name, view);
    }
    Ok(schema)
}

/// Before 0.21 a column did not say in which schema the enum is that it is of.
fn place_type(ty: &mut Type, enums: &IndexMap<QName, Enum>) {
    if ty.schema.is_some() {
        return;
    }
    let mut homes = enums.keys().filter(|name| name.name == ty.text);
    if let (Some(home), None) = (homes.next(), homes.next()) {
        ty.schema = Some(home.schema.clone());
    }
}

fn table(name: &QName, dto: TableDto) -> Table {
    let mut table = Table { rls_enabled: dto.is_rls_enabled, ..Table::default() };
    let mut inline_key = Vec::new();
    let mut column_uniques = Vec::new();
    for (key, dto) in dto.columns {
        let column_name = dto.name.clone().unwrap_or(key);
        if dto.primary_key {
            inline_key.push(column_name.clone());
        }
        // Before 0.17, unique constraints stood on their column.
        if dto.is_unique == Some(Value::Bool(true)) {
            let unique_name = dto
                .unique_name
                .clone()
                .unwrap_or_else(|| names::column_unique(Line::V0, &name.name, &column_name));
            column_uniques.push(ConstraintDto {
                name: unique_name,
                columns: vec![column_name.clone()],
                nulls_not_distinct: dto.nulls_not_distinct.unwrap_or(false),
            });
        }
        table.columns.insert(column_name.clone(), column(name, &column_name, dto));
    }
    let mut uniques: Vec<ConstraintDto> = dto.unique_constraints.into_values().collect();
    column_uniques.retain(|one| !uniques.iter().any(|other| other.name == one.name));
    uniques.extend(column_uniques);
    table.uniques = uniques.into_iter().map(|dto| unique(name, dto)).collect();
    table.primary_key = dto
        .composite_primary_keys
        .into_values()
        .next()
        .map(|dto| PrimaryKey {
            name: named(dto.name, &names::primary_key(Line::V0, &name.name, &dto.columns)),
            columns: dto.columns,
            declared: Declared::OnTable,
        })
        .or_else(|| {
            (!inline_key.is_empty()).then(|| PrimaryKey {
                name: Name::derived(names::server_primary_key(&name.name)),
                columns: inline_key,
                declared: Declared::OnColumn,
            })
        });
    for column in table.primary_key.iter().flat_map(|key| &key.columns) {
        if let Some(column) = table.columns.get_mut(column) {
            column.not_null = true;
        }
    }
    table.checks = dto
        .check_constraints
        .into_values()
        .map(|dto| Check { name: dto.name, expression: dto.value })
        .collect();
    table.foreign_keys = dto.foreign_keys.into_values().map(|dto| foreign_key(name, dto)).collect();
    table.indexes = dto.indexes.into_values().map(|dto| index(name, dto)).collect();
    table.policies = dto.policies.into_values().map(policy).collect();
    table
}

pub(super) fn column(relation: &QName, name: &str, dto: ColumnDto) -> Column {
    let mut ty = Type::parse(&dto.ty);
    ty.schema = dto.type_schema;
    let default = dto.default.as_ref().map(|value| defaults::read(&ty, value));
    Column {
        default,
        not_null: dto.not_null || dto.primary_key || dto.identity.is_some(),
        not_null_written: dto.not_null,
        generated: dto.generated.map(|dto| Generated { expression: dto.r#as }),
        identity: dto.identity.map(|dto| Identity {
            kind: match dto.kind.as_deref() {
                Some("byDefault") => IdentityKind::ByDefault,
                Some(_) | None => IdentityKind::Always,
            },
            options: rows::fold_identity(dto.options(), &ty),
            sequence: named(dto.name, &names::identity_sequence(&relation.name, name)),
        }),
        ty,
    }
}

fn unique(table: &QName, dto: ConstraintDto) -> Unique {
    let on_column = match dto.columns.as_slice() {
        [column] => dto.name == names::column_unique(Line::V0, &table.name, column),
        _ => false,
    };
    Unique {
        name: named(dto.name, &names::table_unique(&table.name, &dto.columns)),
        columns: dto.columns,
        nulls_not_distinct: dto.nulls_not_distinct,
        declared: if on_column { Declared::OnColumn } else { Declared::OnTable },
    }
}

fn foreign_key(table: &QName, dto: ForeignKeyDto) -> ForeignKey {
    let target = QName::new(non_empty(dto.schema_to.as_deref()), dto.table_to);
    let derived =
        names::foreign_key(Line::V0, &table.name, &dto.columns_from, &target.name, &dto.columns_to);
    ForeignKey {
        name: named(dto.name, &derived),
        columns: dto.columns_from,
        target,
        target_columns: dto.columns_to,
        on_delete: rows::action(dto.on_delete.as_deref()),
        on_update: rows::action(dto.on_update.as_deref()),
    }
}

fn index(table: &QName, dto: IndexDto) -> Index {
    let columns: Vec<IndexColumn> = dto
        .columns
        .into_iter()
        .map(|dto| match dto {
            IndexColumnDto::Name(name) => IndexColumn {
                key: IndexKey::Column(name),
                descending: false,
                nulls: Nulls::Last,
                opclass: None,
            },
            IndexColumnDto::Full { expression, is_expression, asc, nulls, opclass } => {
                IndexColumn {
                    key: if is_expression {
                        IndexKey::Expression(expression)
                    } else {
                        IndexKey::Column(expression)
                    },
                    descending: !asc,
                    nulls: match nulls.as_deref() {
                        Some("first") => Nulls::First,
                        Some(_) | None => Nulls::Last,
                    },
                    opclass: opclass.filter(|name| !name.is_empty()),
                }
            }
        })
        .collect();
    let on: Vec<String> =
        columns.iter().filter_map(|column| column.key.column().cloned()).collect();
    let derived =
        if on.len() == columns.len() { names::index(&table.name, &on) } else { String::new() };
    Index {
        name: named(dto.name, &derived),
        unique: dto.is_unique,
        method: dto.method.unwrap_or_else(|| "btree".to_owned()),
        columns,
        with: dto.with.iter().map(|(key, value)| (key.clone(), rows::option_text(value))).collect(),
        predicate: dto.r#where,
        concurrently: dto.concurrently,
    }
}

fn policy(dto: PolicyDto) -> Policy {
    Policy {
        name: dto.name,
        kind: match dto.r#as.as_deref() {
            Some("RESTRICTIVE") => PolicyKind::Restrictive,
            Some(_) | None => PolicyKind::Permissive,
        },
        command: PolicyCommand::parse(dto.r#for.as_deref().unwrap_or("ALL")),
        roles: dto.to.unwrap_or_else(|| vec!["public".to_owned()]),
        using: dto.using,
        with_check: dto.with_check,
    }
}

/// `on` is `"schema"."table"`, with its quotes.
fn linked_table(dto: &PolicyDto) -> QName {
    let on = dto.on.as_deref().unwrap_or_default();
    match on.trim_matches('"').split_once("\".\"") {
        Some((schema, table)) => QName::new(schema, table),
        None => QName::new(non_empty(dto.schema.as_deref()), on.trim_matches('"')),
    }
}

fn named(name: String, derived: &str) -> Name {
    if name == derived { Name::derived(name) } else { Name::explicit(name) }
}

fn non_empty(schema: Option<&str>) -> &str {
    match schema {
        Some("") | None => PUBLIC,
        Some(schema) => schema,
    }
}

/// Before v6, the key of an enum had no schema in it.
fn schema_of(key: &str) -> String {
    key.split_once('.').map_or(PUBLIC, |(schema, _)| schema).to_owned()
}

#[derive(Deserialize)]
struct FileDto {
    #[serde(default)]
    tables: IndexMap<String, TableDto>,
    #[serde(default)]
    enums: IndexMap<String, EnumDto>,
    #[serde(default)]
    schemas: IndexMap<String, String>,
    #[serde(default)]
    sequences: IndexMap<String, SequenceDto>,
    #[serde(default)]
    roles: IndexMap<String, RoleDto>,
    #[serde(default)]
    policies: IndexMap<String, PolicyDto>,
    #[serde(default)]
    views: IndexMap<String, views::ViewDto>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TableDto {
    name: String,
    schema: Option<String>,
    #[serde(default)]
    columns: IndexMap<String, ColumnDto>,
    #[serde(default)]
    indexes: IndexMap<String, IndexDto>,
    #[serde(default)]
    foreign_keys: IndexMap<String, ForeignKeyDto>,
    #[serde(default)]
    composite_primary_keys: IndexMap<String, ConstraintDto>,
    #[serde(default)]
    unique_constraints: IndexMap<String, ConstraintDto>,
    #[serde(default)]
    policies: IndexMap<String, PolicyDto>,
    #[serde(default)]
    check_constraints: IndexMap<String, CheckDto>,
    #[serde(default, rename = "isRLSEnabled")]
    is_rls_enabled: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ColumnDto {
    name: Option<String>,
    #[serde(rename = "type")]
    ty: String,
    type_schema: Option<String>,
    #[serde(default)]
    pub(super) primary_key: bool,
    #[serde(default)]
    not_null: bool,
    /// `null` is a default, and nothing is none.
    #[serde(default, deserialize_with = "present")]
    default: Option<Value>,
    is_unique: Option<Value>,
    unique_name: Option<String>,
    nulls_not_distinct: Option<bool>,
    generated: Option<GeneratedDto>,
    identity: Option<SequenceDto>,
}

fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

#[derive(Deserialize)]
struct GeneratedDto {
    r#as: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SequenceDto {
    name: String,
    schema: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    increment: Option<String>,
    min_value: Option<String>,
    max_value: Option<String>,
    start_with: Option<String>,
    cache: Option<String>,
    #[serde(default)]
    cycle: bool,
}

impl SequenceDto {
    fn options(&self) -> SequenceOptions {
        SequenceOptions {
            increment: self.increment.clone(),
            min: self.min_value.clone(),
            max: self.max_value.clone(),
            start: self.start_with.clone(),
            cache: self.cache.clone(),
            cycle: self.cycle,
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct IndexDto {
    name: String,
    #[serde(default)]
    columns: Vec<IndexColumnDto>,
    #[serde(default)]
    is_unique: bool,
    r#where: Option<String>,
    #[serde(default)]
    concurrently: bool,
    method: Option<String>,
    #[serde(default)]
    with: Map<String, Value>,
}

/// Before v7, an index listed the names of its columns.
#[derive(Deserialize)]
#[serde(untagged)]
enum IndexColumnDto {
    Name(String),
    #[serde(rename_all = "camelCase")]
    Full {
        expression: String,
        #[serde(default)]
        is_expression: bool,
        #[serde(default = "yes")]
        asc: bool,
        nulls: Option<String>,
        opclass: Option<String>,
    },
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ForeignKeyDto {
    name: String,
    table_to: String,
    schema_to: Option<String>,
    columns_from: Vec<String>,
    columns_to: Vec<String>,
    on_delete: Option<String>,
    on_update: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ConstraintDto {
    #[serde(default)]
    name: String,
    columns: Vec<String>,
    #[serde(default)]
    nulls_not_distinct: bool,
}

#[derive(Deserialize)]
struct CheckDto {
    name: String,
    value: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct PolicyDto {
    name: String,
    r#as: Option<String>,
    r#for: Option<String>,
    to: Option<Vec<String>>,
    using: Option<String>,
    with_check: Option<String>,
    schema: Option<String>,
    on: Option<String>,
}

#[derive(Deserialize)]
struct EnumDto {
    name: String,
    schema: Option<String>,
    values: Labels,
}

/// Before v6, the labels were a record.
#[derive(Deserialize)]
#[serde(untagged)]
enum Labels {
    List(Vec<String>),
    Record(IndexMap<String, String>),
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RoleDto {
    name: String,
    create_db: Option<bool>,
    create_role: Option<bool>,
    inherit: Option<bool>,
}
