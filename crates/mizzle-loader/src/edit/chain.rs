//! A builder with the calls behind it, `text("name").notNull().default("x")`, and changes
//! of them.

#![expect(clippy::wildcard_enum_match_arm, reason = "most of another crate's tree is no call")]

use oxc_ast::ast::Expression;
use oxc_span::{GetSpan, Span};

/// A builder and the calls behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chain {
    /// The builder's own call.
    pub(super) base: Span,
    /// Names of the calls behind it, each from its dot to its closing parenthesis.
    pub(super) calls: Vec<(String, Span)>,
}

impl Chain {
    /// Reads an expression as one.
    pub(super) fn of(expression: &Expression<'_>) -> Option<Self> {
        let mut calls = Vec::new();
        let mut current = expression;
        loop {
            let Expression::CallExpression(call) = current else { return None };
            match &call.callee {
                Expression::StaticMemberExpression(member) if is_call(&member.object) => {
                    let span = Span::new(member.object.span().end, call.span.end);
                    calls.push((member.property.name.to_string(), span));
                    current = &member.object;
                }
                _ => {
                    calls.reverse();
                    return Some(Self { base: call.span, calls });
                }
            }
        }
    }
}

fn is_call(expression: &Expression<'_>) -> bool {
    matches!(expression, Expression::CallExpression(_))
}

/// A change of a builder and the calls behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChainEdit {
    /// The builder, where it becomes another.
    pub base: Option<String>,
    /// Names of calls that go.
    pub remove: Vec<&'static str>,
    /// Calls that come, each with its dot: in place of the first of its name or kind that
    /// goes, else at the end.
    pub append: Vec<String>,
}

impl ChainEdit {
    /// Is there nothing to do?
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.base.is_none() && self.remove.is_empty() && self.append.is_empty()
    }

    pub(super) fn apply(&self, text: &str, chain: &Chain) -> String {
        let mut out = text[..chain.base.start as usize].to_owned();
        let at = |span: &Span| &text[span.start as usize..span.end as usize];
        out.push_str(self.base.as_deref().unwrap_or_else(|| at(&chain.base)));
        let mut append = self.append.iter();
        for (name, span) in &chain.calls {
            if self.remove.contains(&name.as_str()) {
                if let Some(call) = append.next() {
                    let call_text = at(span);
                    // A call on a line of its own stays on one.
                    out.push_str(&call_text[..call_text.len() - call_text.trim_start().len()]);
                    out.push_str(call);
                }
            } else {
                out.push_str(at(span));
            }
        }
        append.for_each(|call| out.push_str(call));
        let end = chain.calls.last().map_or(chain.base.end, |(_, span)| span.end);
        out.push_str(&text[end as usize..]);
        out
    }
}
