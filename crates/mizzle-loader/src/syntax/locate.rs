//! Where an exported thing is declared, and what is in it: a table, its columns, and the
//! names of its constraints, for messages that are about them.

#![expect(clippy::wildcard_enum_match_arm, reason = "most of another crate's tree is not a table")]

use super::with_program;
use crate::Place;
use crate::engine::Host;
use crate::loader::{Resolved, Way};
use oxc_ast::ast::{
    Argument, BindingPattern, Declaration, ExportDefaultDeclarationKind, ExportSpecifier,
    Expression, ImportDeclarationSpecifier, ModuleExportName, ObjectExpression, ObjectPropertyKind,
    Program, Statement, StringLiteral, VariableDeclaration,
};
use oxc_ast_visit::Visit;
use oxc_span::{GetSpan, Span};

/// Re-exports longer than this are cycles.
const HOPS: usize = 20;

/// What is looked for in an exported thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Within {
    /// Nothing: the thing itself.
    Itself,
    /// The property of this key of what it is made of: the column `email` of
    /// `export const users = pgTable("users", { email: … })`.
    Key(String),
    /// The last string of this text in it: the name of `index("users_email")`, which is in
    /// the extras behind the columns.
    Text(String),
}

impl Within {
    /// The property of this key, or the thing itself.
    pub(crate) fn key(key: Option<String>) -> Self {
        key.map_or(Self::Itself, Self::Key)
    }
}

/// The place of `export` in the file at `path`, or of something in it.
pub(crate) fn locate(host: &Host, path: &str, export: &str, within: &Within) -> Option<Place> {
    hop(host, path, export, within, false, HOPS)
}

/// What a file says about an export.
enum Found {
    /// It is declared here; the byte span to show.
    Declared(Span),
    /// The property is written here.
    Property(Span),
    /// The property comes from another file's export.
    Spread { declared: Span, specifier: String, name: String },
    /// The export comes from another file.
    Elsewhere { specifier: String, name: String },
}

/// `property_only`: the export's own place does not count.
fn hop(
    host: &Host,
    path: &str,
    export: &str,
    within: &Within,
    property_only: bool,
    hops: usize,
) -> Option<Place> {
    let unit = host.unit(path).ok()?;
    let source = unit.origin.as_ref()?.source.clone();
    let place = |span: Span| source.place(span.start as usize, span.size() as usize);
    let follow = |specifier: &str, name: &str, property_only: bool| {
        let hops = hops.checked_sub(1)?;
        match host.resolve(specifier, path, Way::Import).ok()? {
            Resolved::File(target) => {
                hop(host, &target.to_string_lossy(), name, within, property_only, hops)
            }
            Resolved::Builtin(_) | Resolved::Embedded(_) | Resolved::StandIn(_) => None,
        }
    };
    match with_program(&source, |program| find(program, export, within)) {
        Some(Found::Declared(_)) if property_only => None,
        Some(Found::Declared(span) | Found::Property(span)) => Some(place(span)),
        Some(Found::Spread { declared, specifier, name }) => {
            follow(&specifier, &name, true).or_else(|| (!property_only).then(|| place(declared)))
        }
        Some(Found::Elsewhere { specifier, name }) => follow(&specifier, &name, property_only),
        None => {
            let mut stars = unit.record.stars.iter();
            stars.find_map(|specifier| follow(specifier, export, property_only))
        }
    }
}

fn find(program: &Program<'_>, export: &str, within: &Within) -> Option<Found> {
    for statement in &program.body {
        match statement {
            Statement::ExportDeclaration(exported) => {
                if let Some((name, value)) = declared(&exported.declaration, export) {
                    return Some(inside(program, name, value, within));
                }
            }
            Statement::ExportNamedDeclaration(named) => {
                if let Some(specifier) = specifier(&named.specifiers, export) {
                    let found = binding(program, name_of(&specifier.local), within);
                    return Some(found.unwrap_or(Found::Declared(specifier.span)));
                }
            }
            Statement::ExportFromDeclaration(from) => {
                if let Some(specifier) = specifier(&from.specifiers, export) {
                    return Some(Found::Elsewhere {
                        specifier: from.source.value.to_string(),
                        name: name_of(&specifier.local).to_owned(),
                    });
                }
            }
            Statement::ExportDefaultDeclaration(default) if export == "default" => {
                let value = match &default.declaration {
                    ExportDefaultDeclarationKind::Identifier(name) => {
                        let found = binding(program, &name.name, within);
                        return Some(found.unwrap_or(Found::Declared(default.span)));
                    }
                    other => other.as_expression(),
                };
                let shown = default.declaration.span();
                return Some(inside(program, shown, value, within));
            }
            _ => {}
        }
    }
    None
}

fn specifier<'p, 'a>(
    specifiers: &'p [ExportSpecifier<'a>],
    export: &str,
) -> Option<&'p ExportSpecifier<'a>> {
    specifiers.iter().find(|specifier| name_of(&specifier.exported) == export)
}

/// A name at the top level of the file: a declaration, or an import.
fn binding(program: &Program<'_>, name: &str, within: &Within) -> Option<Found> {
    for statement in &program.body {
        if let Statement::ImportDeclaration(import) = statement {
            for specifier in import.specifiers.iter().flatten() {
                if specifier.local().name == name {
                    let name = match specifier {
                        ImportDeclarationSpecifier::ImportSpecifier(one) => name_of(&one.imported),
                        ImportDeclarationSpecifier::ImportDefaultSpecifier(_) => "default",
                        ImportDeclarationSpecifier::ImportNamespaceSpecifier(_) => return None,
                    };
                    return Some(Found::Elsewhere {
                        specifier: import.source.value.to_string(),
                        name: name.to_owned(),
                    });
                }
            }
        }
        if let Some((span, value)) = top_level(statement, name) {
            return Some(inside(program, span, value, within));
        }
    }
    None
}

