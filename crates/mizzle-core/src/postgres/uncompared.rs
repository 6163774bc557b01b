//! Two schemas in the words of different servers, where no engine brings them together.
//!
//! Whether `age >= 18` is `(age >= 18)` a server alone knows. Without one, texts that are
//! written differently are taken for the same, and named: they were not compared.
//! Everything else (what there is, types, keys, literals) says itself.

use super::names::cut;
use super::schema::{Column, DefaultValue, Index, IndexKey, Policy, QName, Schema, Table, Type};
use super::snapshot::same_default;
use super::types::Family;
use crate::sql::words;

/// The wanted schema with the actual one's texts where the two are written differently,
/// and what these texts are of.
pub fn without_texts(wanted: &Schema, actual: &Schema) -> (Schema, Vec<String>) {
    let mut schema = wanted.clone();
    let mut named = Vec::new();
    for (name, table) in &mut schema.tables {
        let on_server = QName::new(cut(&name.schema), cut(&name.name));
        if let Some(actual) = actual.tables.get(&on_server) {
            of_table(name, table, actual, &mut named);
        }
    }
    for linked in &mut schema.linked_policies {
        let mut others = actual.linked_policies.iter();
        let same = others.find(|other| {
            other.table == linked.table && other.policy.name == cut(&linked.policy.name)
        });
        if let Some(other) = same {
            let table = linked.table.clone();
            of_policy(&table, &mut linked.policy, &other.policy, &mut named);
        }
    }
    for (name, view) in &mut schema.views {
        let on_server = QName::new(cut(&name.schema), cut(&name.name));
        if let Some(other) = actual.views.get(&on_server).filter(|_| !view.existing)
            && take(&mut view.definition, &other.definition)
        {
            named.push(format!("the definition of view {name}"));
        }
    }
    (schema, named)
}

fn of_table(name: &QName, table: &mut Table, actual: &Table, named: &mut Vec<String>) {
    for (column_name, column) in &mut table.columns {
        if let Some(other) = actual.columns.get(cut(column_name)) {
            of_column(&format!("{name}.{column_name}"), column, other, named);
        }
    }
    for check in &mut table.checks {
        let other = actual.checks.iter().find(|other| other.name == cut(&check.name));
        if let Some(other) = other
            && !words::same(&check.expression, &other.expression)
        {
            check.expression.clone_from(&other.expression);
            named.push(format!("check {} on {name}", check.name));
        }
    }
    for index in &mut table.indexes {
        let mut others = actual.indexes.iter();
        if let Some(other) = others.find(|other| other.name.text == cut(&index.name.text))
            && of_index(index, other)
        {
            named.push(format!("index {} on {name}", index.name.text));
        }
    }
    for policy in &mut table.policies {
        let other = actual.policies.iter().find(|other| other.name == cut(&policy.name));
        if let Some(other) = other {
            of_policy(name, policy, other, named);
        }
    }
}

fn of_column(name: &str, column: &mut Column, actual: &Column, named: &mut Vec<String>) {
    let is_text = |value: &DefaultValue| matches!(value, DefaultValue::Expression(_));
    if let (Some(own), Some(other)) = (&column.default, &actual.default)
        && !same_default(&column.ty, Some(own), Some(other))
        && (is_text(own) || is_text(other) || is_rewritten(&column.ty))
        && !same_expression(own, other)
    {
        column.default = Some(other.clone());
        named.push(format!("the default of {name}"));
    }
    if let (Some(own), Some(other)) = (&mut column.generated, &actual.generated)
        && !words::same(&own.expression, &other.expression)
    {
        own.clone_from(other);
        named.push(format!("the expression of {name}"));
    }
}

