//! What is being called, or read from, at a position.

use super::with_program;
use crate::source::Source;
use oxc_ast::ast::{
    CallExpression, NewExpression, StaticMemberExpression, TaggedTemplateExpression,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan, Span};

/// Longer than this it says less than the position alone.
const LONGEST: usize = 60;

/// What is called, or constructed, by the innermost call around a position.
pub(crate) struct Callee {
    /// As written, on one line.
    pub(crate) text: String,
    /// Is there a `new`?
    pub(crate) constructed: bool,
}

/// The callee at a byte offset.
pub(crate) fn callee(source: &Source, offset: usize) -> Option<Callee> {
    let at = u32::try_from(offset).ok()?;
    let found = with_program(source, |program| {
        let mut finder = Finder { at, found: None };
        finder.visit_program(program);
        finder.found
    })?;
    let Found { callee: span, constructed, .. } = found;
    Some(Callee { text: excerpt(source, span)?, constructed })
}

/// The text of what `property` is read from, at a byte offset.
pub(crate) fn read_from(source: &Source, offset: usize, property: &str) -> Option<String> {
    let at = u32::try_from(offset).ok()?;
    let span = with_program(source, |program| {
        let mut reader = Reader { at, property, found: None };
        reader.visit_program(program);
        reader.found.map(|(_, object)| object)
    })?;
    excerpt(source, span)
}

/// The text of a span on one line, if it is short enough to be of use.
fn excerpt(source: &Source, span: Span) -> Option<String> {
    let text = source.text().get(span.start as usize..span.end as usize)?;
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ").replace(" .", ".");
    (text.len() <= LONGEST).then_some(text)
}

struct Reader<'n> {
    at: u32,
    property: &'n str,
    /// The whole expression and the object.
    found: Option<(Span, Span)>,
}

impl<'a> Visit<'a> for Reader<'_> {
    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        let around = it.span.start <= self.at && self.at <= it.span.end;
        let inner = self.found.is_none_or(|(known, _)| it.span.size() <= known.size());
        if around && inner && it.property.name == self.property {
            self.found = Some((it.span, it.object.span()));
        }
        walk::walk_static_member_expression(self, it);
    }
}

struct Finder {
    at: u32,
    found: Option<Found>,
}

struct Found {
    call: Span,
    callee: Span,
    constructed: bool,
}

impl Finder {
    fn consider(&mut self, call: Span, callee: Span, constructed: bool) {
        // The engine points at the callee or at what opens the arguments.
        let around = call.start <= self.at && self.at <= callee.end;
        let inner = self.found.as_ref().is_none_or(|known| call.size() <= known.call.size());
        if around && inner {
            self.found = Some(Found { call, callee, constructed });
        }
    }
}

impl<'a> Visit<'a> for Finder {
    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        self.consider(it.span, it.callee.span(), false);
        walk::walk_call_expression(self, it);
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        self.consider(it.span, it.callee.span(), true);
        walk::walk_new_expression(self, it);
    }

    fn visit_tagged_template_expression(&mut self, it: &TaggedTemplateExpression<'a>) {
        self.consider(it.span, it.tag.span(), false);
        walk::walk_tagged_template_expression(self, it);
    }
}
