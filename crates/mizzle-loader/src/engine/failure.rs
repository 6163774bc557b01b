//! From an exception to an error that a person can act on: what kind it is, where in
//! the user's own file it happened, and how it came to that.

use super::bindings::COMMONJS_HEAD;
use super::event_loop::Stop;
use super::host::Host;
use super::modules::identity;
use crate::unit::record::ImportName;
use crate::unit::{Format, is_dependency};
use crate::{Frame, LoadError, LoadErrorKind, Place, Step, syntax};
use rquickjs::{CaughtError, Ctx, Exception, Function, Object, Value};
use std::path::Path;

/// A frame as the engine prints it, in generated code.
struct RawFrame {
    name: String,
    file: String,
    line: u32,
    column: u32,
}

/// Turns what stopped a run into an error.
pub(super) fn explain<'js>(ctx: &Ctx<'js>, host: &Host, stop: Stop<'js>) -> LoadError {
    match stop {
        Stop::NeverSettles => never_settles(host),
        Stop::Timeout => timeout(host, &[]),
        Stop::Thrown(CaughtError::Exception(exception)) => thrown(host, &exception),
        Stop::Thrown(CaughtError::Value(value)) => thrown_value(ctx, host, value),
        Stop::Thrown(CaughtError::Error(error)) => LoadError::internal(error.to_string()),
    }
}

/// Remembers rejected promises that nobody handles.
pub(super) fn track_rejection<'js>(
    ctx: Ctx<'js>,
    promise: Value<'js>,
    reason: Value<'js>,
    handled: bool,
) {
    let track = || -> rquickjs::Result<()> {
        let mizzle: Object<'js> = ctx.globals().get("__mizzle")?;
        let rejected: Function<'js> = mizzle.get("rejected")?;
        rejected.call((promise, reason, handled))
    };
    if track().is_err() {
        // Nothing can be remembered in this state, and an exception must not stay behind.
        ctx.catch();
    }
}

/// The first rejection that nobody handled, as Node would end the process for it.
pub(super) fn unhandled_rejection<'js>(ctx: &Ctx<'js>) -> Result<(), Stop<'js>> {
    let first = || -> rquickjs::Result<Option<Value<'js>>> {
        let mizzle: Object<'js> = ctx.globals().get("__mizzle")?;
        let unhandled: Function<'js> = mizzle.get("unhandled")?;
        let rejections: Vec<Value<'js>> = unhandled.call(())?;
        Ok(rejections.into_iter().next())
    };
    match first() {
        Ok(None) => Ok(()),
        Ok(Some(reason)) => Err(Stop::Thrown(match Exception::from_value(reason.clone()) {
            Ok(exception) => CaughtError::Exception(exception),
            Err(_) => CaughtError::Value(reason),
        })),
        Err(error) => Err(Stop::Thrown(CaughtError::from_error(ctx, error))),
    }
}

fn thrown(host: &Host, exception: &Exception<'_>) -> LoadError {
    let object = exception.as_object();
    let raw = raw_frames(&exception.stack().unwrap_or_default());
    if host.late() {
        return timeout(host, &raw);
    }
    let message = exception.message().unwrap_or_default();
    if let Ok(Some(number)) = object.get::<_, Option<u32>>("__mizzle")
        && let Some(error) = host.kept(number as usize)
    {
        return with_trail(host, error, &raw);
    }
    if let Some(error) = missing_export(host, &message) {
        return error;
    }
    if message == "out of memory" {
        return memory(host, &raw);
    }
    let name: String = object.get("name").unwrap_or_else(|_| "Error".into());
    let code: Option<String> = object.get("code").unwrap_or_default();
    let (kind, text) = match code.as_deref() {
        Some("ERR_SANDBOX") => (LoadErrorKind::Sandbox, message),
        Some("ERR_STAND_IN") => (LoadErrorKind::StandIn, message),
        Some("ERR_INVALID_RESULT") => (LoadErrorKind::Invalid, message),
        _ => (LoadErrorKind::Thrown, format!("{name}: {}", name_callee(host, &message, &raw))),
    };
    let mut error = LoadError::new(kind, text);
    error.hint = object.get::<_, Option<String>>("hint").unwrap_or_default();
    error.causes = causes(object);
    if let Ok(Some(subject)) = object.get::<_, Option<Object<'_>>>("subject") {
        error = error.at(subject_place(host, &subject));
    }
    with_trail(host, error, &raw)
}

