//! Whether the engine can run a file as it is written: a schema without types is
//! TypeScript by its name only, and making the same code anew with a source map for it
//! is a sixth of the CPU time of a large one.

use oxc_ast::ast::{
    Class, ExportAllDeclaration, ExportFromDeclaration, ExportNamedDeclaration, ExportSpecifier,
    FormalParameter, Function, ImportDeclaration, ImportNamespaceSpecifier, ImportSpecifier,
    Program, VariableDeclaration, VariableDeclarator,
};
use oxc_ast::{AstKind, ast::ImportOrExportKind};
use oxc_ast_visit::{Visit, walk};
use oxc_semantic::{Scoping, SymbolFlags};
use oxc_syntax::scope::ScopeFlags;

/// Is there nothing in the program that the compiler would take away or lower?
pub(super) fn is_untouched(program: &Program<'_>, scoping: &Scoping) -> bool {
    if program.hashbang.is_some() {
        return false;
    }
    // TypeScript leaves out an import that is not used: it may be a type.
    let unused = scoping.symbol_ids().any(|symbol| {
        scoping.symbol_flags(symbol).contains(SymbolFlags::Import)
            && scoping.symbol_is_unused(symbol)
    });
    if unused {
        return false;
    }
    let mut search = Search { found: false };
    search.visit_program(program);
    !search.found
}

/// Looks for what is not JavaScript, or newer than the engine.
struct Search {
    found: bool,
}

impl Search {
    fn look(&mut self, found: bool) {
        self.found |= found;
    }
}

impl<'a> Visit<'a> for Search {
    /// The nodes by which types, JSX and decorators begin. What is a flag of a node of
    /// JavaScript is looked for below.
    fn enter_node(&mut self, kind: AstKind<'a>) {
        self.look(matches!(
            kind,
            AstKind::TSThisParameter(_)
                | AstKind::TSEnumDeclaration(_)
                | AstKind::TSTypeAnnotation(_)
                | AstKind::TSTypeParameterInstantiation(_)
                | AstKind::TSTypeParameterDeclaration(_)
                | AstKind::TSTypeAliasDeclaration(_)
                | AstKind::TSInterfaceDeclaration(_)
                | AstKind::TSExternalModuleDeclaration(_)
                | AstKind::TSNamespaceDeclaration(_)
                | AstKind::TSGlobalDeclaration(_)
                | AstKind::TSAsExpression(_)
                | AstKind::TSSatisfiesExpression(_)
                | AstKind::TSTypeAssertion(_)
                | AstKind::TSNonNullExpression(_)
                | AstKind::TSInstantiationExpression(_)
                | AstKind::TSImportEqualsDeclaration(_)
                | AstKind::TSExportAssignment(_)
                | AstKind::TSNamespaceExportDeclaration(_)
                | AstKind::Decorator(_)
                | AstKind::JSXElement(_)
                | AstKind::JSXFragment(_)
        ));
    }

    /// Its members may be typed, declared or decorated in many ways; schemas have none.
    fn visit_class(&mut self, _: &Class<'a>) {
        self.look(true);
    }

    fn visit_function(&mut self, it: &Function<'a>, flags: ScopeFlags) {
        // An overload has no body.
        self.look(it.declare || it.body.is_none());
        walk::walk_function(self, it, flags);
    }

    fn visit_formal_parameter(&mut self, it: &FormalParameter<'a>) {
        self.look(it.optional || it.readonly || it.r#override || it.accessibility.is_some());
        walk::walk_formal_parameter(self, it);
    }

    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        self.look(it.declare || it.kind.is_using());
        walk::walk_variable_declaration(self, it);
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        self.look(it.definite);
        walk::walk_variable_declarator(self, it);
    }

    fn visit_import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        self.look(is_type(it.import_kind) || it.phase.is_some());
        walk::walk_import_declaration(self, it);
    }

    fn visit_import_specifier(&mut self, it: &ImportSpecifier<'a>) {
        self.look(is_type(it.import_kind));
    }

    /// Stand-ins take the place of a namespace by its text as the compiler writes it.
    fn visit_import_namespace_specifier(&mut self, _: &ImportNamespaceSpecifier<'a>) {
        self.look(true);
    }

    fn visit_export_named_declaration(&mut self, it: &ExportNamedDeclaration<'a>) {
        self.look(is_type(it.export_kind));
        walk::walk_export_named_declaration(self, it);
    }

    fn visit_export_from_declaration(&mut self, it: &ExportFromDeclaration<'a>) {
        self.look(is_type(it.export_kind));
        walk::walk_export_from_declaration(self, it);
    }

    fn visit_export_specifier(&mut self, it: &ExportSpecifier<'a>) {
        self.look(is_type(it.export_kind));
    }

    fn visit_export_all_declaration(&mut self, it: &ExportAllDeclaration<'a>) {
        self.look(is_type(it.export_kind) || it.exported.is_some());
    }
}

fn is_type(kind: ImportOrExportKind) -> bool {
    kind == ImportOrExportKind::Type
}

#[cfg(test)]
mod tests {
    use crate::unit::transpile::transpile;
    use std::path::Path;

    fn runs_as_it_is(text: &str) -> bool {
        let text = format!("export const x = 1;\n{text}");
        transpile(Path::new("/a.ts"), &text, false).unwrap().made.is_none()
    }

    #[test]
    fn javascript_runs_as_it_is() {
        for text in [
            "",
            "import { a } from './a'; export const t = a('t', { b: a.b() }, (t) => [a(t.b)]);",
            "import a from './a'; export { a }; export { b as c } from './b'; export * from './c';",
            "export default function f({ a, ...b }, [c] = [1]) { for (const d of b) c?.(d ?? a); }",
            "export const t = await import('./t'); const s = t`${x}`; console.log(s);",
        ] {
            assert!(runs_as_it_is(text), "{text}");
        }
    }

    #[test]
    fn what_the_compiler_takes_away_is_found() {
        for text in [
            "type T = 1;",
            "interface T {}",
            "export type { T } from './t';",
            "export { type T } from './t';",
            "export type * from './t';",
            "export * as t from './t';",
            "type T = 1; export type { T };",
            "import type { T } from './t';",
            "import { type T } from './t';",
            "import { unused } from './t';",
            "import * as t from './t'; console.log(t);",
            "import t = require('./t'); console.log(t);",
            "export const y = x as number;",
            "export const y = x satisfies number;",
            "export const y = x!;",
            "export const y = <number>x;",
            "export const y: number = x;",
            "export let y!: number;",
            "export const y = f<number>();",
            "export const y = sql<number>`1`;",
            "export const y = f<number>;",
            "export const y = (a?) => a;",
            "export const y = (a): a is number => a;",
            "export const y = <T,>(a) => a;",
            "export function y(this: Date) {}",
            "export function y(a: number): number; export function y(a) { return a; }",
            "declare const y: number;",
            "declare function y(): void;",
            "declare module 'm' {}",
            "declare global {}",
            "namespace N { export const y = 1; }",
            "enum E { A }",
            "export class C {}",
            "export const y = class {};",
            "using y = x;",
            "try {} catch (error: unknown) {}",
        ] {
            assert!(!runs_as_it_is(text), "{text}");
        }
    }
}