/// Does a server print values of this type in another way than they may be written?
fn is_rewritten(ty: &Type) -> bool {
    if ty.is_array() {
        return true;
    }
    match ty.family() {
        Family::Integer
        | Family::Serial
        | Family::Boolean
        | Family::Text
        | Family::Uuid
        | Family::Owned => false,
        Family::Numeric
        | Family::Float
        | Family::Json
        | Family::Date
        | Family::Time
        | Family::TimeTz
        | Family::Timestamp
        | Family::TimestampTz
        | Family::Interval
        | Family::Network
        | Family::Bit
        | Family::Bytea
        | Family::Point
        | Family::Line
        | Family::Geometry
        | Family::Vector
        | Family::SparseVector
        | Family::Other => true,
    }
}

fn same_expression(own: &DefaultValue, other: &DefaultValue) -> bool {
    match (own, other) {
        (DefaultValue::Expression(own), DefaultValue::Expression(other)) => words::same(own, other),
        (
            DefaultValue::Bool(_)
            | DefaultValue::Number(_)
            | DefaultValue::Text(_)
            | DefaultValue::Null
            | DefaultValue::Expression(_),
            _,
        ) => false,
    }
}

/// Takes the texts over where the two are on as many parts of the same kinds.
fn of_index(index: &mut Index, actual: &Index) -> bool {
    let mut taken = take(&mut index.predicate, &actual.predicate);
    if index.columns.len() != actual.columns.len() {
        return taken;
    }
    for (own, other) in index.columns.iter_mut().zip(&actual.columns) {
        if let (IndexKey::Expression(own), IndexKey::Expression(other)) = (&mut own.key, &other.key)
            && !words::same(own, other)
        {
            own.clone_from(other);
            taken = true;
        }
    }
    taken
}

fn of_policy(table: &QName, policy: &mut Policy, actual: &Policy, named: &mut Vec<String>) {
    let using = take(&mut policy.using, &actual.using);
    if take(&mut policy.with_check, &actual.with_check) || using {
        named.push(format!("policy {} on {table}", policy.name));
    }
}

/// Takes a text over, where there are two and they are not the same.
fn take(own: &mut Option<String>, other: &Option<String>) -> bool {
    let (Some(text), Some(other)) = (own.as_ref(), other) else { return false };
    if words::same(text, other) {
        return false;
    }
    *own = Some(other.clone());
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Check, Type};

    fn schema(default: DefaultValue, check: &str) -> Schema {
        let mut table = Table::default();
        let column = Column { default: Some(default), ..Column::of(Type::parse("text")) };
        table.columns.insert("a".into(), column);
        table.checks.push(Check { name: "c".into(), expression: check.into() });
        let mut schema = Schema::default();
        schema.tables.insert(QName::public("t"), table);
        schema
    }

    #[test]
    fn texts_that_are_written_otherwise_are_named() {
        let text = |text: &str| DefaultValue::Expression(text.to_owned());
        let wanted = schema(text("lower('A')"), "length(a)>1");
        let actual = schema(text("lower('A'::text)"), "(length(a) > 1)");
        let (taken, named) = without_texts(&wanted, &actual);
        assert_eq!(taken, actual);
        assert_eq!(named, ["the default of t.a", "check c on t"]);
    }

    #[test]
    fn values_that_a_server_prints_in_its_own_way_are_named() {
        let at = |text: &str| {
            let mut schema = schema(DefaultValue::Text(text.into()), "a > 1");
            schema.tables[0].columns["a"].ty = Type::parse("timestamp with time zone");
            schema
        };
        let (taken, named) = without_texts(&at("2020-01-01"), &at("2020-01-01 00:00:00+00"));
        assert_eq!(taken, at("2020-01-01 00:00:00+00"));
        assert_eq!(named, ["the default of t.a"]);
    }

    #[test]
    fn literals_say_themselves() {
        let wanted = schema(DefaultValue::Text("x".into()), "a > 1");
        let actual = schema(DefaultValue::Text("y".into()), "a  >  1");
        let (taken, named) = without_texts(&wanted, &actual);
        assert_eq!((taken, named), (wanted, Vec::new()));
    }
}
