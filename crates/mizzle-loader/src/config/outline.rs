//! Where a config's source writes each option, and which environment variable it
//! reads there. Only messages depend on it: what an option *is* the program says
//! when it runs. Forms that it does not follow are simply without a place.

use std::collections::BTreeMap;

use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrowFunctionBody, AssignmentTarget, BindingPattern, Declaration, Expression,
    FunctionBody, ObjectExpression, ObjectPropertyKind, Program, PropertyKey, Statement,
};
use oxc_parser::Parser;
use oxc_span::{GetSpan, SourceType, Span};

/// How deep names are followed to what they stand for.
const DEPTH: usize = 12;

/// Options by dotted path: `dbCredentials.url`.
#[derive(Debug, Default)]
pub(super) struct Outline {
    entries: BTreeMap<String, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    /// The value's byte offset and length.
    pub(super) span: (usize, usize),
    /// `X` of `process.env.X`.
    pub(super) variable: Option<String>,
}

impl Outline {
    /// Reads a config's source. A JSON file is read as the expression it is.
    pub(super) fn read(text: &str, source_type: SourceType, json: bool) -> Self {
        let allocator = Allocator::default();
        // As an expression statement an object needs parentheses; they take one byte.
        let wrapped = json.then(|| format!("({text})"));
        let parsed =
            Parser::new(&allocator, wrapped.as_deref().unwrap_or(text), source_type).parse();
        let names = Names::of(&parsed.program);
        let mut outline = Self::default();
        if let Some(object) = config_of(&parsed.program).and_then(|it| names.object(it, DEPTH)) {
            outline.walk(&names, "", object, DEPTH);
        }
        if json {
            for entry in outline.entries.values_mut() {
                entry.span.0 = entry.span.0.saturating_sub(1);
            }
        }
        outline
    }

    /// The option at a dotted path, or the nearest option around it.
    pub(super) fn nearest(&self, path: &str) -> Option<&Entry> {
        let mut path = path;
        loop {
            if let Some(entry) = self.entries.get(path) {
                return Some(entry);
            }
            path = &path[..path.rfind('.')?];
        }
    }

    /// The variable that the option at a dotted path is read from.
    pub(super) fn variable(&self, path: &str) -> Option<&str> {
        self.entries.get(path)?.variable.as_deref()
    }

    fn walk<'a>(
        &mut self,
        names: &Names<'a>,
        above: &str,
        object: &'a ObjectExpression<'a>,
        depth: usize,
    ) {
        for property in &object.properties {
            match property {
                ObjectPropertyKind::SpreadProperty(spread) => {
                    if let Some(inner) =
                        deeper(depth).and_then(|depth| names.object(&spread.argument, depth))
                    {
                        self.walk(names, above, inner, depth - 1);
                    }
                }
                ObjectPropertyKind::ObjectProperty(property) => {
                    let Some(key) = key_of(&property.key) else { continue };
                    let path = if above.is_empty() { key } else { format!("{above}.{key}") };
                    let entry = Entry {
                        span: bytes(property.value.span()),
                        variable: names.variable(&property.value, DEPTH),
                    };
                    self.entries.insert(path.clone(), entry);
                    if let Some(inner) =
                        deeper(depth).and_then(|depth| names.object(&property.value, depth))
                    {
                        self.walk(names, &path, inner, depth - 1);
                    }
                }
            }
        }
    }
}

fn deeper(depth: usize) -> Option<usize> {
    depth.checked_sub(1).filter(|depth| *depth > 0)
}

fn bytes(span: Span) -> (usize, usize) {
    (span.start as usize, (span.end - span.start) as usize)
}

fn key_of(key: &PropertyKey<'_>) -> Option<String> {
    key.static_name().map(std::borrow::Cow::into_owned)
}

/// What the module gives: its default export, `export =` or `module.exports`.
fn config_of<'a>(program: &'a Program<'a>) -> Option<&'a Expression<'a>> {
    let mut found = None;
    for statement in &program.body {
        if let Statement::ExportDefaultDeclaration(default) = statement {
            return default.declaration.as_expression();
        }
        if let Statement::TSExportAssignment(assignment) = statement {
            return Some(&assignment.expression);
        }
        let Statement::ExpressionStatement(statement) = statement else { continue };
        if let Expression::AssignmentExpression(assignment) = &statement.expression {
            if let AssignmentTarget::StaticMemberExpression(target) = &assignment.left
                && (target.object.is_specific_id("module") && target.property.name == "exports"
                    || target.object.is_specific_id("exports") && target.property.name == "default")
            {
                found = Some(&assignment.right);
            }
        } else if program.body.len() == 1 {
            found = Some(&statement.expression);
        }
    }
    found
}

