//! Writing v7.

use super::{defaults, views};
use crate::json::{self, Object, js_object};
use crate::postgres::schema::{
    Action, Column, Declared, Identity, IdentityKind, Index, IndexKey, LinkedPolicy, Nulls, PUBLIC,
    Policy, QName, Role, Schema, Table, Type,
};
use crate::postgres::sequences::{Filled, Range, fill};
use crate::postgres::snapshot::{New, ORIGIN, rows};
use serde_json::{Map, Value};

/// The text of a v7 snapshot.
pub fn write(new: &New<'_>) -> String {
    let parent = new.parents.last().map_or(ORIGIN, String::as_str);
    let value = Object::default()
        .put("id", new.id)
        .put("prevId", parent)
        .put("version", "7")
        .put("dialect", "postgresql");
    json::pretty(&content(value, new.to).into())
}

fn content(file: Object, schema: &Schema) -> Object {
    let tables = schema.tables.iter().map(|(name, content)| (key(name), table(name, content)));
    let enums = schema.enums.iter().map(|(name, content)| {
        let value = Object::default()
            .put("name", name.name.as_str())
            .put("schema", name.schema.as_str())
            .put("values", content.values.clone());
        (key(name), value.into())
    });
    let namespaces =
        schema.namespaces.iter().map(|name| (name.clone(), Value::String(name.clone())));
    let sequences = schema.sequences.iter().map(|(name, content)| {
        let object =
            Object::default().put("name", name.name.as_str()).put("schema", name.schema.as_str());
        (key(name), sequence(object, fill(&content.options, Range::BIGINT)).into())
    });
    let roles = schema.roles.iter().map(|(name, content)| (name.clone(), role(name, content)));
    let policies = schema
        .linked_policies
        .iter()
        .map(|linked| (linked.policy.name.clone(), linked_policy(linked)));
    let views = schema.views.iter().map(|(name, view)| (key(name), views::write(name, view)));
    file.put("tables", js_object(tables))
        .put("enums", js_object(enums))
        .put("schemas", js_object(namespaces))
        .put("sequences", js_object(sequences))
        .put("roles", js_object(roles))
        .put("policies", js_object(policies))
        .put("views", js_object(views))
        .put("_meta", no_renames())
}

fn key(name: &QName) -> String {
    format!("{}.{}", name.schema, name.name)
}

fn table(name: &QName, table: &Table) -> Value {
    let inline_key: &[String] = match &table.primary_key {
        Some(key) if key.declared == Declared::OnColumn => &key.columns,
        Some(_) | None => &[],
    };
    let columns = table
        .columns
        .iter()
        .map(|(key, content)| (key.clone(), column(name, key, content, inline_key.contains(key))));
    let indexes = table.indexes.iter().map(|content| (content.name.text.clone(), index(content)));
    let foreign_keys = table.foreign_keys.iter().map(|fk| {
        let value = Object::default()
            .put("name", fk.name.text.as_str())
            .put("tableFrom", name.name.as_str())
            .put("tableTo", fk.target.name.as_str())
            .maybe("schemaTo", (!fk.target.is_public()).then_some(fk.target.schema.as_str()))
            .put("columnsFrom", fk.columns.clone())
            .put("columnsTo", fk.target_columns.clone())
            .put("onDelete", action(fk.on_delete))
            .put("onUpdate", action(fk.on_update));
        (fk.name.text.clone(), value.into())
    });
    let composite =
        table.primary_key.iter().filter(|key| key.declared == Declared::OnTable).map(|key| {
            let value = Object::default()
                .put("name", key.name.text.as_str())
                .put("columns", key.columns.clone());
            (key.name.text.clone(), value.into())
        });
    let uniques = table.uniques.iter().map(|unique| {
        let value = Object::default()
            .put("name", unique.name.text.as_str())
            .put("nullsNotDistinct", unique.nulls_not_distinct)
            .put("columns", unique.columns.clone());
        (unique.name.text.clone(), value.into())
    });
    let policies =
        table.policies.iter().map(|content| (content.name.clone(), policy(content).into()));
    let checks = table.checks.iter().map(|check| {
        let value = Object::default()
            .put("name", check.name.as_str())
            .put("value", check.expression.as_str());
        (check.name.clone(), value.into())
    });
    Object::default()
        .put("name", name.name.as_str())
        .put("schema", if name.is_public() { "" } else { &name.schema })
        .put("columns", js_object(columns))
        .put("indexes", js_object(indexes))
        .put("foreignKeys", js_object(foreign_keys))
        .put("compositePrimaryKeys", js_object(composite))
        .put("uniqueConstraints", js_object(uniques))
        .put("policies", js_object(policies))
        .put("checkConstraints", js_object(checks))
        .put("isRLSEnabled", table.rls_enabled)
        .into()
}

