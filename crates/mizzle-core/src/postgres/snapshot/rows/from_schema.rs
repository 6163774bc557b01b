//! Rows of a model, in the order in which drizzle-kit 1.0 makes them: type by type,
//! keys of the extras before keys of columns.

use super::options::{VIEW_OPTIONS, fill_identity, option_key, option_value};
use super::{Row, defaults};
use crate::json::Object;
use crate::postgres::schema::{
    Action, Column, Declared, ForeignKey, IdentityKind, Index, IndexKey, Nulls, Policy, QName,
    Role, Schema, SequenceOptions, Table, Type, Unique, View,
};
use crate::postgres::sequences::{Range, fill};
use serde_json::{Map, Value};

/// The rows of a schema.
pub(in super::super) fn from_schema(schema: &Schema) -> Vec<Row> {
    let mut rows = Vec::new();
    for name in &schema.namespaces {
        rows.push(entity(Object::default().put("name", name.as_str()), "schemas"));
    }
    for (name, table) in &schema.tables {
        let row = in_schema(name).put("isRlsEnabled", table.row_security());
        rows.push(entity(row, "tables"));
    }
    for (name, content) in &schema.enums {
        rows.push(entity(in_schema(name).put("values", content.values.clone()), "enums"));
    }
    for (name, table) in &schema.tables {
        rows.extend(table.columns.iter().map(|(key, content)| column(name, key, content)));
    }
    for (name, table) in &schema.tables {
        rows.extend(table.indexes.iter().map(|content| index(name, content)));
    }
    for (name, table) in &schema.tables {
        rows.extend(table.foreign_keys.iter().map(|content| foreign_key(name, content)));
    }
    for declared in [Declared::OnTable, Declared::OnColumn] {
        for (name, table) in &schema.tables {
            rows.extend(primary_key(name, table, declared));
        }
    }
    for declared in [Declared::OnTable, Declared::OnColumn] {
        for (name, table) in &schema.tables {
            let uniques = table.uniques.iter().filter(|unique| unique.declared == declared);
            rows.extend(uniques.map(|content| unique(name, content)));
        }
    }
    for (name, table) in &schema.tables {
        for check in &table.checks {
            let row = in_table(name, &check.name).put("value", check.expression.as_str());
            rows.push(entity(row, "checks"));
        }
    }
    rows.extend(schema.sequences.iter().map(|(name, content)| sequence(name, &content.options)));
    rows.extend(schema.roles.iter().map(|(name, content)| role(name, content)));
    for privilege in &schema.privileges {
        let row = Object::default()
            .put("grantor", privilege.grantor.as_str())
            .put("grantee", privilege.grantee.as_str())
            .put("schema", privilege.table.schema.as_str())
            .put("table", privilege.table.name.as_str())
            .put("type", privilege.kind.as_str())
            .put("isGrantable", privilege.grantable);
        rows.push(entity(row, "privileges"));
    }
    for linked in &schema.linked_policies {
        rows.push(policy(&linked.table, &linked.policy));
    }
    for (name, table) in &schema.tables {
        rows.extend(table.policies.iter().map(|content| policy(name, content)));
    }
    let views = schema.views.iter().filter(|(_, view)| !view.existing);
    rows.extend(views.map(|(name, content)| view(name, content)));
    rows
}

fn entity(row: Object, kind: &str) -> Row {
    row.put("entityType", kind).into_map()
}

fn in_schema(name: &QName) -> Object {
    Object::default().put("schema", name.schema.as_str()).put("name", name.name.as_str())
}

fn in_table(table: &QName, name: &str) -> Object {
    Object::default()
        .put("schema", table.schema.as_str())
        .put("table", table.name.as_str())
        .put("name", name)
}

fn column(table: &QName, name: &str, column: &Column) -> Row {
    let identity = column.identity.as_ref().map(|identity| {
        let filled = fill_identity(&identity.options, &column.ty);
        Object::default()
            .put(
                "type",
                match identity.kind {
                    IdentityKind::Always => "always",
                    IdentityKind::ByDefault => "byDefault",
                },
            )
            .put("name", identity.sequence.text.as_str())
            .put("increment", filled.increment)
            .put("startWith", filled.start)
            .put("minValue", filled.min)
            .put("maxValue", filled.max)
            .put("cache", integer(&filled.cache))
            .put("cycle", filled.cycle)
    });
    let generated = column.generated.as_ref().map(|generated| {
        Object::default().put("as", generated.expression.as_str()).put("type", "stored")
    });
    let default = column.default.as_ref().map(|default| defaults::spell(&column.ty, default));
    let row = in_table(table, name)
        .put("type", type_text(&column.ty))
        .put("typeSchema", nullable(column.ty.schema.as_deref()))
        .put("notNull", column.not_null)
        .put("dimensions", column.ty.dimensions.len())
        .put("default", nullable(default))
        .put("generated", nullable(generated))
        .put("identity", nullable(identity));
    entity(row, "columns")
}

/// drizzle-kit 1.0 takes one blank out of a modifier and the one before it.
fn type_text(ty: &Type) -> String {
    let text = ty.text.replacen(", ", ",", 1);
    match text.strip_prefix("timestamp (") {
        Some(rest) => format!("timestamp({rest}"),
        None => text,
    }
}

