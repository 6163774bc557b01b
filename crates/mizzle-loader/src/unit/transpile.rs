//! TypeScript and JSX to the JavaScript that the engine runs, with a source map and
//! the module's imports and exports. The only file that talks to the transformer;
//! its crates break their interface often.

use super::record::{Record, record};
use super::untouched::is_untouched;
use oxc_allocator::Allocator;
use oxc_ast::ast::Statement;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_diagnostics::OxcDiagnostic;
use oxc_parser::Parser;
use oxc_semantic::SemanticBuilder;
use oxc_sourcemap::SourceMap;
use oxc_span::SourceType;
use oxc_transformer::{
    DecoratorOptions, HelperLoaderMode, HelperLoaderOptions, TransformOptions, Transformer,
};
use std::path::Path;

/// JavaScript made from a file of the user.
pub(crate) struct Transpiled {
    /// The code with its source map; nothing where the text can run as it is.
    pub(crate) made: Option<(String, SourceMap<'static>)>,
    /// Is it an ES module, by its syntax?
    pub(crate) esm: bool,
    /// Names of CommonJS that an ES module uses without declaring them.
    pub(crate) free: Vec<&'static str>,
    pub(crate) record: Record,
}

/// A file does not parse: the message, the byte span if there is one, and help.
#[derive(Debug)]
pub(crate) struct SyntaxProblem {
    pub(crate) message: String,
    pub(crate) span: Option<(usize, usize)>,
    pub(crate) help: Option<String>,
}

pub(super) const COMMONJS_NAMES: [&str; 5] =
    ["require", "module", "exports", "__filename", "__dirname"];

/// How a file's extension says it is to be read. `.ts` and `.js` leave open whether
/// it is a module; its syntax decides.
pub(crate) fn source_type(path: &Path) -> SourceType {
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("mts") => SourceType::ts().with_module(true),
        Some("cts") => SourceType::ts().with_commonjs(true),
        Some("ts") => SourceType::ts().with_unambiguous(true),
        Some("tsx") => SourceType::tsx().with_unambiguous(true),
        Some("mjs") => SourceType::mjs(),
        Some("cjs") => SourceType::cjs(),
        _ => SourceType::unambiguous().with_jsx(true),
    }
}

/// Does a plain JavaScript file use `import` or `export`?
pub(crate) fn has_module_syntax(path: &Path, text: &str) -> bool {
    let allocator = Allocator::default();
    Parser::new(&allocator, text, source_type(path)).parse().module_record.has_module_syntax
}

/// Strips types, lowers what the engine lacks, keeps positions. Where there is nothing
/// of that to do, nothing is made unless `always`.
pub(crate) fn transpile(
    path: &Path,
    text: &str,
    always: bool,
) -> Result<Transpiled, SyntaxProblem> {
    let allocator = Allocator::default();
    let source_type = source_type(path);
    let parsed = Parser::new(&allocator, text, source_type).parse();
    if parsed.panicked || parsed.diagnostics.has_errors() {
        return Err(problem(parsed.diagnostics.into_vec()));
    }
    let mut program = parsed.program;
    // `export =` counts as module syntax, but compiles to `module.exports`.
    let assigns = program.body.iter().any(|s| matches!(s, Statement::TSExportAssignment(_)));
    let modular = parsed.module_record.has_module_syntax
        || (program.source_type.is_module() && !source_type.is_commonjs());
    let esm = modular && !assigns;
    let record = record(&parsed.module_record, &program);

    let semantic = SemanticBuilder::new()
        .with_excess_capacity(2.0)
        .with_enum_eval(true)
        .with_check_syntax_error(true)
        .build(&program);
    if semantic.diagnostics.has_errors() {
        return Err(problem(semantic.diagnostics.into_vec()));
    }
    let scoping = semantic.semantic.into_scoping();
    let unresolved = scoping.root_unresolved_references();
    let mut free: Vec<_> = COMMONJS_NAMES
        .into_iter()
        .filter(|name| esm && unresolved.keys().any(|key| key.as_str() == *name))
        .collect();
    if esm && !always && is_untouched(&program, &scoping) {
        return Ok(Transpiled { made: None, esm, free, record });
    }
    let transformed = Transformer::new(&allocator, path, &transform_options())
        .build_with_scoping(scoping, &mut program);
    if transformed.diagnostics.has_errors() {
        return Err(problem(transformed.diagnostics.into_vec()));
    }
    if esm && record.requires && !free.contains(&"require") {
        free.push("require");
    }
    let options =
        CodegenOptions { source_map_path: Some(path.to_path_buf()), ..CodegenOptions::default() };
    let output = Codegen::new().with_options(options).build(&program);
    let Some(map) = output.map else {
        return Err(SyntaxProblem {
            message: "no source map could be made".into(),
            span: None,
            help: None,
        });
    };
    Ok(Transpiled { made: Some((output.code, map.into_owned())), esm, free, record })
}

fn transform_options() -> TransformOptions {
    // The engine is at ES2025 but for `using`.
    let mut options = TransformOptions::from_target("es2025").unwrap_or_default();
    options.decorator =
        DecoratorOptions { legacy: true, emit_decorator_metadata: false, ..Default::default() };
    options.helper_loader =
        HelperLoaderOptions { mode: HelperLoaderMode::External, ..Default::default() };
    options
}

fn problem(diagnostics: Vec<OxcDiagnostic>) -> SyntaxProblem {
    let Some(first) = diagnostics.into_iter().next() else {
        return SyntaxProblem { message: "it cannot be parsed".into(), span: None, help: None };
    };
    // Of two declarations the second is the one to change.
    let label = if first.message.ends_with("already been declared") {
        first.labels.last()
    } else {
        first.labels.first()
    };
    SyntaxProblem {
        message: first.message.to_string(),
        span: label.map(|label| (label.offset() as usize, label.len() as usize)),
        help: first.help.as_ref().map(ToString::to_string),
    }
}
