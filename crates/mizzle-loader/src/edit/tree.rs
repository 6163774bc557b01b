//! Where things are in the syntax tree of a schema file.

#![expect(clippy::wildcard_enum_match_arm, reason = "most of another crate's tree is not a table")]

use super::Editor;
use super::chain::Chain;
use super::lists::{Builder, Entry, List};
use crate::unit::{guarded, source_type};
use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrayExpression, ArrayExpressionElement, ArrowFunctionExpression, BindingPattern,
    CallExpression, Declaration, Expression, IdentifierReference, ImportDeclarationSpecifier,
    ObjectExpression, ObjectPropertyKind, Program, Statement, StaticMemberExpression,
    VariableDeclaration,
};
use oxc_ast_visit::{Visit, walk};
use oxc_parser::Parser;
use oxc_span::{GetSpan, Span};

/// Parses the text and asks something of its tree.
pub(super) fn ask<T: Send>(
    editor: &Editor,
    question: impl FnOnce(&Program<'_>) -> Option<T> + Send,
) -> Option<T> {
    let parse = || {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, &editor.text, source_type(&editor.path)).parse();
        question(&parsed.program)
    };
    guarded(&editor.text, parse).ok()?
}

/// The extras of a table.
pub(super) struct Extras {
    /// What they call the table.
    pub(super) parameter: Option<String>,
    /// Their entries, where they are a list.
    pub(super) list: Option<List>,
    /// Where they would begin, if there are none.
    pub(super) missing_at: Option<u32>,
}

/// Every variable of the top level: where its name stands, the name, its value, and the
/// statement if that declares nothing else.
pub(super) type Variable<'p, 'a> = (Span, &'p str, Option<&'p Expression<'a>>, Option<Span>);

pub(super) fn variables<'p, 'a>(program: &'p Program<'a>) -> Vec<Variable<'p, 'a>> {
    let mut all = Vec::new();
    for statement in &program.body {
        let declaration: &VariableDeclaration<'a> = match statement {
            Statement::VariableDeclaration(it) => it,
            Statement::ExportDeclaration(exported) => match &exported.declaration {
                Declaration::VariableDeclaration(it) => it,
                _ => continue,
            },
            _ => continue,
        };
        let own = (declaration.declarations.len() == 1).then(|| statement.span());
        for declarator in &declaration.declarations {
            if let BindingPattern::BindingIdentifier(id) = &declarator.id {
                all.push((id.span, id.name.as_str(), declarator.init.as_ref(), own));
            }
        }
    }
    all
}

fn expression<'p, 'a>(program: &'p Program<'a>, name: &str) -> Option<&'p Expression<'a>> {
    variables(program).into_iter().find(|(_, own, ..)| *own == name)?.2
}

/// Names that are bound at the top level.
pub(super) fn bindings(program: &Program<'_>) -> Vec<String> {
    let mut names: Vec<String> =
        variables(program).iter().map(|(_, name, ..)| (*name).to_owned()).collect();
    for statement in &program.body {
        match statement {
            Statement::ImportDeclaration(import) => {
                let specifiers = import.specifiers.iter().flatten();
                names.extend(
                    specifiers
                        .map(|it: &ImportDeclarationSpecifier<'_>| it.local().name.to_string()),
                );
            }
            Statement::FunctionDeclaration(it) => {
                names.extend(it.id.as_ref().map(|id| id.name.to_string()));
            }
            Statement::ClassDeclaration(it) => {
                names.extend(it.id.as_ref().map(|id| id.name.to_string()));
            }
            _ => {}
        }
    }
    names
}

/// How often a name is referred to.
pub(super) fn uses(program: &Program<'_>, name: &str) -> usize {
    struct Counter<'n>(&'n str, usize);
    impl<'a> Visit<'a> for Counter<'_> {
        fn visit_identifier_reference(&mut self, it: &IdentifierReference<'a>) {
            self.1 += usize::from(it.name == self.0);
        }
    }
    let mut counter = Counter(name, 0);
    counter.visit_program(program);
    counter.1
}

