//! Questions about a file's syntax that come up after the fact: where something is
//! declared, what is called at a position. Parses again; nothing of this is on the
//! way of a load that succeeds.

mod callee;
mod early;
mod exports;
mod locate;
mod running;

use crate::Place;
use crate::source::Source;
use crate::unit::{guarded, source_type};
use oxc_allocator::Allocator;
use oxc_ast::ast::{ArrowFunctionExpression, AwaitExpression, Function, Program};
use oxc_ast_visit::Visit;
use oxc_parser::Parser;
use oxc_span::Span;
use oxc_syntax::scope::ScopeFlags;

pub(crate) use callee::{callee, read_from};
pub(crate) use early::early_use;
pub(crate) use exports::{exports, similar};
pub use locate::Within;
pub(crate) use locate::locate;
pub(crate) use running::running_loop;

/// The first `await` at the top level of a file.
pub(crate) fn top_level_await(source: &Source) -> Option<Place> {
    #[derive(Default)]
    struct Finder(Option<Span>);
    impl<'a> Visit<'a> for Finder {
        fn visit_await_expression(&mut self, it: &AwaitExpression<'a>) {
            self.0.get_or_insert(it.span);
        }
        fn visit_function(&mut self, _: &Function<'a>, _: ScopeFlags) {}
        fn visit_arrow_function_expression(&mut self, _: &ArrowFunctionExpression<'a>) {}
    }
    let span = with_program(source, |program| {
        let mut finder = Finder::default();
        finder.visit_program(program);
        finder.0
    })?;
    Some(source.place(span.start as usize, span.size() as usize))
}

/// How long the name, or else the one character, at a position is; in bytes.
pub(crate) fn token_length(text: &str, offset: usize) -> usize {
    let rest = text.get(offset..).unwrap_or("");
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let end = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
    if end > 0 { end } else { rest.chars().next().map_or(1, char::len_utf8) }
}

/// Parses a file that was parsed before and asks something of its tree.
fn with_program<T: Send>(
    source: &Source,
    ask: impl FnOnce(&Program<'_>) -> Option<T> + Send,
) -> Option<T> {
    let parse = || {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, source.text(), source_type(source.path())).parse();
        ask(&parsed.program)
    };
    guarded(source.text(), parse).ok()?
}
