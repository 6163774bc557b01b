//! Where a module uses a name while it is being evaluated.

use super::with_program;
use crate::Place;
use crate::source::Source;
use oxc_ast::ast::{ArrowFunctionExpression, Function, IdentifierReference, Program, Statement};
use oxc_ast_visit::Visit;
use oxc_span::Span;
use oxc_syntax::scope::ScopeFlags;

/// The first use of a name that runs with the module itself.
pub(crate) struct EarlyUse {
    pub(crate) place: Place,
    /// Where the name is imported from, if it is.
    pub(crate) specifier: Option<String>,
}

/// The first use of `name` outside of functions, which run later.
pub(crate) fn early_use(source: &Source, name: &str) -> Option<EarlyUse> {
    let (span, specifier) = with_program(source, |program| {
        let mut finder = Finder { name, found: None };
        finder.visit_program(program);
        Some((finder.found?, imported_from(program, name)))
    })?;
    Some(EarlyUse { place: source.place(span.start as usize, span.size() as usize), specifier })
}

struct Finder<'n> {
    name: &'n str,
    found: Option<Span>,
}

impl<'a> Visit<'a> for Finder<'_> {
    fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
        if it.name == self.name {
            self.found.get_or_insert(it.span);
        }
    }
    fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}
    fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}
}

fn imported_from(program: &Program<'_>, name: &str) -> Option<String> {
    program.body.iter().find_map(|statement| {
        let Statement::ImportDeclaration(import) = statement else { return None };
        let local = import.specifiers.iter().flatten().any(|one| one.local().name == name);
        local.then(|| import.source.value.to_string())
    })
}
