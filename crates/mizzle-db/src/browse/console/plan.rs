//! The plan of a statement: as the server's tree, and the same as lines for reading.

use std::fmt::Write;

use serde_json::Value;

use super::{Outcome, PlanKind};
use crate::browse::BrowseError;
use crate::connect::Session;

/// What is asked of the server.
pub(super) fn explain(statement: &str, kind: PlanKind) -> String {
    format!("{}{statement}", prefix(kind))
}

fn prefix(kind: PlanKind) -> &'static str {
    match kind {
        PlanKind::Estimated => "EXPLAIN (FORMAT JSON) ",
        PlanKind::Measured => "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ",
    }
}

/// Asks for a plan.
pub(super) async fn run(
    session: &Session,
    statement: &str,
    kind: PlanKind,
) -> Result<Outcome, (BrowseError, usize)> {
    let prefix = prefix(kind).chars().count();
    let rows = session.query(&explain(statement, kind)).await;
    let rows = rows.map_err(|error| (error.into(), prefix))?;
    let json = rows.first().and_then(|row| row.text(0)).unwrap_or("[]").to_owned();
    let text = serde_json::from_str(&json).map_or(String::new(), |tree: Value| lines(&tree));
    Ok(Outcome::Plan { json, text })
}

fn lines(tree: &Value) -> String {
    let mut text = String::new();
    for plan in tree.as_array().into_iter().flatten() {
        if let Some(node) = plan.get("Plan") {
            node_lines(node, 0, &mut text);
        }
        for what in ["Planning Time", "Execution Time"] {
            if let Some(time) = plan.get(what).and_then(Value::as_f64) {
                let _ = writeln!(text, "{what}: {time:.3} ms");
            }
        }
    }
    text
}

/// What the first line of a node says already, or what its shape says.
const SAID: [&str; 19] = [
    "Node Type",
    "Parallel Aware",
    "Async Capable",
    "Parent Relationship",
    "Relation Name",
    "Schema",
    "Alias",
    "Index Name",
    "Join Type",
    "Startup Cost",
    "Total Cost",
    "Plan Rows",
    "Plan Width",
    "Actual Startup Time",
    "Actual Total Time",
    "Actual Rows",
    "Actual Loops",
    "Plans",
    "Disabled",
];

fn node_lines(node: &Value, depth: usize, text: &mut String) {
    let word = |name: &str| node.get(name).and_then(Value::as_str);
    let number = |name: &str| node.get(name).and_then(Value::as_f64);
    let indent = " ".repeat(6 * depth);
    let arrow = if depth > 0 { "->  " } else { "" };
    let _ = write!(text, "{indent}{arrow}{}", word("Node Type").unwrap_or("?"));
    if let Some(join) = word("Join Type").filter(|join| *join != "Inner") {
        let _ = write!(text, " {join}");
    }
    if let Some(index) = word("Index Name") {
        let _ = write!(text, " using {index}");
    }
    if let Some(relation) = word("Relation Name") {
        let _ = write!(text, " on {relation}");
        if let Some(alias) = word("Alias").filter(|alias| *alias != relation) {
            let _ = write!(text, " {alias}");
        }
    }
    if let (Some(start), Some(total), Some(rows)) =
        (number("Startup Cost"), number("Total Cost"), number("Plan Rows"))
    {
        let _ = write!(text, "  (cost={start:.2}..{total:.2} rows={rows})");
    }
    if let (Some(start), Some(total), Some(rows), Some(loops)) = (
        number("Actual Startup Time"),
        number("Actual Total Time"),
        number("Actual Rows"),
        number("Actual Loops"),
    ) {
        let _ = write!(text, " (actual time={start:.3}..{total:.3} rows={rows} loops={loops})");
    }
    text.push('\n');
    let rest = node.as_object().into_iter().flatten().filter(|(name, value)| {
        // Counters of pages and files are many, and mostly zero.
        !SAID.contains(&name.as_str()) && !matches!(value, Value::Bool(false)) && !is_zero(value)
    });
    for (name, value) in rest {
        let value = match value {
            Value::String(value) => value.clone(),
            Value::Array(values) => {
                let values =
                    values.iter().map(|it| it.as_str().map_or(it.to_string(), str::to_owned));
                values.collect::<Vec<_>>().join(", ")
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
        };
        let _ =
            writeln!(text, "{indent}{}{name}: {value}", if depth > 0 { "      " } else { "  " });
    }
    for child in node.get("Plans").and_then(Value::as_array).into_iter().flatten() {
        node_lines(child, depth + 1, text);
    }
}

fn is_zero(value: &Value) -> bool {
    value.as_f64() == Some(0.0)
}
