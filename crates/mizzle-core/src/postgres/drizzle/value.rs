//! Values: literals of JavaScript, and SQL.

use serde::Deserialize;
use serde_json::Value;

/// SQL as drizzle-orm rendered it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sql {
    /// The text, with `$1`, `$2`, … where there are parameters.
    pub sql: String,
    /// The parameters.
    #[serde(default)]
    pub params: Vec<Literal>,
    /// The same with column references that leave out the table, where it differs.
    #[serde(default)]
    pub bare: Option<String>,
}

/// A JavaScript value.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(tag = "t", content = "v", rename_all = "camelCase")]
pub enum Literal {
    /// `null`
    Null,
    /// A boolean.
    Boolean(bool),
    /// A number, as JavaScript prints it (`1e+21`, `NaN`, `Infinity` and `-0` included).
    Number(String),
    /// A bigint, all digits.
    Bigint(String),
    /// A string.
    String(String),
    /// A `Date`: `toISOString()`.
    Date(String),
    /// A `Buffer` or typed array, as lower-case hex.
    Bytes(String),
    /// An array.
    Array(Vec<Literal>),
    /// Any other object, and an array that is the value of a JSON column. Numbers have
    /// all the digits of their source: a bigint inside is a number.
    Json(#[serde(deserialize_with = "json_text")] Value),
}

/// A default or generated value: a literal, or SQL.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum Given {
    /// A plain value, as the author wrote it.
    Value(Literal),
    /// `` sql`…` ``
    Sql(Sql),
}

/// JSON inside JSON, as text: the only form in which a number keeps its digits on the
/// way through a JavaScript engine.
fn json_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
    let text = String::deserialize(deserializer)?;
    serde_json::from_str(&text).map_err(serde::de::Error::custom)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_keeps_digits_and_order() {
        let read: Literal = serde_json::from_str(
            r#"{"t":"json","v":"{\"z\":12345678901234567890123,\"a\":1.10}"}"#,
        )
        .unwrap();
        let Literal::Json(value) = read else {
            panic!("{read:?}");
        };
        assert_eq!(value.to_string(), r#"{"z":12345678901234567890123,"a":1.10}"#);
    }
}
