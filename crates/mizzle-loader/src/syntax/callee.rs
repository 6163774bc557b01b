//! What is being called at a position.

use super::with_program;
use crate::source::Source;
use oxc_ast::ast::{CallExpression, NewExpression, TaggedTemplateExpression};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};

/// Longer than this it says less than the position alone.
const LONGEST: usize = 60;

/// The text of the callee of the innermost call around a byte offset, as written.
pub(crate) fn callee(source: &Source, offset: usize) -> Option<String> {
    let at = u32::try_from(offset).ok()?;
    let span = with_program(source, |program| {
        let mut finder = Finder { at, found: None };
        finder.visit_program(program);
        finder.found.map(|(_, callee)| callee)
    })?;
    let text = source.text().get(span.start as usize..span.end as usize)?;
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".");
    (one_line.len() <= LONGEST).then_some(one_line)
}

struct Finder {
    at: u32,
    /// The call and its callee.
    found: Option<(Span, Span)>,
}

impl Finder {
    fn consider(&mut self, call: Span, callee: Span) {
        // The engine points at the callee or at what opens the arguments.
        let around = call.start <= self.at && self.at <= callee.end;
        let inner = self.found.is_none_or(|(known, _)| call.size() <= known.size());
        if around && inner {
            self.found = Some((call, callee));
        }
    }
}

impl<'a> Visit<'a> for Finder {
    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        self.consider(it.span, it.callee.span());
        walk::walk_call_expression(self, it);
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        self.consider(it.span, it.callee.span());
        walk::walk_new_expression(self, it);
    }

    fn visit_tagged_template_expression(&mut self, it: &TaggedTemplateExpression<'a>) {
        self.consider(it.span, it.tag.span());
        walk::walk_tagged_template_expression(self, it);
    }
}
