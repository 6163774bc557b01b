//! From what Node says about an error to one with a place in the user's file.

use std::path::Path;
use std::sync::LazyLock;

use regex::Regex;
use serde::Deserialize;

use crate::source::Source;
use crate::unit::is_dependency;
use crate::{Frame, LoadError, LoadErrorKind, Loader, Place, Step, Within};

/// An error as `js/external/main.mjs` describes it.
#[derive(Debug, Deserialize)]
pub(super) struct Thrown {
    name: String,
    message: String,
    stack: String,
    #[serde(default)]
    code: Option<String>,
    #[serde(default)]
    hint: Option<String>,
    #[serde(default)]
    subject: Option<Subject>,
    causes: Vec<String>,
}

/// What an error of `tools.invalid` is about.
#[derive(Debug, Deserialize)]
struct Subject {
    file: String,
    export: String,
    #[serde(default)]
    key: Option<String>,
}

#[expect(clippy::expect_used, reason = "the patterns are constant")]
static KEPT: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\[mizzle:(\d+)\]").expect("a valid pattern"));

/// `at name (file:line:column)`, `at file:line:column`, and the `file:line` that stands
/// before a syntax error.
#[expect(clippy::expect_used, reason = "the patterns are constant")]
static FRAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?m)^(?:\s+at (?:async )?(?:([^(\n]*?) \()?)?((?:file://)?/[^\n]*?):(\d+)(?::(\d+))?\)?$",
    )
    .expect("a valid pattern")
});

/// Turns what was thrown into an error. `kept` are the errors that were answers.
pub(super) fn explain(loader: &Loader, thrown: Thrown, kept: &[LoadError]) -> LoadError {
    let number = KEPT.captures(&thrown.message).and_then(|found| found[1].parse::<usize>().ok());
    if let Some(error) = number.and_then(|number| kept.get(number)) {
        return error.clone();
    }
    let frames = frames(&thrown.stack);
    let (kind, message) = match (thrown.code.as_deref(), thrown.name.as_str()) {
        (Some("ERR_INVALID_RESULT"), _) => (LoadErrorKind::Invalid, thrown.message),
        (Some("ERR_MODULE_NOT_FOUND" | "MODULE_NOT_FOUND"), _) => {
            (LoadErrorKind::MissingModule, thrown.message)
        }
        (_, "SyntaxError") if thrown.message.contains("does not provide an export named") => {
            (LoadErrorKind::MissingExport, thrown.message)
        }
        (_, "") => (LoadErrorKind::Thrown, thrown.message),
        (_, name) => (LoadErrorKind::Thrown, format!("{name}: {}", thrown.message)),
    };
    let mut error = LoadError::new(kind, message);
    error.causes = thrown.causes;
    error.hint = thrown.hint;
    let place = match thrown.subject {
        Some(subject) => {
            loader.locate(Path::new(&subject.file), &subject.export, Within::key(subject.key))
        }
        None => frames.iter().find(|frame| !is_dependency(&frame.file)).and_then(place),
    };
    error.trail = frames;
    error.at(place)
}

fn frames(stack: &str) -> Vec<Frame> {
    FRAME
        .captures_iter(stack)
        .filter_map(|found| {
            let file = match url::Url::parse(&found[2]) {
                Ok(url) => url.to_file_path().ok()?.to_string_lossy().into_owned(),
                Err(_) => found[2].to_owned(),
            };
            let number = |index| {
                found.get(index).and_then(|text| text.as_str().parse().ok()).unwrap_or_default()
            };
            Some(Frame {
                step: Step::Call,
                name: found.get(1).map_or_else(String::new, |name| name.as_str().trim().to_owned()),
                file,
                line: number(3),
                column: number(4),
            })
        })
        .collect()
}

fn place(frame: &Frame) -> Option<Place> {
    let text = std::fs::read_to_string(&frame.file).ok()?;
    let source = Source::new(&frame.file, text);
    let offset = source.offset(frame.line.checked_sub(1)?, frame.column.saturating_sub(1));
    let length = crate::syntax::token_length(source.text(), offset);
    Some(source.place(offset, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacks_are_read() {
        let stack = "TypeError: x\n    at helper (/p/a.ts:8:10)\n    at async file:///p/b%20c.ts:2:3\n    at f (/p/(g)/x (y)/d.ts:4:5)\n    at node:internal/x:1:2\n";
        let read: Vec<_> =
            frames(stack).into_iter().map(|it| (it.name, it.file, it.line, it.column)).collect();
        assert_eq!(
            read,
            [
                ("helper".to_owned(), "/p/a.ts".to_owned(), 8, 10),
                (String::new(), "/p/b c.ts".to_owned(), 2, 3),
                ("f".to_owned(), "/p/(g)/x (y)/d.ts".to_owned(), 4, 5),
            ]
        );
        let syntax =
            frames("file:///p/a.ts:4\nimport { bit } from 'x'\n         ^^^\nSyntaxError: no\n");
        assert_eq!((syntax[0].file.as_str(), syntax[0].line), ("/p/a.ts", 4));
    }
}
