//! Reading v4 to v7. What a file lacks has its default; what it has too much is
//! passed over.

use super::file::{
    ColumnDto, ConstraintDto, FileDto, ForeignKeyDto, IndexColumnDto, IndexDto, Labels, PolicyDto,
    TableDto,
};
use super::{defaults, views};
use crate::json;
use crate::naming::Line;
use crate::postgres::names;
use crate::postgres::schema::{
    Check, Column, Declared, Enum, ForeignKey, Generated, Identity, IdentityKind, Index,
    IndexColumn, IndexKey, LinkedPolicy, Name, Nulls, PUBLIC, Policy, PolicyCommand, PolicyKind,
    PrimaryKey, QName, Role, Schema, Sequence, Table, Type, Unique,
};
use crate::postgres::sequences::{self, Range};
use crate::postgres::snapshot::{ReadError, rows};
use indexmap::IndexMap;
use serde_json::Value;

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