/// The name and value of a top-level declaration of `name`, exported or not.
fn top_level<'p, 'a>(
    statement: &'p Statement<'a>,
    name: &str,
) -> Option<(Span, Option<&'p Expression<'a>>)> {
    match statement {
        Statement::VariableDeclaration(variables) => variable(variables, name),
        Statement::ExportDeclaration(exported) => declared(&exported.declaration, name),
        Statement::FunctionDeclaration(function) => {
            let id = function.id.as_ref().filter(|id| id.name == name)?;
            Some((id.span, None))
        }
        Statement::ClassDeclaration(class) => {
            let id = class.id.as_ref().filter(|id| id.name == name)?;
            Some((id.span, None))
        }
        _ => None,
    }
}

fn declared<'p, 'a>(
    declaration: &'p Declaration<'a>,
    name: &str,
) -> Option<(Span, Option<&'p Expression<'a>>)> {
    match declaration {
        Declaration::VariableDeclaration(variables) => variable(variables, name),
        Declaration::FunctionDeclaration(function) => {
            let id = function.id.as_ref().filter(|id| id.name == name)?;
            Some((id.span, None))
        }
        Declaration::ClassDeclaration(class) => {
            let id = class.id.as_ref().filter(|id| id.name == name)?;
            Some((id.span, None))
        }
        _ => None,
    }
}

fn variable<'p, 'a>(
    variables: &'p VariableDeclaration<'a>,
    name: &str,
) -> Option<(Span, Option<&'p Expression<'a>>)> {
    variables.declarations.iter().find_map(|declarator| match &declarator.id {
        BindingPattern::BindingIdentifier(id) if id.name == name => {
            Some((id.span, declarator.init.as_ref()))
        }
        pattern => {
            let names = pattern.get_binding_identifiers();
            let id = names.into_iter().find(|id| id.name == name)?;
            Some((id.span, None))
        }
    })
}

/// What is looked for in a declared value, or else the declaration.
fn inside(
    program: &Program<'_>,
    declared: Span,
    value: Option<&Expression<'_>>,
    within: &Within,
) -> Found {
    let found = match (within, value) {
        (Within::Key(key), Some(value)) => property(program, value, key, HOPS),
        (Within::Text(text), Some(value)) => last_string(value, text).map(Found::Property),
        (Within::Itself, _) | (_, None) => None,
    };
    match found {
        Some(Found::Elsewhere { specifier, name }) => Found::Spread { declared, specifier, name },
        Some(found) => found,
        None => Found::Declared(declared),
    }
}

/// The property of the object that a value is, or that is passed to the call that it
/// is: `pgTable("t", { key: … })`, `pgTable("t", (c) => ({ key: … }))`, `{ key: … }`.
fn property(
    program: &Program<'_>,
    value: &Expression<'_>,
    key: &str,
    hops: usize,
) -> Option<Found> {
    let hops = hops.checked_sub(1)?;
    match value.get_inner_expression() {
        Expression::ObjectExpression(object) => in_object(program, object, key, hops),
        Expression::CallExpression(call) => {
            let within = call.arguments.iter().filter_map(Argument::as_expression);
            let mut found = within.map(|argument| property(program, argument, key, hops));
            found.find_map(|found| found).or_else(|| {
                // `pgTable("t", { … }).enableRLS()`
                let member = call.callee.as_member_expression()?;
                property(program, member.object(), key, hops)
            })
        }
        Expression::ArrowFunctionExpression(arrow) => arrow
            .get_expression()
            .and_then(|body| property(program, body, key, hops))
            .or_else(|| {
                let body = arrow.get_function_body()?;
                body.statements.iter().find_map(|statement| match statement {
                    Statement::ReturnStatement(returned) => {
                        property(program, returned.argument.as_ref()?, key, hops)
                    }
                    _ => None,
                })
            }),
        Expression::Identifier(name) => {
            // Only the property counts, not the variable that lacks it.
            let found = binding(program, &name.name, &Within::Key(key.to_owned()))?;
            (!matches!(found, Found::Declared(_))).then_some(found)
        }
        _ => None,
    }
}

/// The last string of this text, quotes included.
fn last_string(value: &Expression<'_>, text: &str) -> Option<Span> {
    struct Finder<'t> {
        text: &'t str,
        found: Option<Span>,
    }
    impl<'a> Visit<'a> for Finder<'_> {
        fn visit_string_literal(&mut self, it: &StringLiteral<'a>) {
            if it.value == self.text {
                self.found = Some(it.span);
            }
        }
    }
    let mut finder = Finder { text, found: None };
    finder.visit_expression(value);
    finder.found
}

fn in_object(
    program: &Program<'_>,
    object: &ObjectExpression<'_>,
    key: &str,
    hops: usize,
) -> Option<Found> {
    for property in &object.properties {
        if let ObjectPropertyKind::ObjectProperty(property) = property
            && property.key.static_name().is_some_and(|name| name == key)
        {
            return Some(Found::Property(property.key.span()));
        }
    }
    object.properties.iter().find_map(|property_kind| match property_kind {
        ObjectPropertyKind::SpreadProperty(spread) => {
            property(program, &spread.argument, key, hops)
        }
        ObjectPropertyKind::ObjectProperty(_) => None,
    })
}

fn name_of<'a>(name: &'a ModuleExportName<'_>) -> &'a str {
    match name {
        ModuleExportName::IdentifierName(name) => &name.name,
        ModuleExportName::IdentifierReference(name) => &name.name,
        ModuleExportName::StringLiteral(name) => &name.value,
    }
}