/// What names of the module stand for.
struct Names<'a> {
    values: BTreeMap<&'a str, &'a Expression<'a>>,
    /// Names taken out of `process.env`, with the variable.
    variables: BTreeMap<&'a str, String>,
}

impl<'a> Names<'a> {
    fn of(program: &'a Program<'a>) -> Self {
        let mut names = Self { values: BTreeMap::new(), variables: BTreeMap::new() };
        names.declare(program.body.iter());
        names
    }

    fn declare(&mut self, statements: impl Iterator<Item = &'a Statement<'a>>) {
        for statement in statements {
            let declaration = if let Statement::VariableDeclaration(declaration) = statement {
                declaration
            } else if let Statement::ExportDeclaration(export) = statement
                && let Declaration::VariableDeclaration(declaration) = &export.declaration
            {
                declaration
            } else if let Statement::ExportDefaultDeclaration(default) = statement
                && let Some(expression) = default.declaration.as_expression()
            {
                if let Some(body) = body_of(expression) {
                    self.declare(body.statements.iter());
                }
                continue;
            } else {
                continue;
            };
            for declarator in &declaration.declarations {
                let Some(init) = &declarator.init else { continue };
                if let BindingPattern::BindingIdentifier(name) = &declarator.id {
                    self.values.insert(name.name.as_str(), init);
                }
                if let BindingPattern::ObjectPattern(pattern) = &declarator.id
                    && self.is_environment(init, DEPTH)
                {
                    for property in &pattern.properties {
                        if let Some(name) = property.value.get_identifier_name()
                            && let Some(key) = key_of(&property.key)
                        {
                            self.variables.insert(name.as_str(), key);
                        }
                    }
                }
            }
        }
    }

    /// The object literal that an expression comes to.
    fn object(
        &self,
        expression: &'a Expression<'a>,
        depth: usize,
    ) -> Option<&'a ObjectExpression<'a>> {
        let depth = deeper(depth)?;
        let expression = expression.get_inner_expression();
        if let Expression::ObjectExpression(object) = expression {
            return Some(object);
        }
        if let Expression::Identifier(name) = expression {
            return self.object(self.values.get(name.name.as_str())?, depth);
        }
        if let Expression::CallExpression(call) = expression {
            // defineConfig({ … }), or a function that is called on the spot.
            return call
                .arguments
                .iter()
                .filter_map(Argument::as_expression)
                .find_map(|argument| self.object(argument, depth))
                .or_else(|| self.object(&call.callee, depth));
        }
        if let Expression::AwaitExpression(inner) = expression {
            return self.object(&inner.argument, depth);
        }
        if let Expression::ConditionalExpression(either) = expression {
            return self
                .object(&either.consequent, depth)
                .or_else(|| self.object(&either.alternate, depth));
        }
        if let Expression::LogicalExpression(either) = expression {
            return self.object(&either.left, depth).or_else(|| self.object(&either.right, depth));
        }
        if let Expression::ArrowFunctionExpression(arrow) = expression
            && let Some(result) = arrow.body.as_expression()
        {
            return self.object(result, depth);
        }
        let returned = body_of(expression)?.statements.iter().rev().find_map(|statement| {
            if let Statement::ReturnStatement(statement) = statement {
                statement.argument.as_ref()
            } else {
                None
            }
        });
        self.object(returned?, depth)
    }

