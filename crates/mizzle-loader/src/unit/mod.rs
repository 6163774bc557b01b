//! A file as the engine runs it. What belongs to the user is parsed and transpiled;
//! a dependency's JavaScript runs as it is, unparsed wherever possible.

mod depth;
pub(crate) mod record;
mod transpile;
mod untouched;

use crate::node::NodeSource;
use crate::source::Source;
use crate::{LoadError, LoadErrorKind};
use oxc_sourcemap::SourceMap;
use record::Record;
use std::path::Path;
use std::rc::Rc;
use transpile::{SyntaxProblem, Transpiled, has_module_syntax};

pub(crate) use depth::guarded;
pub(crate) use transpile::source_type;

/// A file, read and ready.
#[derive(Debug)]
pub(crate) struct Unit {
    pub(crate) format: Format,
    /// What the engine compiles; for JSON, its text.
    pub(crate) code: String,
    /// Put before the code, on its first line.
    pub(crate) prelude: String,
    /// Where it came from, for what was transpiled.
    pub(crate) origin: Option<Origin>,
    pub(crate) record: Record,
}

/// The user's text behind a unit.
#[derive(Debug)]
pub(crate) struct Origin {
    pub(crate) source: Rc<Source>,
    /// How the code came from it; nothing where it is the code.
    map: Option<SourceMap<'static>>,
}

impl Origin {
    /// Where a position of the code is in the source: line and UTF-16 column, both from 0.
    pub(crate) fn original(&self, line: u32, column: u32) -> Option<(u32, u32)> {
        if let Some(map) = &self.map {
            let token = map.lookup_token(&map.generate_lookup_table(), line, column)?;
            return Some((token.get_src_line(), token.get_src_col()));
        }
        // The engine points into the middle of an expression; a map knows where it begins.
        let (_, map) = self.made()?;
        let begin = map
            .get_tokens()
            .filter(|token| token.get_src_line() == line && token.get_src_col() <= column)
            .map(|token| token.get_src_col())
            .max();
        Some((line, begin?))
    }

    /// The source as the compiler writes it, for who needs it after all.
    fn made(&self) -> Option<(String, SourceMap<'static>)> {
        let (path, text) = (self.source.path(), self.source.text());
        depth::guarded(text, || transpile::transpile(path, text, true)).ok()?.ok()?.made
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Module,
    CommonJs,
    Json,
    /// A native addon, a style sheet, an image: there to be imported, of no effect.
    Inert,
}

/// What `package.json` says about a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PackageType {
    Module,
    CommonJs,
}

impl Unit {
    /// The same for Node, which maps positions back itself, and in which the names of
    /// CommonJS come by import, so that no line moves.
    pub(crate) fn for_node(&self, path: &str) -> NodeSource {
        use std::fmt::Write as _;
        let format = match self.format {
            Format::Module => "module",
            Format::CommonJs => "commonjs",
            Format::Json => "json",
            Format::Inert => {
                return NodeSource { format: "module", code: "export default {}".into() };
            }
        };
        let made = self.origin.as_ref().filter(|origin| origin.map.is_none());
        let made = made.and_then(Origin::made);
        let map = self.origin.as_ref().and_then(|origin| origin.map.as_ref());
        let map = made.as_ref().map(|(_, map)| map).or(map);
        let mut code = made.as_ref().map_or(&self.code, |(code, _)| code).clone();
        let names: Vec<_> = transpile::COMMONJS_NAMES
            .into_iter()
            .filter(|name| self.prelude.contains(&format!("const {name}=")))
            .collect();
        // Writing to a string cannot fail.
        if !names.is_empty() {
            let from =
                percent_encoding::utf8_percent_encode(path, percent_encoding::NON_ALPHANUMERIC);
            let _ = write!(code, "\nimport{{{}}}from'mizzle:commonjs/{from}';", names.join(","));
        }
        if let Some(map) = map {
            let _ = write!(code, "\n//# sourceMappingURL={}", map.to_data_url());
        }
        NodeSource { format, code }
    }
}

/// Is a file part of an installed package, rather than the user's own?
pub(crate) fn is_dependency(path: &str) -> bool {
    path.contains("/node_modules/") || path.contains("\\node_modules\\")
}

/// Is it written in TypeScript or JSX, by its name?
pub(crate) fn is_typescript(path: &str) -> bool {
    matches!(extension(path), "ts" | "tsx" | "mts" | "cts" | "jsx")
}

