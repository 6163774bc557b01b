//! The defaults that JavaScript values stand for.

use crate::extract::{column, schema, table};
use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::{DefaultValue, QName};
use serde_json::{Value, json};

#[track_caller]
fn default(line: Line, ty: &str, dimensions: u32, default: Value) -> DefaultValue {
    let fields = json!({ "default": default, "dimensions": dimensions });
    let content = json!({ "tables": [table("t", vec![column("c", ty, fields)], json!({}))] });
    schema(line, content).tables[&QName::public("t")].columns["c"].default.clone().unwrap()
}

#[track_caller]
fn check(ty: &str, t: &str, v: Value, v0: DefaultValue, v1: DefaultValue) {
    let value = json!({ "value": { "t": t, "v": v } });
    assert_eq!(default(Line::V0, ty, 0, value.clone()), v0, "0.x, {ty}");
    assert_eq!(default(Line::V1, ty, 0, value), v1, "1.0, {ty}");
}

#[track_caller]
fn same(ty: &str, t: &str, v: Value, expected: DefaultValue) {
    check(ty, t, v, expected.clone(), expected);
}

fn text(text: &str) -> DefaultValue {
    DefaultValue::Text(text.to_owned())
}

fn number(text: &str) -> DefaultValue {
    DefaultValue::Number(text.to_owned())
}

fn expression(text: &str) -> DefaultValue {
    DefaultValue::Expression(text.to_owned())
}

#[test]
fn scalars_are_exact() {
    same("integer", "number", json!("-0"), number("-0"));
    same("bigint", "bigint", json!("9223372036854775807"), number("9223372036854775807"));
    same("double precision", "number", json!("1e+21"), number("1e+21"));
    same("double precision", "number", json!("NaN"), text("NaN"));
    same("real", "number", json!("-Infinity"), text("-Infinity"));
    check("numeric(10, 2)", "number", json!("1.5"), number("1.5"), text("1.5"));
    same("numeric", "string", json!("1.50"), text("1.50"));
    check("bigint", "string", json!("77"), text("77"), number("77"));
    same("boolean", "boolean", json!(false), DefaultValue::Bool(false));
    same("text", "string", json!(""), text(""));
    same("text", "string", json!("it's a \\ \"q\"\n"), text("it's a \\ \"q\"\n"));
    same("bytea", "bytes", json!("00ff"), text("\\x00ff"));
    same("citext", "string", json!("Abc"), text("Abc"));
}