/// The value of a variable.
pub(super) fn value(program: &Program<'_>, name: &str) -> Option<Span> {
    Some(expression(program, name)?.span())
}

/// The statement that declares a variable and nothing else.
pub(super) fn statement(program: &Program<'_>, name: &str) -> Option<Span> {
    variables(program).into_iter().find(|(_, own, ..)| *own == name)?.3
}

/// A variable's value as a builder with calls.
pub(super) fn chain_of(program: &Program<'_>, name: &str) -> Option<Chain> {
    Chain::of(expression(program, name)?)
}

/// Where the last import ends.
pub(super) fn last_import(program: &Program<'_>) -> Option<u32> {
    let mut imports = program.body.iter().filter_map(|statement| match statement {
        Statement::ImportDeclaration(import) => Some(import.span.end),
        _ => None,
    });
    imports.next_back()
}

/// The string of this text that a call in a variable's chain is given first.
pub(super) fn first_string(program: &Program<'_>, name: &str, text: &str) -> Option<Span> {
    let mut current = expression(program, name)?.get_inner_expression();
    loop {
        let Expression::CallExpression(call) = current else { return None };
        if let Some(Argument::StringLiteral(first)) = call.arguments.first()
            && first.value == text
        {
            return Some(first.span);
        }
        current = call.callee.as_member_expression()?.object();
    }
}

/// The call that makes a table: the one in the chain that is given columns.
fn table_call<'p, 'a>(program: &'p Program<'a>, name: &str) -> Option<&'p CallExpression<'a>> {
    let mut current = expression(program, name)?.get_inner_expression();
    loop {
        let Expression::CallExpression(call) = current else { return None };
        if call
            .arguments
            .get(1)
            .and_then(|it| it.as_expression())
            .is_some_and(|it| object_of(it).is_some())
        {
            return Some(call);
        }
        current = call.callee.as_member_expression()?.object();
    }
}

/// An object, or what a function gives that returns one.
fn object_of<'p, 'a>(value: &'p Expression<'a>) -> Option<&'p ObjectExpression<'a>> {
    match value.get_inner_expression() {
        Expression::ObjectExpression(object) => Some(object),
        Expression::ArrowFunctionExpression(arrow) => match returned(arrow)?.get_inner_expression()
        {
            Expression::ObjectExpression(object) => Some(object),
            _ => None,
        },
        _ => None,
    }
}

fn returned<'p, 'a>(arrow: &'p ArrowFunctionExpression<'a>) -> Option<&'p Expression<'a>> {
    arrow.get_expression().or_else(|| {
        arrow.get_function_body()?.statements.iter().find_map(|statement| match statement {
            Statement::ReturnStatement(returned) => returned.argument.as_ref(),
            _ => None,
        })
    })
}

/// The columns of a table.
pub(super) fn columns(program: &Program<'_>, table: &str) -> Option<List> {
    let object = object_of(table_call(program, table)?.arguments.get(1)?.as_expression()?)?;
    let entries = object.properties.iter().map(|property| match property {
        ObjectPropertyKind::ObjectProperty(property) => Entry {
            span: property.span,
            key: property.key.static_name().map(|name| name.to_string()),
            chain: Chain::of(&property.value),
            builder: None,
        },
        ObjectPropertyKind::SpreadProperty(spread) => {
            Entry { span: spread.span, key: None, chain: None, builder: None }
        }
    });
    Some(List { span: object.span, entries: entries.collect() })
}