/// The place of what an error of `tools.invalid` is about.
fn subject_place(host: &Host, subject: &Object<'_>) -> Option<Place> {
    let file: String = subject.get("file").ok()?;
    let export: String = subject.get("export").ok()?;
    let key: Option<String> = subject.get("key").ok()?;
    syntax::locate(host, &file, &export, key.as_deref())
}

fn thrown_value<'js>(ctx: &Ctx<'js>, host: &Host, value: Value<'js>) -> LoadError {
    if host.late() {
        return timeout(host, &[]);
    }
    // The engine has no memory left even for the error.
    if value.is_null() {
        return memory(host, &[]);
    }
    let text = ctx
        .globals()
        .get::<_, Object<'js>>("__mizzle")
        .and_then(|mizzle| mizzle.get::<_, Function<'js>>("inspect"))
        .and_then(|inspect| inspect.call::<_, String>((value,)))
        .unwrap_or_else(|_| "something".into());
    LoadError::new(LoadErrorKind::Thrown, format!("{text} was thrown, which is not an Error"))
}

fn timeout(host: &Host, raw: &[RawFrame]) -> LoadError {
    let limit = host.options.limits.time;
    let message =
        format!("the code did not finish within {} s and was stopped", limit.as_secs_f64());
    let error = LoadError::new(LoadErrorKind::Timeout, message)
        .hint("look for a loop that does not end, or for work that belongs into the application");
    with_trail(host, error, raw)
}

fn memory(host: &Host, raw: &[RawFrame]) -> LoadError {
    let limit = host.options.limits.memory >> 20;
    let message = format!("the code needs more than {limit} MiB of memory and was stopped");
    with_trail(host, LoadError::new(LoadErrorKind::Memory, message), raw)
}

fn never_settles(host: &Host) -> LoadError {
    let message = "a top-level `await` waits for something that can no longer happen";
    let error = LoadError::new(LoadErrorKind::NeverSettles, message).hint(
        "a promise that is never resolved, or modules that wait for each other: an import cycle \
         with top-level `await`",
    );
    let place = host.units().into_iter().rev().find_map(|(path, unit)| {
        let origin = unit.origin.as_ref().filter(|_| !is_dependency(&path))?;
        syntax::top_level_await(&origin.source)
    });
    error.at(place)
}

/// Adds the calls that led to the error, and its place if it has none.
fn with_trail(host: &Host, mut error: LoadError, raw: &[RawFrame]) -> LoadError {
    if error.place.is_none() {
        error.place = raw.iter().find_map(|frame| place(host, frame)).map(Box::new);
    }
    let calls: Vec<_> = raw.iter().filter_map(|frame| mapped(host, frame)).collect();
    if error.trail.is_empty() {
        error.trail = calls;
    }
    let begin = error.place.as_ref().map(|place| place.file.to_string_lossy().into_owned());
    error.trail.extend(begin.into_iter().flat_map(|file| import_chain(host, &file)));
    error
}

/// The imports that led to a file, nearest first.
pub(super) fn import_chain(host: &Host, file: &str) -> Vec<Frame> {
    let mut chain = Vec::new();
    let mut target = file.to_owned();
    while let Some((from, specifier)) = host.asker(&target) {
        if !Path::new(&from).is_absolute() || chain.len() > 50 {
            break;
        }
        let place = host.known_unit(&from).and_then(|unit| {
            let import = unit.record.imports.iter().find(|import| import.specifier == specifier)?;
            let (offset, length) = import.specifier_span;
            Some(unit.origin.as_ref()?.source.place(offset, length))
        });
        chain.push(Frame {
            step: Step::Import,
            name: specifier,
            file: from.clone(),
            line: place.as_ref().map_or(0, |place| place.line),
            column: place.as_ref().map_or(0, |place| place.column),
        });
        target = from;
    }
    chain
}

