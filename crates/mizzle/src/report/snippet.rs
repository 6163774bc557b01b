//! An error as text: the message, the place with its source line and a caret, the
//! server's words, what belongs to it, and what to do next.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use mizzle_app::{Explanation, Place};
use std::fmt::Write;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// Renders an error with styles; whoever prints takes them off where they are not
/// wanted.
pub(crate) fn error(explanation: &Explanation) -> String {
    let mut text = String::new();
    match &explanation.place {
        Some(place) => text.push_str(&at_place(&explanation.message, place)),
        None => {
            let _ = write!(text, "{ERROR}error{ERROR:#}: {}", explanation.message);
        }
    }
    text.push('\n');
    if let Some(sql) = &explanation.sql {
        for (label, value) in [
            ("code", &sql.code),
            ("detail", &sql.detail),
            ("server's hint", &sql.hint),
            ("context", &sql.context),
        ] {
            if let Some(value) = value {
                let _ = writeln!(text, "  {label}: {}", value.trim_end().replace('\n', "\n    "));
            }
        }
        if let Some(statement) = &sql.statement
            && explanation.place.is_none()
        {
            let _ = writeln!(text, "  statement: {}", statement.trim_end().replace('\n', "\n    "));
        }
    }
    for note in &explanation.notes {
        let _ = writeln!(text, "  {}", note.trim_end().replace('\n', "\n  "));
    }
    text.push_str(&hints(&explanation.hints));
    text
}

/// Renders a warning.
pub(crate) fn warning(message: &str, hint: Option<&str>) -> String {
    let mut text = format!("{WARNING}warning{WARNING:#}: {message}\n");
    if let Some(hint) = hint {
        let _ = writeln!(text, "  {HINT}hint{HINT:#}: {hint}");
    }
    text
}

/// Renders what to do next, after a blank line.
pub(crate) fn hints(hints: &[String]) -> String {
    let mut text = String::new();
    for hint in hints {
        if text.is_empty() {
            text.push('\n');
        }
        let _ = writeln!(text, "{HINT}hint{HINT:#}: {}", hint.replace('\n', "\n  "));
    }
    text
}

fn at_place(message: &str, place: &Place) -> String {
    let line = place.text.lines().next().unwrap_or_default();
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let column = (place.column as usize).saturating_sub(1);
    let start = byte(column);
    let end = byte(column + place.len as usize).max(start);
    let file = place.file.display().to_string();
    Renderer::styled().render(&[Level::ERROR.primary_title(message).element(
        Snippet::source(place.text.as_str())
            .path(file)
            .line_start(place.line as usize)
            .annotation(AnnotationKind::Primary.span(start..end)),
    )])
}