pub(super) fn column(relation: &QName, name: &str, column: &Column, primary: bool) -> Value {
    Object::default()
        .put("name", name)
        .put("type", type_text(&column.ty))
        .maybe("typeSchema", column.ty.schema.as_deref())
        .put("primaryKey", primary)
        .put("notNull", column.not_null_written)
        .maybe(
            "generated",
            column.generated.as_ref().map(|generated| {
                Object::default().put("as", generated.expression.as_str()).put("type", "stored")
            }),
        )
        .maybe(
            "identity",
            column.identity.as_ref().map(|content| identity(relation, content, &column.ty)),
        )
        .maybe(
            "default",
            column.default.as_ref().map(|default| defaults::spell(&column.ty, default)),
        )
        .into()
}

fn type_text(ty: &Type) -> String {
    let mut text = ty.text.clone();
    for size in &ty.dimensions {
        match size {
            Some(size) => text.push_str(&format!("[{size}]")),
            None => text.push_str("[]"),
        }
    }
    text
}

fn identity(relation: &QName, identity: &Identity, ty: &Type) -> Object {
    let kind = match identity.kind {
        IdentityKind::Always => "always",
        IdentityKind::ByDefault => "byDefault",
    };
    let object = Object::default()
        .put("type", kind)
        .put("name", identity.sequence.text.as_str())
        .put("schema", if relation.schema.is_empty() { PUBLIC } else { &relation.schema });
    sequence(object, rows::fill_identity(&identity.options, ty))
}

fn sequence(object: Object, filled: Filled) -> Object {
    object
        .put("increment", filled.increment)
        .put("startWith", filled.start)
        .put("minValue", filled.min)
        .put("maxValue", filled.max)
        .put("cache", filled.cache)
        .put("cycle", filled.cycle)
}

fn index(index: &Index) -> Value {
    let columns: Vec<Value> = index
        .columns
        .iter()
        .map(|column| {
            let nulls = match column.nulls {
                Nulls::First => "first",
                Nulls::Last => "last",
            };
            let asc = !column.descending;
            let object = match &column.key {
                IndexKey::Expression(text) => Object::default()
                    .put("expression", text.as_str())
                    .put("asc", asc)
                    .put("isExpression", true),
                IndexKey::Column(name) => Object::default()
                    .put("expression", name.as_str())
                    .put("isExpression", false)
                    .put("asc", asc),
            };
            object.put("nulls", nulls).maybe("opclass", column.opclass.as_deref()).into()
        })
        .collect();
    let with: Map<String, Value> =
        index.with.iter().map(|(key, value)| (key.clone(), rows::option_value(value))).collect();
    Object::default()
        .put("name", index.name.text.as_str())
        .put("columns", columns)
        .put("isUnique", index.unique)
        .maybe("where", index.predicate.as_deref())
        .put("concurrently", index.concurrently)
        .put("method", index.method.as_str())
        .put("with", with)
        .into()
}

fn role(name: &str, role: &Role) -> Value {
    Object::default()
        .put("name", name)
        .put("createDb", role.create_db.unwrap_or(false))
        .put("createRole", role.create_role.unwrap_or(false))
        .put("inherit", role.inherit.unwrap_or(true))
        .into()
}

fn policy(policy: &Policy) -> Object {
    Object::default()
        .put("name", policy.name.as_str())
        .put("as", policy.kind.as_sql())
        .put("for", policy.command.as_sql())
        .put("to", policy.roles.clone())
        .maybe("using", policy.using.as_deref())
        .maybe("withCheck", policy.with_check.as_deref())
}

fn linked_policy(linked: &LinkedPolicy) -> Value {
    policy(&linked.policy)
        .put("schema", linked.table.schema.as_str())
        .put("on", quoted(&linked.table))
        .into()
}

/// The name in quotes, its own quotes left alone.
fn quoted(name: &QName) -> String {
    format!("\"{}\".\"{}\"", name.schema, name.name)
}

fn action(action: Action) -> &'static str {
    match action {
        Action::NoAction => "no action",
        Action::Restrict => "restrict",
        Action::Cascade => "cascade",
        Action::SetNull => "set null",
        Action::SetDefault => "set default",
    }
}

/// drizzle-kit 0.31 has a place for the renames of a step, and leaves it empty for
/// Postgres.
fn no_renames() -> Object {
    Object::default()
        .put("columns", Map::new())
        .put("schemas", Map::new())
        .put("tables", Map::new())
}