#[test]
fn json_is_text_in_0_x_only_where_it_was_a_string() {
    same("jsonb", "json", json!(r#"{"a":[1,2.50,"x'y"]}"#), text(r#"{"a":[1,2.50,"x'y"]}"#));
    same("jsonb", "array", json!([]), text("[]"));
    check("jsonb", "string", json!("[]"), expression("'[]'"), text("\"[]\""));
    same("json", "null", Value::Null, text("null"));
    same("json", "number", json!("12345678901234567890"), text("12345678901234567890"));
}

#[test]
fn dates_follow_the_column() {
    let iso = json!("2020-02-03T04:05:06.789Z");
    same("date", "date", iso.clone(), text("2020-02-03"));
    same("timestamp", "date", iso.clone(), text("2020-02-03 04:05:06.789"));
    check(
        "timestamp (3)",
        "date",
        iso.clone(),
        text("2020-02-03T04:05:06.789Z"),
        text("2020-02-03 04:05:06.789"),
    );
    check(
        "timestamp with time zone",
        "date",
        iso,
        text("2020-02-03T04:05:06.789Z"),
        text("2020-02-03 04:05:06.789+00"),
    );
    check(
        "time with time zone",
        "string",
        json!("10:11:12"),
        text("10:11:12"),
        text("10:11:12+00"),
    );
    same("time with time zone", "string", json!("10:11:12-03:30"), text("10:11:12-03:30"));
}

#[test]
fn geometry_is_written_as_the_server_reads_it() {
    let numbers = |list: &[&str]| {
        Value::Array(list.iter().map(|n| json!({ "t": "number", "v": n })).collect())
    };
    same("point", "array", numbers(&["1", "2.5"]), text("(1,2.5)"));
    same("point", "json", json!(r#"{"x":1,"y":2.5}"#), text("(1,2.5)"));
    same("line", "array", numbers(&["1", "2", "3"]), text("{1,2,3}"));
    same("line", "json", json!(r#"{"a":1,"b":2,"c":3}"#), text("{1,2,3}"));
    same("vector(3)", "array", numbers(&["1", "2", "3"]), text("[1,2,3]"));
    same("geometry(point,4326)", "array", numbers(&["1", "2"]), text("SRID=4326;POINT(1 2)"));
    same("geometry(point)", "json", json!(r#"{"x":1,"y":2}"#), text("POINT(1 2)"));
}

#[test]
fn arrays_quote_what_was_a_string() {
    let strings = |list: &[&str]| {
        let items: Vec<Value> = list.iter().map(|s| json!({ "t": "string", "v": s })).collect();
        json!({ "t": "array", "v": items })
    };
    let of = |ty: &str, dimensions, value: Value| {
        default(Line::V1, ty, dimensions, json!({ "value": value }))
    };
    assert_eq!(
        of("text", 1, strings(&["a", "it's", "q\"q", "\\", "", "NULL"])),
        text(r#"{"a","it's","q\"q","\\","","NULL"}"#)
    );
    let numbers = json!({ "t": "array", "v": [
        { "t": "number", "v": "1" }, { "t": "null" }, { "t": "bigint", "v": "2" },
    ] });
    assert_eq!(of("integer", 1, numbers), text("{1,NULL,2}"));
    let nested = json!({ "t": "array", "v": [strings(&["a"]), strings(&["b"])] });
    assert_eq!(of("text", 2, nested), text(r#"{{"a"},{"b"}}"#));
    let json_items = json!({ "t": "array", "v": [{ "t": "json", "v": "{\"a\":\"x\"}" }] });
    assert_eq!(of("jsonb", 1, json_items), text(r#"{"{\"a\":\"x\"}"}"#));
    let points = json!({ "t": "array", "v": [{ "t": "array", "v": [
        { "t": "number", "v": "1" }, { "t": "number", "v": "2" },
    ] }] });
    assert_eq!(of("point", 1, points), text(r#"{"(1,2)"}"#));
    // 0.x writes the brackets into the type.
    let empty = json!({ "value": { "t": "array", "v": [] } });
    assert_eq!(default(Line::V0, "varchar(5)[3]", 0, empty), text("{}"));
}

#[test]
fn sql_gets_its_parameters() {
    let sql = json!({ "sql": {
        "sql": "jsonb_build_object('$1', $1, $2)",
        "params": [{ "t": "string", "v": "it's" }, { "t": "json", "v": "{\"a\":1}" }],
    } });
    assert_eq!(
        default(Line::V1, "jsonb", 0, sql),
        expression(r#"jsonb_build_object('$1', 'it''s', '{"a":1}')"#)
    );
}

#[test]
fn a_custom_type_writes_its_own_objects() {
    let column_with = |mapped: Value| {
        let fields = json!({
            "default": { "value": { "t": "json", "v": "{\"lat\":1}" } },
            "defaultMapped": mapped,
        });
        let content =
            json!({ "tables": [table("t", vec![column("c", "geography", fields)], json!({}))] });
        schema(Line::V0, content).tables[&QName::public("t")].columns["c"].default.clone().unwrap()
    };
    let value = json!({ "value": { "t": "string", "v": "POINT(1 2)" } });
    assert_eq!(column_with(value), text("POINT(1 2)"));
    let sql = json!({ "sql": { "sql": "st_point($1)", "params": [{ "t": "number", "v": "1" }] } });
    assert_eq!(column_with(sql), expression("st_point(1)"));
}