/// The extras of a table: a list, or an object whose values are the entries.
pub(super) fn extras(program: &Program<'_>, table: &str) -> Option<Extras> {
    let call = table_call(program, table)?;
    let Some(third) = call.arguments.get(2) else {
        let end = call.arguments.get(1)?.span().end;
        return Some(Extras { parameter: None, list: None, missing_at: Some(end) });
    };
    let Expression::ArrowFunctionExpression(arrow) = third.as_expression()?.get_inner_expression()
    else {
        return Some(Extras { parameter: None, list: None, missing_at: None });
    };
    let parameter = arrow.params.items.first().and_then(|it| match &it.pattern {
        BindingPattern::BindingIdentifier(id) => Some(id.name.to_string()),
        _ => None,
    });
    let list = returned(arrow).and_then(|value| match value.get_inner_expression() {
        Expression::ArrayExpression(array) => Some(list_of(array)),
        _ => None,
    });
    Some(Extras { parameter, list, missing_at: None })
}

/// The labels of an enum.
pub(super) fn labels(program: &Program<'_>, name: &str) -> Option<List> {
    let Expression::CallExpression(call) = expression(program, name)?.get_inner_expression() else {
        return None;
    };
    match call.arguments.get(1)?.as_expression()?.get_inner_expression() {
        Expression::ArrayExpression(array) => Some(list_of(array)),
        _ => None,
    }
}

fn list_of(array: &ArrayExpression<'_>) -> List {
    let entries = array.elements.iter().map(|element| {
        let value = element.as_expression();
        let key = value.and_then(|value| match value.get_inner_expression() {
            Expression::StringLiteral(text) => Some(text.value.to_string()),
            _ => None,
        });
        let span = match element {
            ArrayExpressionElement::SpreadElement(spread) => spread.span,
            ArrayExpressionElement::Elision(elision) => elision.span,
            other => other.span(),
        };
        Entry { span, key, chain: None, builder: value.and_then(builder) }
    });
    List { span: array.span, entries: entries.collect() }
}

/// What an entry of the extras begins with: `index("name").on(t.a, t.b)`.
fn builder(value: &Expression<'_>) -> Option<Builder> {
    let mut current = value.get_inner_expression();
    let root = loop {
        let Expression::CallExpression(call) = current else { return None };
        match &call.callee {
            Expression::StaticMemberExpression(member)
                if matches!(member.object, Expression::CallExpression(_)) =>
            {
                current = &member.object;
            }
            _ => break call,
        }
    };
    let name = match &root.callee {
        Expression::Identifier(id) => id.name.to_string(),
        Expression::StaticMemberExpression(member) => member.property.name.to_string(),
        _ => return None,
    };
    let text = root.arguments.first().and_then(Argument::as_expression).and_then(named);
    let mut members = Members { all: Vec::new(), but: root.callee.span() };
    members.visit_expression(value);
    Some(Builder { name, text, members: members.all })
}

/// The name that is given first: a string, or the member `name` of an object.
fn named(argument: &Expression<'_>) -> Option<String> {
    match argument.get_inner_expression() {
        Expression::StringLiteral(text) => Some(text.value.to_string()),
        Expression::ObjectExpression(object) => {
            object.properties.iter().find_map(|property| match property {
                ObjectPropertyKind::ObjectProperty(property)
                    if property.key.static_name().is_some_and(|it| it == "name") =>
                {
                    named(&property.value)
                }
                _ => None,
            })
        }
        _ => None,
    }
}

/// Members of plain names, in the order in which they are written: `t.a`, `users.id`.
struct Members {
    all: Vec<String>,
    /// The builder itself, which may be a member of an import.
    but: Span,
}

impl<'a> Visit<'a> for Members {
    fn visit_static_member_expression(&mut self, it: &StaticMemberExpression<'a>) {
        if matches!(it.object, Expression::Identifier(_)) && it.span != self.but {
            self.all.push(it.property.name.to_string());
        }
        walk::walk_static_member_expression(self, it);
    }
}

/// The blanks at the start of the line of an offset.
pub(super) fn indent_of(text: &str, offset: usize) -> String {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    text[start..].chars().take_while(|ch| matches!(ch, ' ' | '\t')).collect()
}

/// The end of the line of an offset, its line break left out.
pub(super) fn end_of_line(text: &str, offset: usize) -> usize {
    text[offset..].find('\n').map_or(text.len(), |at| offset + at)
}
