//! Which loop was running when the code was stopped.

use super::with_program;
use crate::Place;
use crate::source::Source;
use oxc_ast::ast::{
    ArrowFunctionExpression, DoWhileStatement, ForInStatement, ForOfStatement, ForStatement,
    Function, WhileStatement,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::Span;
use oxc_syntax::scope::ScopeFlags;

/// The loop that goes round at a position where code was stopped. Stopped at the jump
/// back, the engine gives what stands before the loop, which may be the head of the
/// function. None if the position lies in a loop of its function, and so speaks for
/// itself, or no loop comes after it.
pub(crate) fn running_loop(source: &Source, offset: usize) -> Option<Place> {
    let at = u32::try_from(offset).ok()?;
    let span = with_program(source, |program| {
        let mut finder =
            Finder { at, function: program.span, inside: program.span, found: Vec::new() };
        finder.visit_program(program);
        let own = || finder.found.iter().filter(|found| found.function == finder.inside);
        if own().any(|found| found.span.start <= at && at < found.span.end) {
            return None;
        }
        own().map(|found| found.span).find(|span| span.start >= at)
    })?;
    let start = span.start as usize;
    Some(source.place(start, super::token_length(source.text(), start)))
}

struct Found {
    span: Span,
    /// The function whose own loop it is.
    function: Span,
}

struct Finder {
    at: u32,
    /// The innermost function around what is visited.
    function: Span,
    /// The innermost function around the position.
    inside: Span,
    /// Loops in order.
    found: Vec<Found>,
}

impl Finder {
    fn function(&mut self, span: Span, walk: impl FnOnce(&mut Self)) {
        let outer = std::mem::replace(&mut self.function, span);
        if span.start <= self.at && self.at < span.end && span.size() <= self.inside.size() {
            self.inside = span;
        }
        walk(self);
        self.function = outer;
    }

    fn consider(&mut self, span: Span) {
        self.found.push(Found { span, function: self.function });
    }
}

impl<'a> Visit<'a> for Finder {
    fn visit_function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        self.function(it.span, |this| walk::walk_function(this, it, flags));
    }

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        self.function(it.span, |this| walk::walk_arrow_function_expression(this, it));
    }

    fn visit_for_statement(&mut self, it: &ForStatement<'a>) {
        self.consider(it.span);
        walk::walk_for_statement(self, it);
    }

    fn visit_for_in_statement(&mut self, it: &ForInStatement<'a>) {
        self.consider(it.span);
        walk::walk_for_in_statement(self, it);
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        self.consider(it.span);
        walk::walk_for_of_statement(self, it);
    }

    fn visit_while_statement(&mut self, it: &WhileStatement<'a>) {
        self.consider(it.span);
        walk::walk_while_statement(self, it);
    }

    fn visit_do_while_statement(&mut self, it: &DoWhileStatement<'a>) {
        self.consider(it.span);
        walk::walk_do_while_statement(self, it);
    }
}
