//! What a module imports and exports, types left out, with positions.

use oxc_ast::ast::{Program, Statement, TSModuleReference};
use oxc_span::Span;
use oxc_syntax::module_record::{
    ExportEntry, ExportExportName, ExportImportName, ImportImportName, ModuleRecord,
};

/// Imports and exports of a module, in the order of the source unless said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Record {
    pub(crate) imports: Vec<Import>,
    /// Its own export names (not those of `export *`), sorted by UTF-16 code unit.
    pub(crate) exports: Vec<String>,
    /// The specifiers of `export * from …`.
    pub(crate) stars: Vec<String>,
    /// Does it use `import x = require(…)`?
    pub(crate) requires: bool,
}

/// One name that is imported, or re-exported, from another module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Import {
    pub(crate) specifier: String,
    pub(crate) name: ImportName,
    /// The name that all of them go by here: `x` of `* as x`.
    pub(crate) namespace: Option<String>,
    /// Byte span of the name, or of the specifier where no name is written.
    pub(crate) span: (usize, usize),
    /// Byte span of the specifier, quotes included.
    pub(crate) specifier_span: (usize, usize),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum ImportName {
    Named(String),
    Default,
    /// `* as x`, or `export *`: all of them.
    All,
    /// `import "x"`: none.
    None,
    /// `import("x")`, which is not part of linking.
    Dynamic,
}

pub(crate) fn record(module: &ModuleRecord<'_>, program: &Program<'_>) -> Record {
    let mut imports = Vec::new();
    for entry in module.import_entries.iter().filter(|entry| !entry.is_type) {
        let (name, at) = match &entry.import_name {
            ImportImportName::Name(name) => (ImportName::Named(name.name.to_string()), name.span),
            ImportImportName::Default(at) => (ImportName::Default, *at),
            ImportImportName::NamespaceObject => (ImportName::All, entry.module_request.span),
        };
        let all = name == ImportName::All;
        let mut import = import(&entry.module_request.name, name, at, entry.module_request.span);
        import.namespace = all.then(|| entry.local_name.name.to_string());
        imports.push(import);
    }
    for entry in module.indirect_export_entries.iter().filter(|entry| !entry.is_type) {
        let Some(request) = &entry.module_request else { continue };
        let (name, at) = match &entry.import_name {
            ExportImportName::Name(name) if name.name.as_str() == "default" => {
                (ImportName::Default, name.span)
            }
            ExportImportName::Name(name) => (ImportName::Named(name.name.to_string()), name.span),
            ExportImportName::All | ExportImportName::AllButDefault | ExportImportName::Null => {
                (ImportName::All, request.span)
            }
        };
        let all = name == ImportName::All;
        let mut import = import(&request.name, name, at, request.span);
        import.namespace = if all { export_name(entry) } else { None };
        imports.push(import);
    }
    let stars = module.star_export_entries.iter().filter(|entry| !entry.is_type);
    let stars: Vec<_> = stars.filter_map(|entry| entry.module_request.as_ref()).collect();
    for request in &stars {
        imports.push(import(&request.name, ImportName::All, request.span, request.span));
    }
    for (specifier, requests) in &module.requested_modules {
        let named = imports.iter().any(|import| import.specifier == specifier.as_str());
        if let (false, Some(request)) = (named, requests.iter().find(|request| !request.is_type)) {
            imports.push(import(specifier, ImportName::None, request.span, request.span));
        }
    }
    for dynamic in &module.dynamic_imports {
        let at = dynamic.module_request;
        let text = at.source_text(program.source_text);
        let quotes = ['"', '\''];
        if let Some(text) = text.strip_prefix(quotes).and_then(|text| text.strip_suffix(quotes)) {
            imports.push(import(text, ImportName::Dynamic, at, at));
        }
    }
    imports.sort_by_key(|import| (import.specifier_span.0, import.span.0));
    Record {
        imports,
        exports: exports(module),
        stars: stars.iter().map(|request| request.name.to_string()).collect(),
        requires: program.body.iter().any(requires),
    }
}

fn exports(module: &ModuleRecord<'_>) -> Vec<String> {
    let entries = module.local_export_entries.iter().chain(&module.indirect_export_entries);
    let mut names: Vec<_> =
        entries.filter(|entry| !entry.is_type).filter_map(export_name).collect();
    names.sort_by(|a, b| a.encode_utf16().cmp(b.encode_utf16()));
    names.dedup();
    names
}

fn export_name(entry: &ExportEntry<'_>) -> Option<String> {
    match &entry.export_name {
        ExportExportName::Name(name) => Some(name.name.to_string()),
        ExportExportName::Default(_) => Some("default".to_owned()),
        ExportExportName::Null => None,
    }
}

fn import(specifier: &str, name: ImportName, at: Span, specifier_at: Span) -> Import {
    let bytes = |span: Span| (span.start as usize, span.size() as usize);
    Import {
        specifier: specifier.to_owned(),
        name,
        namespace: None,
        span: bytes(at),
        specifier_span: bytes(specifier_at),
    }
}

fn requires(statement: &Statement<'_>) -> bool {
    let Statement::TSImportEqualsDeclaration(declaration) = statement else { return false };
    matches!(declaration.module_reference, TSModuleReference::ExternalModuleReference(_))
}
