//! From an exception to an error that a person can act on: what kind it is, where in
//! the user's own file it happened, and how it came to that.

use super::event_loop::Stop;
use super::frames::{RawFrame, is_in_builtin, mapped, original, place, raw_frames};
use super::host::Host;
use super::missing_export::missing_export;
use crate::unit::is_dependency;
use crate::{LoadError, LoadErrorKind, Place, Step, Within, syntax};
use rquickjs::{CaughtError, Ctx, Exception, Function, Object, Value};
use std::path::Path;

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

/// Forgets rejections of an earlier run.
pub(super) fn forget_rejections(ctx: &Ctx<'_>) {
    // Whatever it was, it belonged to that run.
    drop(unhandled_rejection(ctx));
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
    let stack = exception.stack().unwrap_or_default();
    let raw = raw_frames(&stack);
    if host.late() || host.starved.get() {
        let error = if host.late() { timeout(host, &raw) } else { memory(host, &raw) };
        return if is_in_builtin(&stack) { error } else { at_the_loop(host, error, &raw) };
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
    if let Some(error) = early_use(host, &message, &raw) {
        return with_trail(host, error, &[]);
    }
    let name: String = object.get("name").unwrap_or_else(|_| "Error".into());
    let code: Option<String> = object.get("code").unwrap_or_default();
    let (kind, text) = match code.as_deref() {
        Some("ERR_SANDBOX") => (LoadErrorKind::Sandbox, message),
        Some("ERR_STAND_IN") => (LoadErrorKind::StandIn, message),
        Some("ERR_INVALID_RESULT") => (LoadErrorKind::Invalid, message),
        _ => (LoadErrorKind::Thrown, format!("{name}: {}", name_culprit(host, &message, &raw))),
    };
    let mut error = LoadError::new(kind, text);
    error.hint = object.get::<_, Option<String>>("hint").unwrap_or_default();
    error.causes = causes(object);
    if let Ok(Some(module)) = object.get::<_, Option<String>>("module")
        && kind == LoadErrorKind::StandIn
    {
        error.trail = raw.iter().filter_map(|frame| mapped(host, frame)).collect();
        error.trail.extend(host.chain_to(&module));
    }
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
    syntax::locate(host, &file, &export, &Within::key(key))
}

fn thrown_value<'js>(ctx: &Ctx<'js>, host: &Host, value: Value<'js>) -> LoadError {
    if host.late() {
        return timeout(host, &[]);
    }
    if host.starved.get() {
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
    let message = format!("did not finish within {} s and was stopped", limit.as_secs_f64());
    stopped(host, LoadErrorKind::Timeout, &message, raw)
        .hint("look for a loop that does not end, or for work that belongs into the application")
}

/// The error for the memory limit.
pub(super) fn memory(host: &Host, raw: &[RawFrame]) -> LoadError {
    let limit = host.options.limits.memory >> 20;
    let message = format!("needs more than {limit} MiB of memory and was stopped");
    stopped(host, LoadErrorKind::Memory, &message, raw)
        .hint("look for a loop that collects without end, or for data that is not the schema's")
}

/// Code that was stopped, at the place where it was. Where no place is known, the
/// message names the files that were being run.
fn stopped(host: &Host, kind: LoadErrorKind, message: &str, raw: &[RawFrame]) -> LoadError {
    let mut error = with_trail(host, LoadError::new(kind, String::new()), raw);
    if error.place.is_none() && raw.is_empty() && kind == LoadErrorKind::Timeout {
        // Nothing was running, so a top-level `await` waits.
        error.place = waiting(host).map(Box::new);
    }
    let of = match error.place {
        Some(_) => String::new(),
        None => {
            let cwd = &host.options.cwd;
            let entries = host.entries.borrow();
            let shown = entries.iter().map(|entry| {
                Path::new(entry).strip_prefix(cwd).unwrap_or(Path::new(entry)).display().to_string()
            });
            format!(" of {}", shown.collect::<Vec<_>>().join(", "))
        }
    };
    error.message = format!("the code{of} {message}");
    error
}

/// The same error at the loop that was running: stopped at the jump back, the engine
/// only knows what stands before the loop.
fn at_the_loop(host: &Host, mut error: LoadError, raw: &[RawFrame]) -> LoadError {
    let known = raw.first().and_then(|frame| {
        let place = place(host, frame)?;
        let unit = host.known_unit(&frame.file)?;
        let source = &unit.origin.as_ref()?.source;
        let (line, column) = original(host, frame)?;
        let running = syntax::running_loop(source, source.offset(line, column))?;
        (error.place.as_deref() == Some(&place)).then_some(running)
    });
    if let Some(running) = known {
        if let Some(frame) = error.trail.first_mut() {
            (frame.line, frame.column) = (running.line, running.column);
        }
        error.place = Some(Box::new(running));
    }
    error
}

/// The top-level `await` that the code waits at, if only one file has one.
fn waiting(host: &Host) -> Option<Place> {
    let mut places = awaits(host);
    let place = places.next()?;
    places.next().is_none().then_some(place)
}

/// The first top-level `await` of each of the user's files, latest file first.
fn awaits(host: &Host) -> impl Iterator<Item = Place> {
    host.units().into_iter().rev().filter_map(|(path, unit)| {
        let origin = unit.origin.as_ref().filter(|_| !is_dependency(&path))?;
        syntax::top_level_await(&origin.source)
    })
}

fn never_settles(host: &Host) -> LoadError {
    let message = "a top-level `await` waits for something that can no longer happen";
    let error = LoadError::new(LoadErrorKind::NeverSettles, message).hint(
        "a promise that is never resolved, or modules that wait for each other: an import cycle \
         with top-level `await`",
    );
    error.at(awaits(host).next())
}

/// Adds the calls that led to the error, and its place if it has none.
fn with_trail(host: &Host, mut error: LoadError, raw: &[RawFrame]) -> LoadError {
    if error.place.is_none() {
        error.place = raw.iter().find_map(|frame| place(host, frame)).map(Box::new);
    }
    if error.trail.is_empty() {
        error.trail = raw.iter().filter_map(|frame| mapped(host, frame)).collect();
    }
    if error.trail.iter().any(|frame| frame.step == Step::Import) {
        return error;
    }
    // Nothing of the user's was being called: what counts is their import of it.
    let begin = match &error.place {
        Some(place) => Some(place.file.to_string_lossy().into_owned()),
        None => raw.iter().map(|frame| frame.file.clone()).find(|file| is_dependency(file)),
    };
    let chain = begin.map(|file| host.import_chain(&file)).unwrap_or_default();
    if error.place.is_none() {
        let mut places = chain.iter().map(|frame| host.import_place(&frame.name, &frame.file));
        error.place = places.find_map(|place| place).map(Box::new);
    }
    error.trail.extend(chain);
    error
}

/// A name that is used before its module has got that far, usually in an import cycle.
/// The engine gives no position for it.
fn early_use(host: &Host, message: &str, raw: &[RawFrame]) -> Option<LoadError> {
    let name = message.strip_suffix(" is not initialized")?;
    let text = format!("ReferenceError: '{name}' is used before it is initialized");
    let error = LoadError::new(LoadErrorKind::Thrown, text);
    let unit = host.known_unit(&raw.first()?.file)?;
    let source = &unit.origin.as_ref()?.source;
    let Some(early) = syntax::early_use(source, name) else { return Some(error) };
    let error = error.at(Some(early.place));
    Some(match early.specifier {
        Some(specifier) => error.hint(format!(
            "'{specifier}', where it comes from, imports this file as well and is not done yet: \
             use it in a function, as in `references(() => {name}.id)`"
        )),
        None => error,
    })
}

/// "not a function" says which, and "of undefined" what is undefined, only with the
/// source at hand. The innermost frame alone knows; if it is not the user's, the text
/// stays.
fn name_culprit(host: &Host, message: &str, raw: &[RawFrame]) -> String {
    named_culprit(host, message, raw).unwrap_or_else(|| message.to_owned())
}

fn named_culprit(host: &Host, message: &str, raw: &[RawFrame]) -> Option<String> {
    let frame = raw.first()?;
    let unit = host.known_unit(&frame.file)?;
    let source = &unit.origin.as_ref()?.source;
    let (line, column) = original(host, frame)?;
    let offset = source.offset(line, column);
    if matches!(message, "not a function" | "not a constructor") {
        let callee = syntax::callee(source, offset)?;
        let what = if callee.constructed { "constructor" } else { "function" };
        return Some(format!("{} is not a {what}", callee.text));
    }
    let (property, value) = message.strip_prefix("cannot read property '")?.rsplit_once("' of ")?;
    let object = syntax::read_from(source, offset, property)?;
    Some(format!("cannot read property '{property}' of {value}: {object} is {value}"))
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
