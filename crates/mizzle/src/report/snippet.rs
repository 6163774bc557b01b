//! An error as text: the message, the place with its source line and a caret, the
//! server's words, what belongs to it, and what to do next.

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Style};
use mizzle_app::check::Severity;
use mizzle_app::{Explanation, Place};
use std::fmt::Write;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const NOTE: Style = AnsiColor::Blue.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default().bold();

/// Renders an error with styles; whoever prints takes them off where they are not
/// wanted.
pub(crate) fn error(explanation: &Explanation) -> String {
    let mut text = String::new();
    match &explanation.place {
        Some(place) => {
            let other = explanation.other_place.as_ref();
            text.push_str(&at_places(Level::ERROR, &explanation.message, place, other));
        }
        None => text.push_str(&error_line(&explanation.message)),
    }
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
    for other in &explanation.more {
        text.push_str(&error(other));
    }
    text.push_str(&hints(&explanation.hints));
    text
}

/// Renders something that was found, with what follows from it and what to do about it.
pub(crate) fn finding(severity: Severity, explanation: &Explanation) -> String {
    let message = &explanation.message;
    let mut text = match (&explanation.place, severity) {
        (Some(place), Severity::Error) => at_places(Level::ERROR, message, place, None),
        (Some(place), Severity::Warning) => at_places(Level::WARNING, message, place, None),
        (Some(place), Severity::Note) => at_places(Level::NOTE, message, place, None),
        (None, Severity::Error) => error_line(message),
        (None, Severity::Warning) => warning(message, None),
        (None, Severity::Note) => note(message),
    };
    for note in &explanation.notes {
        let _ = writeln!(text, "  {}", note.trim_end().replace('\n', "\n  "));
    }
    for hint in &explanation.hints {
        let _ = writeln!(text, "  {HINT}hint{HINT:#}: {}", hint.replace('\n', "\n  "));
    }
    text
}

/// Renders the line that begins an error.
pub(crate) fn error_line(message: &str) -> String {
    format!("{ERROR}error{ERROR:#}: {message}\n")
}

/// Renders something to know.
pub(crate) fn note(message: &str) -> String {
    format!("{NOTE}note{NOTE:#}: {message}\n")
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

fn at_places(
    level: Level<'static>,
    message: &str,
    place: &Place,
    other: Option<&(Place, &'static str)>,
) -> String {
    let mut group = level
        .primary_title(message)
        .element(source(place).annotation(AnnotationKind::Primary.span(span(place))));
    if let Some((other, label)) = other {
        group = group.element(
            source(other).annotation(AnnotationKind::Context.span(span(other)).label(*label)),
        );
    }
    let mut text = Renderer::styled().render(&[group]);
    text.push('\n');
    text
}

fn source(place: &Place) -> Snippet<'_, annotate_snippets::Annotation<'_>> {
    Snippet::source(place.text.as_str())
        .path(place.file.display().to_string())
        .line_start(place.line as usize)
}

/// What the caret underlines, in bytes of the text.
fn span(place: &Place) -> std::ops::Range<usize> {
    let line = place.text.lines().next().unwrap_or_default();
    let byte = |column: usize| line.char_indices().nth(column).map_or(line.len(), |(at, _)| at);
    let column = (place.column as usize).saturating_sub(1);
    let start = byte(column);
    start..byte(column + place.len as usize).max(start)
}