    /// The variable that an expression reads, the first where it reads several.
    fn variable(&self, expression: &'a Expression<'a>, depth: usize) -> Option<String> {
        let depth = deeper(depth)?;
        let expression = expression.get_inner_expression();
        if let Some(member) = expression.as_member_expression() {
            let named = member.static_property_name()?;
            return (self.is_environment(member.object(), depth)
                || self.is_checked_environment(member.object(), named))
            .then(|| named.to_string());
        }
        if let Expression::Identifier(name) = expression {
            let name = name.name.as_str();
            return self
                .variables
                .get(name)
                .cloned()
                .or_else(|| self.variable(self.values.get(name)?, depth));
        }
        let parts: Vec<&Expression<'a>> = if let Expression::LogicalExpression(it) = expression {
            vec![&it.left, &it.right]
        } else if let Expression::ConditionalExpression(it) = expression {
            vec![&it.consequent, &it.alternate, &it.test]
        } else if let Expression::BinaryExpression(it) = expression {
            vec![&it.left, &it.right]
        } else if let Expression::TemplateLiteral(it) = expression {
            it.expressions.iter().collect()
        } else if let Expression::AwaitExpression(it) = expression {
            vec![&it.argument]
        } else if let Expression::UnaryExpression(it) = expression {
            vec![&it.argument]
        } else if let Expression::NewExpression(it) = expression {
            it.arguments.iter().filter_map(Argument::as_expression).collect()
        } else if let Expression::CallExpression(it) = expression {
            // required("DATABASE_URL") names it itself.
            let arguments: Vec<_> =
                it.arguments.iter().filter_map(Argument::as_expression).collect();
            if let Some(Expression::StringLiteral(name)) = arguments.first()
                && is_variable_name(&name.value)
            {
                return Some(name.value.to_string());
            }
            arguments
        } else {
            return None;
        };
        parts.into_iter().find_map(|part| self.variable(part, depth))
    }

    /// Is it `process.env`, `Bun.env` or `import.meta.env`, or a name for one?
    fn is_environment(&self, expression: &'a Expression<'a>, depth: usize) -> bool {
        let Some(depth) = deeper(depth) else { return false };
        let expression = expression.get_inner_expression();
        if let Expression::Identifier(name) = expression {
            return self
                .values
                .get(name.name.as_str())
                .is_some_and(|value| self.is_environment(value, depth));
        }
        let Some(member) = expression.as_member_expression() else { return false };
        let object = member.object().get_inner_expression();
        member.static_property_name() == Some("env")
            && (object.is_specific_id("process")
                || object.is_specific_id("Bun")
                || matches!(object, Expression::ImportMeta(_)))
    }

    /// Is it an imported object of checked variables, as t3-env makes one?
    fn is_checked_environment(&self, object: &Expression<'_>, property: &str) -> bool {
        object.get_inner_expression().is_identifier_reference() && is_variable_name(property)
    }
}

fn is_variable_name(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

fn body_of<'a>(expression: &'a Expression<'a>) -> Option<&'a FunctionBody<'a>> {
    let expression = expression.get_inner_expression();
    if let Expression::ArrowFunctionExpression(arrow) = expression
        && let ArrowFunctionBody::FunctionBody(body) = &arrow.body
    {
        return Some(body);
    }
    if let Expression::FunctionExpression(function) = expression {
        return function.body.as_deref();
    }
    if let Expression::CallExpression(call) = expression {
        return call
            .arguments
            .iter()
            .filter_map(Argument::as_expression)
            .find_map(body_of)
            .or_else(|| body_of(&call.callee));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, path: &str, value: &str, variable: Option<&str>) {
        let outline = Outline::read(text, SourceType::ts(), false);
        let entry = outline.nearest(path).unwrap();
        assert_eq!(&text[entry.span.0..entry.span.0 + entry.span.1], value);
        assert_eq!(outline.variable(path), variable);
    }

    #[test]
    fn forms_of_a_config() {
        let url = "dbCredentials.url";
        for text in [
            "export default { dbCredentials: { url: 'x' } }",
            "export default defineConfig({ dbCredentials: { url: 'x' } }) satisfies Config",
            "const config: Config = { dbCredentials: { url: 'x' } }; export default config;",
            "module.exports = { dbCredentials: { url: 'x' } }",
            "export = { dbCredentials: { url: 'x' } }",
            "export default async () => ({ dbCredentials: { url: 'x' } })",
            "export default defineConfig((() => { const a = 1; return { dbCredentials: { url: 'x' } } })())",
            "const base = { dbCredentials: { url: 'x' } }; export default { ...base, out: 'y' }",
            "const dbCredentials = { url: 'x' } as const; export default { dbCredentials }",
        ] {
            check(text, url, "'x'", None);
        }
        check("export default { out: 1 }", "out.deeper", "1", None);
    }

    #[test]
    fn variables() {
        for value in [
            "process.env.DB!",
            "process.env['DB'] as string",
            "process.env.DB ?? ''",
            "`${process.env.DB}?ssl=true`",
            "String(process.env.DB)",
            "required('DB')",
            "env.DB",
            "Bun.env.DB",
        ] {
            let text = format!("export default {{ url: {value} }}");
            check(&text, "url", value, Some("DB"));
        }
        check("const { DB: url } = process.env; export default { url }", "url", "url", Some("DB"));
        check("const db = process.env.DB; export default { url: db }", "url", "db", Some("DB"));
        check("const e = process.env; export default { url: e.DB }", "url", "e.DB", Some("DB"));
        check("export default { url: settings.url }", "url", "settings.url", None);
    }

    #[test]
    fn json_is_an_expression() {
        let text = r#"{ "dialect": "x" }"#;
        let outline = Outline::read(text, SourceType::ts(), true);
        let (start, length) = outline.nearest("dialect").unwrap().span;
        assert_eq!(&text[start..start + length], "\"x\"");
    }
}
