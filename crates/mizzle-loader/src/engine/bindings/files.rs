//! Reading files and directories. There is no function that writes.

use crate::resolve;
use rquickjs::function::Func;
use rquickjs::{Array, Ctx, Exception, IntoJs, Object, TypedArray, Value};
use std::fs::{FileType, Metadata};
use std::io;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) fn install<'js>(_ctx: &Ctx<'js>, native: &Object<'js>) -> rquickjs::Result<()> {
    let files = Object::new(native.ctx().clone())?;
    files.set("read", Func::from(read))?;
    files.set("stat", Func::from(stat))?;
    files.set("list", Func::from(list))?;
    files.set("realpath", Func::from(realpath))?;
    files.set("readlink", Func::from(readlink))?;
    native.set("files", files)
}

fn read(ctx: Ctx<'_>, path: String) -> rquickjs::Result<TypedArray<'_, u8>> {
    let bytes = std::fs::read(&path).map_err(|error| throw(&ctx, &error, "open", &path))?;
    TypedArray::new(ctx, bytes)
}

fn stat(ctx: Ctx<'_>, path: String, follow: bool) -> rquickjs::Result<Object<'_>> {
    let found = if follow { std::fs::metadata(&path) } else { std::fs::symlink_metadata(&path) };
    let syscall = if follow { "stat" } else { "lstat" };
    let metadata = found.map_err(|error| throw(&ctx, &error, syscall, &path))?;
    let object = Object::new(ctx.clone())?;
    object.set("kind", kind(metadata.file_type()))?;
    object.set("size", number(metadata.len()))?;
    object.set("mtimeMs", millis(metadata.modified()))?;
    object.set("birthtimeMs", millis(metadata.created()))?;
    object.set("atimeMs", millis(metadata.accessed()))?;
    describe(&metadata, &object)?;
    Ok(object)
}

#[cfg(unix)]
fn describe(metadata: &Metadata, object: &Object<'_>) -> rquickjs::Result<()> {
    use std::os::unix::fs::MetadataExt as _;
    object.set("mode", metadata.mode())?;
    object.set("uid", metadata.uid())?;
    object.set("gid", metadata.gid())?;
    object.set("nlink", number(metadata.nlink()))?;
    object.set("ino", number(metadata.ino()))?;
    object.set("dev", number(metadata.dev()))
}

#[cfg(not(unix))]
fn describe(metadata: &Metadata, object: &Object<'_>) -> rquickjs::Result<()> {
    object.set("mode", if metadata.permissions().readonly() { 0o444 } else { 0o666 })?;
    for field in ["uid", "gid", "nlink", "ino", "dev"] {
        object.set(field, 0)?;
    }
    Ok(())
}

/// Pairs of name and kind, sorted by name.
fn list(ctx: Ctx<'_>, path: String) -> rquickjs::Result<Array<'_>> {
    let entries =
        std::fs::read_dir(&path).map_err(|error| throw(&ctx, &error, "scandir", &path))?;
    let mut names: Vec<(String, &str)> = entries
        .flatten()
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                entry.file_type().map_or("file", kind),
            )
        })
        .collect();
    names.sort();
    let array = Array::new(ctx.clone())?;
    for (index, (name, kind)) in names.into_iter().enumerate() {
        array.set(index, vec![name, kind.to_owned()])?;
    }
    Ok(array)
}

fn realpath(ctx: Ctx<'_>, path: String) -> rquickjs::Result<String> {
    let found = resolve::canonical(Path::new(&path))
        .map_err(|error| throw(&ctx, &error, "realpath", &path))?;
    Ok(found.to_string_lossy().into_owned())
}

fn readlink(ctx: Ctx<'_>, path: String) -> rquickjs::Result<String> {
    let found =
        std::fs::read_link(&path).map_err(|error| throw(&ctx, &error, "readlink", &path))?;
    Ok(found.to_string_lossy().into_owned())
}

/// The error that Node throws for it: same message, code and properties.
fn throw(ctx: &Ctx<'_>, error: &io::Error, syscall: &str, path: &str) -> rquickjs::Error {
    #[expect(clippy::wildcard_enum_match_arm, reason = "a few of the operating system's errors")]
    let (code, text, number) = match error.kind() {
        io::ErrorKind::NotFound => ("ENOENT", "no such file or directory", -2),
        io::ErrorKind::PermissionDenied => ("EACCES", "permission denied", -13),
        io::ErrorKind::IsADirectory => ("EISDIR", "illegal operation on a directory", -21),
        io::ErrorKind::NotADirectory => ("ENOTDIR", "not a directory", -20),
        io::ErrorKind::InvalidInput => ("EINVAL", "invalid argument", -22),
        _ => ("EIO", "i/o error", -5),
    };
    let make = || -> rquickjs::Result<Value<'_>> {
        let message = format!("{code}: {text}, {syscall} '{path}'");
        let exception = Exception::from_message(ctx.clone(), &message)?;
        let object = exception.as_object();
        object.set("code", code)?;
        object.set("errno", number)?;
        object.set("syscall", syscall)?;
        object.set("path", path)?;
        exception.into_js(ctx)
    };
    match make() {
        Ok(value) => ctx.throw(value),
        Err(error) => error,
    }
}

fn kind(file_type: FileType) -> &'static str {
    if file_type.is_dir() {
        "directory"
    } else if file_type.is_symlink() {
        "link"
    } else {
        "file"
    }
}

fn millis(time: io::Result<SystemTime>) -> f64 {
    let since = time.ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    since.map_or(0.0, |since| since.as_secs_f64() * 1000.0)
}

/// JavaScript's numbers are exact up to 2^53, which no size or inode here exceeds.
#[expect(clippy::cast_precision_loss, reason = "see above")]
fn number(value: u64) -> f64 {
    value as f64
}
