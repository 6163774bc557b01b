//! Rows as a table for people.

use anstyle::Style;
use mizzle_app::dev::Table;
use std::fmt::Write;

const HEAD: Style = Style::new().bold();
const DIM: Style = Style::new().dimmed();

/// Renders a table as psql's readers know it: a heading, a line, the rows, their count.
pub(super) fn render(table: &Table) -> String {
    let cell = |value: &Option<String>| value.as_deref().unwrap_or("").replace('\n', "↵");
    let mut widths: Vec<usize> = table.columns.iter().map(|name| name.chars().count()).collect();
    for row in &table.rows {
        for (width, value) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell(value).chars().count());
        }
    }
    let line = |cells: &mut dyn Iterator<Item = String>| {
        let padded: Vec<String> =
            cells.zip(&widths).map(|(cell, width)| format!(" {cell:<width$} ")).collect();
        padded.join("|").trim_end().to_owned()
    };
    let mut text = String::new();
    let _ = writeln!(text, "{HEAD}{}{HEAD:#}", line(&mut table.columns.iter().cloned()));
    let rule: Vec<String> = widths.iter().map(|width| "-".repeat(width + 2)).collect();
    let _ = writeln!(text, "{DIM}{}{DIM:#}", rule.join("+"));
    for row in &table.rows {
        let _ = writeln!(text, "{}", line(&mut row.iter().map(cell)));
    }
    let count = table.rows.len();
    let _ = writeln!(text, "{DIM}({count} {}){DIM:#}", if count == 1 { "row" } else { "rows" });
    text
}