/// Reads a file and makes it ready.
pub(crate) fn read(path: &str, package_type: Option<PackageType>) -> Result<Unit, LoadError> {
    let extension = extension(path);
    if is_inert(extension) {
        return Ok(plain(Format::Inert, String::new()));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        LoadError::new(LoadErrorKind::Unreadable, format!("{path} is not a UTF-8 text file"))
    })?;
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if matches!(extension, "json" | "jsonc" | "json5") {
        return Ok(plain(Format::Json, text));
    }
    if matches!(extension, "txt" | "sql" | "md" | "graphql" | "gql" | "html" | "yaml" | "yml") {
        // As the usual loaders of bundlers do: the text is the default export.
        return Ok(plain(Format::Json, serde_json::Value::String(text).to_string()));
    }
    if is_dependency(path) && !is_typescript(path) {
        return dependency(path, extension, package_type, text);
    }
    user(path, text)
}

fn dependency(
    path: &str,
    extension: &str,
    package_type: Option<PackageType>,
    text: String,
) -> Result<Unit, LoadError> {
    let format = match (extension, package_type) {
        ("mjs", _) => Format::Module,
        ("cjs", _) => Format::CommonJs,
        ("js", Some(PackageType::Module)) => Format::Module,
        // Packages for bundlers say nothing and are modules all the same.
        _ if (text.contains("import") || text.contains("export")) && modular(path, &text)? => {
            Format::Module
        }
        _ => Format::CommonJs,
    };
    let text = if text.starts_with("#!") { format!("//{text}") } else { text };
    Ok(plain(format, text))
}

fn modular(path: &str, text: &str) -> Result<bool, LoadError> {
    depth::guarded(text, || has_module_syntax(Path::new(path), text))
        .map_err(|problem| problem_at(&Source::new(path, text.to_owned()), problem))
}

fn user(path: &str, text: String) -> Result<Unit, LoadError> {
    let transpiled = depth::guarded(&text, || transpile::transpile(Path::new(path), &text, false));
    let source = Rc::new(Source::new(path, text));
    let transpiled = transpiled
        .and_then(|transpiled| transpiled)
        .map_err(|problem| problem_at(&source, problem))?;
    let prelude = prelude(path, &transpiled);
    let format = if transpiled.esm { Format::Module } else { Format::CommonJs };
    let (code, map) = match transpiled.made {
        Some((code, map)) => (code, Some(map)),
        None => (source.text().to_owned(), None),
    };
    let record = transpiled.record;
    Ok(Unit { format, code, prelude, origin: Some(Origin { source, map }), record })
}

/// Gives an ES module the names of CommonJS that it uses: bundlers and loaders that
/// turn everything into CommonJS have made authors used to them.
fn prelude(path: &str, transpiled: &Transpiled) -> String {
    let file = serde_json::Value::from(path).to_string();
    let declare = |name: &&str| match *name {
        "require" => format!("const require=__mizzle.require({file});"),
        "__filename" => format!("const __filename={file};"),
        "__dirname" => format!("const __dirname=__mizzle.dirname({file});"),
        "module" => "const module={exports:{}};".to_owned(),
        _ => "const exports={};".to_owned(),
    };
    transpiled.free.iter().map(declare).collect()
}

fn plain(format: Format, code: String) -> Unit {
    Unit { format, code, prelude: String::new(), origin: None, record: Record::default() }
}

fn problem_at(source: &Source, problem: SyntaxProblem) -> LoadError {
    let place = problem.span.map(|(offset, length)| source.place(offset, length));
    let error = LoadError::new(LoadErrorKind::Syntax, problem.message)
        .at(Some(place.unwrap_or_else(|| source.place(0, 1))));
    match problem.help {
        Some(help) => error.hint(help),
        None => error,
    }
}

fn unreadable(path: &str, error: &std::io::Error) -> LoadError {
    let missing = error.kind() == std::io::ErrorKind::NotFound;
    let kind = if missing { LoadErrorKind::NotFound } else { LoadErrorKind::Unreadable };
    LoadError::new(kind, format!("cannot read {path}: {error}"))
}

fn extension(path: &str) -> &str {
    Path::new(path).extension().and_then(|extension| extension.to_str()).unwrap_or("")
}

fn is_inert(extension: &str) -> bool {
    matches!(
        extension,
        "node"
            | "wasm"
            | "css"
            | "scss"
            | "sass"
            | "less"
            | "svg"
            | "png"
            | "jpg"
            | "jpeg"
            | "gif"
            | "webp"
            | "avif"
            | "ico"
            | "woff"
            | "woff2"
            | "ttf"
            | "otf"
            | "mp3"
            | "mp4"
    )
}
