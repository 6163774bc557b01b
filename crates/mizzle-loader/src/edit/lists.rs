//! Entries of objects and arrays: put behind the others, taken away, and the layout kept.

use super::chain::Chain;
use oxc_span::Span;

/// An object or array, by its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct List {
    /// All of it, brackets included.
    pub(super) span: Span,
    /// Its entries.
    pub(super) entries: Vec<Entry>,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// All of it.
    pub(super) span: Span,
    /// Its key, or its text where it is a string.
    pub(super) key: Option<String>,
    /// Its value as a builder with calls.
    pub(super) chain: Option<Chain>,
    /// The builder that it begins with.
    pub(super) builder: Option<Builder>,
}

/// What can be seen of a builder in the extras.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Builder {
    /// What is called.
    pub(super) name: String,
    /// Its name, where one is written.
    pub(super) text: Option<String>,
    /// The members of the table that it names, in order.
    pub(super) members: Vec<String>,
}

/// Puts an entry behind the others.
pub(super) fn append(text: &mut String, list: &List, line: &str) {
    let close = list.span.end as usize - 1;
    let Some(last) = list.entries.last() else {
        let indent = super::tree::indent_of(text, list.span.start as usize);
        let inside = list.span.start as usize + 1..close;
        text.replace_range(inside, &format!("\n{indent}  {line},\n{indent}"));
        return;
    };
    let last_end = last.span.end as usize;
    let comma = comma_behind(text, last_end);
    let line_start = text[..close].rfind('\n').map(|at| at + 1);
    match line_start {
        // The bracket stands on a line of its own: so does the entry.
        Some(start) if start >= last_end && text[start..close].trim().is_empty() => {
            let first = &list.entries[0];
            let indent = super::tree::indent_of(text, first.span.start as usize);
            text.insert_str(start, &format!("{indent}{line},\n"));
            if comma.is_none() {
                text.insert(last_end, ',');
            }
        }
        Some(_) | None => {
            let at = comma.map_or(last_end, |comma| comma + 1);
            let before = if comma.is_some() { " " } else { ", " };
            text.insert_str(at, &format!("{before}{line}"));
        }
    }
}

/// Takes an entry away, with its comma, and with its line where it has one to itself.
pub(super) fn remove(text: &mut String, span: Span) {
    let (start, end) = (span.start as usize, span.end as usize);
    let behind = comma_behind(text, end).map_or(end, |comma| comma + 1);
    if is_alone(text, start, behind) {
        remove_from_to(text, start, behind);
        return;
    }
    let rest = &text[behind..];
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    if behind > end {
        text.replace_range(start..behind + blanks, "");
        return;
    }
    // The last of a line: the comma in front goes.
    let before = text[..start].trim_end();
    let from = if before.ends_with(',') { before.len() - 1 } else { start };
    text.replace_range(from..end, "");
}

/// Takes a statement away, with its lines, and the empty line in front.
pub(super) fn remove_lines(text: &mut String, span: Span) {
    remove_from_to(text, span.start as usize, span.end as usize);
}

fn remove_from_to(text: &mut String, start: usize, end: usize) {
    let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let to = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    text.replace_range(from..to, "");
    // Two empty lines in a row are one too many.
    if text[..from].ends_with("\n\n") && text[from..].starts_with('\n') {
        text.remove(from);
    }
    if text[from..].is_empty() && text[..from].ends_with("\n\n") {
        text.truncate(from - 1);
    }
}

/// Is there nothing else on the lines from here to there, a comment behind it aside?
fn is_alone(text: &str, start: usize, end: usize) -> bool {
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    let behind = text[end..line_end].trim();
    text[line_start..start].trim().is_empty() && (behind.is_empty() || behind.starts_with("//"))
}

/// The place of the comma behind an entry, comments and blanks in between.
fn comma_behind(text: &str, end: usize) -> Option<usize> {
    let mut at = end;
    loop {
        let rest = &text[at..];
        let trimmed = rest.trim_start();
        at += rest.len() - trimmed.len();
        if trimmed.starts_with("//") {
            at += trimmed.find('\n')?;
        } else if trimmed.starts_with("/*") {
            at += trimmed.find("*/")? + 2;
        } else {
            return trimmed.starts_with(',').then_some(at);
        }
    }
}
