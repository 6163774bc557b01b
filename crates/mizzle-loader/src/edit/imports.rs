//! Imports: a name of a module is there, or is added to the module's import, or gets one.

use super::{Editor, tree};
use oxc_ast::ast::{ImportDeclarationSpecifier, ModuleExportName, Program, Statement};
use std::path::{Component, Path};

/// What a file imports from one module.
struct Found {
    has_name: bool,
    /// Where another name can be put into the braces, and whether a comma is needed.
    insert: Option<(usize, bool)>,
}

impl Editor {
    /// Makes sure that a name of a module can be used. False where the name is taken by
    /// something else.
    pub fn import(&mut self, module: &str, name: &str, is_type: bool) -> bool {
        let found = tree::ask(self, |program| find(program, module, name));
        if found.as_ref().is_some_and(|found| found.has_name) {
            return true;
        }
        if self.has_binding(name) {
            return false;
        }
        let word = if is_type { format!("type {name}") } else { name.to_owned() };
        if let Some((at, needs_comma)) = found.and_then(|found| found.insert) {
            let text = if needs_comma { format!(", {word}") } else { format!(" {word} ") };
            self.text.insert_str(at, &text);
            return true;
        }
        let line = format!("import {{ {word} }} from \"{module}\";\n");
        let last = tree::ask(self, tree::last_import);
        let at = last.map_or(0, |end| {
            let end = tree::end_of_line(&self.text, end as usize);
            (end + 1).min(self.text.len())
        });
        if at > 0 && !self.text[..at].ends_with('\n') {
            self.text.push('\n');
        }
        let at = at.min(self.text.len());
        self.text.insert_str(at, &line);
        true
    }

    /// The ending that the file's relative imports have: `.js`, `.ts`, or none.
    #[must_use]
    pub fn import_ending(&self) -> &'static str {
        let ends = |ending: &str| {
            tree::ask(self, |program| {
                Some(program.body.iter().any(|statement| {
                    let Statement::ImportDeclaration(import) = statement else { return false };
                    let from = import.source.value.as_str();
                    from.starts_with('.') && from.ends_with(ending)
                }))
            })
            .unwrap_or(false)
        };
        if ends(".js") {
            ".js"
        } else if ends(".ts") {
            ".ts"
        } else {
            ""
        }
    }
}

fn find(program: &Program<'_>, module: &str, name: &str) -> Option<Found> {
    let mut found: Option<Found> = None;
    for statement in &program.body {
        let Statement::ImportDeclaration(import) = statement else { continue };
        if import.source.value != module {
            continue;
        }
        let is_type = import.import_kind.is_type();
        let Some(specifiers) = &import.specifiers else { continue };
        let has_name = specifiers.iter().any(|specifier| match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(one) => {
                let imported = match &one.imported {
                    ModuleExportName::IdentifierName(it) => it.name.as_str(),
                    ModuleExportName::IdentifierReference(it) => it.name.as_str(),
                    ModuleExportName::StringLiteral(it) => it.value.as_str(),
                };
                imported == name && one.local.name == name && !is_type
            }
            ImportDeclarationSpecifier::ImportDefaultSpecifier(_)
            | ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => false,
        });
        let mut named = specifiers.iter().filter_map(|specifier| match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(one) => Some(one.span.end as usize),
            ImportDeclarationSpecifier::ImportDefaultSpecifier(_)
            | ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => None,
        });
        let insert = named.next_back().filter(|_| !is_type).map(|end| (end, true));
        let other = found.take();
        found = Some(Found {
            has_name: has_name || other.as_ref().is_some_and(|it| it.has_name),
            insert: insert.or(other.and_then(|it| it.insert)),
        });
    }
    found
}

/// How one file imports another: `./users`, `../auth/users`.
#[must_use]
pub fn relative_import(from: &Path, to: &Path, ending: &str) -> Option<String> {
    let (from, to) = (from.parent()?, to.with_extension(""));
    let (from, to): (Vec<Component<'_>>, Vec<Component<'_>>) =
        (from.components().collect(), to.components().collect());
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = "../".repeat(from.len() - shared);
    let down: Vec<String> = to[shared..]
        .iter()
        .map(|component| component.as_os_str().to_string_lossy().into_owned())
        .collect();
    let start = if up.is_empty() { "./".to_owned() } else { up };
    Some(format!("{start}{}{ending}", down.join("/")))
}