fn index(table: &QName, index: &Index) -> Row {
    let columns: Vec<Value> = index
        .columns
        .iter()
        .map(|column| {
            let (value, is_expression) = match &column.key {
                IndexKey::Column(name) => (name, false),
                IndexKey::Expression(text) => (text, true),
            };
            let opclass = column
                .opclass
                .as_deref()
                .map(|name| Object::default().put("name", name).put("default", false));
            Object::default()
                .put("value", value.as_str())
                .put("isExpression", is_expression)
                .put("asc", !column.descending)
                .put("nullsFirst", column.nulls == Nulls::First)
                .put("opclass", nullable(opclass))
                .into()
        })
        .collect();
    let with: Vec<String> =
        index.with.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let row = in_table(table, &index.name.text)
        .put("nameExplicit", index.name.explicit)
        .put("columns", columns)
        .put("isUnique", index.unique)
        .put("where", nullable(index.predicate.as_deref()))
        .put("with", with.join(", "))
        .put("method", index.method.as_str())
        .put("concurrently", index.concurrently);
    entity(row, "indexes")
}

fn foreign_key(table: &QName, key: &ForeignKey) -> Row {
    let row = in_table(table, &key.name.text)
        .put("nameExplicit", key.name.explicit)
        .put("columns", key.columns.clone())
        .put("schemaTo", key.target.schema.as_str())
        .put("tableTo", key.target.name.as_str())
        .put("columnsTo", key.target_columns.clone())
        .put("onUpdate", action(key.on_update))
        .put("onDelete", action(key.on_delete));
    entity(row, "fks")
}

fn primary_key(table: &QName, content: &Table, declared: Declared) -> Option<Row> {
    let key = content.primary_key.as_ref().filter(|key| key.declared == declared)?;
    let row = in_table(table, &key.name.text)
        .put("columns", key.columns.clone())
        .put("nameExplicit", key.name.explicit);
    Some(entity(row, "pks"))
}

fn unique(table: &QName, unique: &Unique) -> Row {
    let row = in_table(table, &unique.name.text)
        .put("nameExplicit", unique.name.explicit)
        .put("columns", unique.columns.clone())
        .put("nullsNotDistinct", unique.nulls_not_distinct);
    entity(row, "uniques")
}

fn sequence(name: &QName, options: &SequenceOptions) -> Row {
    let filled = fill(options, Range::BIGINT);
    let row = in_schema(name)
        .put("incrementBy", filled.increment)
        .put("minValue", filled.min)
        .put("maxValue", filled.max)
        .put("startWith", filled.start)
        .put("cacheSize", integer(&filled.cache))
        .put("cycle", filled.cycle);
    entity(row, "sequences")
}

fn role(name: &str, role: &Role) -> Row {
    let row = Object::default()
        .put("name", name)
        .put("superuser", role.superuser.unwrap_or(false))
        .put("createDb", role.create_db.unwrap_or(false))
        .put("createRole", role.create_role.unwrap_or(false))
        .put("inherit", role.inherit.unwrap_or(true))
        .put("canLogin", role.can_login.unwrap_or(false))
        .put("replication", role.replication.unwrap_or(false))
        .put("bypassRls", role.bypass_rls.unwrap_or(false))
        .put("connLimit", role.connection_limit.unwrap_or(-1))
        .put("password", nullable(role.password.as_deref()))
        .put("validUntil", nullable(role.valid_until.as_deref()));
    entity(row, "roles")
}

fn policy(table: &QName, policy: &Policy) -> Row {
    let row = in_table(table, &policy.name)
        .put("as", policy.kind.as_sql())
        .put("for", policy.command.as_sql())
        .put("roles", policy.roles.clone())
        .put("using", nullable(policy.using.as_deref()))
        .put("withCheck", nullable(policy.with_check.as_deref()));
    entity(row, "policies")
}

fn view(name: &QName, view: &View) -> Row {
    let row = in_schema(name)
        .put("definition", nullable(view.definition.as_deref()))
        .put("with", with_options(view))
        .put("withNoData", nullable(view.with_no_data.then_some(true)))
        .put("using", nullable(view.using.as_deref()))
        .put("tablespace", nullable(view.tablespace.as_deref()))
        .put("materialized", view.materialized);
    entity(row, "views")
}

/// All options or none.
fn with_options(view: &View) -> Value {
    if view.with.is_empty() {
        return Value::Null;
    }
    let mut with: Map<String, Value> =
        VIEW_OPTIONS.into_iter().map(|key| (key.to_owned(), Value::Null)).collect();
    for (name, value) in &view.with {
        if let Some(slot) = with.get_mut(&option_key(name)) {
            *slot = option_value(value);
        }
    }
    Value::Object(with)
}

fn nullable(value: Option<impl Into<Value>>) -> Value {
    value.map_or(Value::Null, Into::into)
}

fn integer(text: &str) -> Value {
    text.parse::<i64>().map_or_else(|_| Value::String(text.to_owned()), Value::from)
}

fn action(action: Action) -> &'static str {
    match action {
        Action::NoAction => "NO ACTION",
        Action::Restrict => "RESTRICT",
        Action::Cascade => "CASCADE",
        Action::SetNull => "SET NULL",
        Action::SetDefault => "SET DEFAULT",
    }
}