/// The engine says only that some module lacks a name; the import that wants it is
/// found in the files.
fn missing_export(host: &Host, message: &str) -> Option<LoadError> {
    let name = message.strip_prefix("Could not find export '")?.split('\'').next()?;
    for (path, unit) in host.units() {
        let Some(origin) = &unit.origin else { continue };
        for import in &unit.record.imports {
            let asks = match &import.name {
                ImportName::Named(asked) => asked == name,
                ImportName::Default => name == "default",
                ImportName::All | ImportName::None => false,
            };
            if !asks {
                continue;
            }
            let Ok(target) = identity(host, &import.specifier, &path) else { continue };
            let Some(exports) = syntax::exports(host, &target) else { continue };
            if exports.iter().any(|export| export == name) {
                continue;
            }
            let (offset, length) = import.span;
            let text = if name == "default" {
                format!("'{}' has no default export", import.specifier)
            } else {
                format!("'{}' has no export named '{name}'", import.specifier)
            };
            let mut error = LoadError::new(LoadErrorKind::MissingExport, text)
                .at(Some(origin.source.place(offset, length)));
            if let Some(similar) = syntax::similar(name, &exports) {
                error = error.hint(format!("there is '{similar}'"));
            }
            error.trail = import_chain(host, &path);
            return Some(error);
        }
    }
    // In a dependency: the engine's own words, cut off by it, are all there is.
    Some(LoadError::new(LoadErrorKind::MissingExport, message.to_owned()))
}

/// "not a function" says which only with the source at hand.
fn name_callee(host: &Host, message: &str, raw: &[RawFrame]) -> String {
    let what = match message {
        "not a function" => "is not a function",
        "not a constructor" => "is not a constructor",
        _ => return message.to_owned(),
    };
    // The innermost frame alone knows; if it is not the user's, the text stays.
    let callee = raw.first().and_then(|frame| {
        let unit = host.known_unit(&frame.file)?;
        let (line, column) = original(host, frame)?;
        let source = &unit.origin.as_ref()?.source;
        syntax::callee(source, source.offset(line, column))
    });
    callee.map_or_else(|| message.to_owned(), |callee| format!("{callee} {what}"))
}

fn causes(object: &Object<'_>) -> Vec<String> {
    let mut causes = Vec::new();
    let mut next: Option<Object<'_>> = object.get("cause").ok();
    while let Some(cause) = next.take().filter(|_| causes.len() < 10) {
        let message: String = cause.get("message").unwrap_or_default();
        if message.is_empty() {
            break;
        }
        causes.push(message);
        next = cause.get("cause").ok();
    }
    if let Ok(errors) = object.get::<_, Vec<Object<'_>>>("errors") {
        let messages = errors.iter().filter_map(|error| error.get::<_, String>("message").ok());
        causes.extend(messages.filter(|message| !message.is_empty()).take(10));
    }
    causes
}

fn raw_frames(stack: &str) -> Vec<RawFrame> {
    stack.lines().filter_map(raw_frame).collect()
}

/// `    at name (file:line:column)`
fn raw_frame(line: &str) -> Option<RawFrame> {
    let line = line.trim().strip_prefix("at ")?;
    let (name, location) = match line.rfind(" (") {
        Some(at) => (&line[..at], line[at + 2..].trim_end_matches(')')),
        None => ("", line),
    };
    let mut parts = location.rsplitn(3, ':');
    let column = parts.next()?.parse().ok()?;
    let line = parts.next()?.parse().ok()?;
    let file = parts.next()?.to_owned();
    let name = if name == "<anonymous>" { "" } else { name };
    Some(RawFrame { name: name.to_owned(), file, line, column })
}

/// Line and UTF-16 column, both from 0, in the user's own text.
fn original(host: &Host, frame: &RawFrame) -> Option<(u32, u32)> {
    let unit = host.known_unit(&frame.file)?;
    let origin = unit.origin.as_ref()?;
    let (line, column) = (frame.line.checked_sub(1)?, shifted(frame, &unit.prelude, unit.format));
    let table = origin.map.generate_lookup_table();
    let token = origin.map.lookup_token(&table, line, column)?;
    Some((token.get_src_line(), token.get_src_col()))
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
fn place(host: &Host, frame: &RawFrame) -> Option<Place> {
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
fn mapped(host: &Host, frame: &RawFrame) -> Option<Frame> {
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
