//! From the stack of an error, which speaks of generated code, to positions in the
//! user's own files.

use super::bindings::COMMONJS_HEAD;
use super::host::Host;
use crate::unit::{Format, is_dependency};
use crate::{Frame, Place, Step, syntax};
use std::path::Path;

/// A frame as the engine prints it, in generated code.
pub(super) struct RawFrame {
    name: String,
    pub(super) file: String,
    line: u32,
    column: u32,
}

pub(super) fn raw_frames(stack: &str) -> Vec<RawFrame> {
    stack.lines().filter_map(raw_frame).collect()
}

/// Was it a built-in function, which the engine prints as `(native)`, that was running?
pub(super) fn is_in_builtin(stack: &str) -> bool {
    stack.lines().next().is_some_and(|line| line.trim_end().ends_with("(native)"))
}

/// `    at name (file:line:column)`
fn raw_frame(line: &str) -> Option<RawFrame> {
    let line = line.trim().strip_prefix("at ")?;
    // A folder's name may have parentheses too: `app/(group)/schema.ts`.
    let named = line.strip_suffix(')').and_then(|line| line.split_once(" ("));
    let (name, location) = named.unwrap_or(("", line));
    let mut parts = location.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let file = parts.next()?.to_owned();
    let name = if name == "<anonymous>" { "" } else { name };
    Some(RawFrame { name: name.to_owned(), file, line, column })
}

/// Line and UTF-16 column, both from 0, in the user's own text.
pub(super) fn original(host: &Host, frame: &RawFrame) -> Option<(u32, u32)> {
    let unit = host.known_unit(&frame.file)?;
    let origin = unit.origin.as_ref()?;
    let (line, column) = (frame.line.checked_sub(1)?, shifted(frame, &unit.prelude, unit.format));
    origin.original(line, column)
}

/// The column from 0 without what was put before the code on its first line.
fn shifted(frame: &RawFrame, prelude: &str, format: Format) -> u32 {
    let shift = match format {
        _ if frame.line != 1 => 0,
        Format::CommonJs => COMMONJS_HEAD.len(),
        Format::Module | Format::Json | Format::Inert => prelude.len(),
    };
    let shift = u32::try_from(shift).unwrap_or(u32::MAX);
    frame.column.saturating_sub(1).saturating_sub(shift)
}

/// The place of a frame, if it is in a file of the user.
pub(super) fn place(host: &Host, frame: &RawFrame) -> Option<Place> {
    if is_dependency(&frame.file) {
        return None;
    }
    let unit = host.known_unit(&frame.file)?;
    let source = &unit.origin.as_ref()?.source;
    let (line, column) = original(host, frame)?;
    let offset = source.offset(line, column);
    Some(source.place(offset, syntax::token_length(source.text(), offset)))
}

/// A frame for people; none for our own scripts.
pub(super) fn mapped(host: &Host, frame: &RawFrame) -> Option<Frame> {
    if !Path::new(&frame.file).is_absolute() && !frame.file.starts_with("embedded:") {
        return None;
    }
    let (line, column) = match place(host, frame) {
        Some(place) => (place.line, place.column),
        None => match original(host, frame) {
            Some((line, column)) => (line + 1, column + 1),
            None => (frame.line, frame.column),
        },
    };
    Some(Frame {
        step: Step::Call,
        name: frame.name.clone(),
        file: frame.file.clone(),
        line,
        column,
    })
}
