// What a piece of a test file needs to stand alone: which names it uses, where they are
// declared, and what they are at run time.

import { createRequire } from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(path.resolve(process.argv[2]), 'package.json'));
export const ts = require('typescript');

// Modules of drizzle-kit itself and of its test bench: nothing that a schema may import.
const OF_THE_BENCH = /^(src\/|\.\.?\/|vitest|fs|node:|@electric|path|os|crypto)/;

/** The imports of a file: local name -> { module, kind, imported }. */
export function importsOf(file) {
  const imports = new Map();
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || !statement.importClause) continue;
    const module = statement.moduleSpecifier.text;
    const { name, namedBindings } = statement.importClause;
    if (name) imports.set(name.text, { module, kind: 'default' });
    if (!namedBindings) continue;
    if (ts.isNamespaceImport(namedBindings)) {
      imports.set(namedBindings.name.text, { module, kind: 'namespace' });
      continue;
    }
    for (const element of namedBindings.elements) {
      const imported = (element.propertyName ?? element.name).text;
      imports.set(element.name.text, { module, kind: 'named', imported });
    }
  }
  return imports;
}

/** The declarations of a block: name -> { statement, declaration }. */
export function declarationsOf(statements) {
  const scope = new Map();
  for (const statement of statements) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        for (const name of boundNames(declaration.name)) scope.set(name, { statement, declaration });
      }
    } else if (isNamed(statement)) {
      scope.set(statement.name.text, { statement, declaration: statement });
    }
  }
  return scope;
}

function isNamed(statement) {
  const declares = ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)
    || ts.isTypeAliasDeclaration(statement) || ts.isInterfaceDeclaration(statement)
    || ts.isEnumDeclaration(statement);
  return declares && statement.name;
}

/** The names that a statement declares. */
export function declaredNames(statement) {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((it) => boundNames(it.name));
  }
  return statement.name ? [statement.name.text] : [];
}

function boundNames(name) {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((it) => (ts.isOmittedExpression(it) ? [] : boundNames(it.name)));
}

/** The identifiers that a node uses and does not bind itself. */
export function freeNames(node) {
  const found = new Set();
  const walk = (node, bound) => {
    if (ts.isPropertyAccessExpression(node)) return walk(node.expression, bound);
    if (ts.isQualifiedName(node)) return walk(node.left, bound);
    if (ts.isPropertyAssignment(node)) {
      if (ts.isComputedPropertyName(node.name)) walk(node.name, bound);
      return walk(node.initializer, bound);
    }
    if (ts.isShorthandPropertyAssignment(node)) {
      if (!bound.has(node.name.text)) found.add(node.name.text);
      return;
    }
    if (ts.isMethodDeclaration(node) || ts.isPropertyDeclaration(node) || ts.isPropertySignature(node)) {
      ts.forEachChild(node, (child) => { if (child !== node.name) walk(child, bound); });
      return;
    }
    if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)) {
      const inner = new Set(bound);
      for (const parameter of node.parameters) boundNames(parameter.name).forEach((it) => inner.add(it));
      if (node.body && ts.isBlock(node.body)) {
        for (const name of declarationsOf(node.body.statements).keys()) inner.add(name);
      }
      for (const parameter of node.parameters) {
        if (parameter.type) walk(parameter.type, inner);
        if (parameter.initializer) walk(parameter.initializer, inner);
      }
      if (node.type) walk(node.type, inner);
      if (node.body) walk(node.body, inner);
      return;
    }
    if (ts.isVariableDeclaration(node)) {
      if (node.type) walk(node.type, bound);
      if (node.initializer) walk(node.initializer, bound);
      return;
    }
    if (ts.isIdentifier(node)) {
      if (!bound.has(node.text)) found.add(node.text);
      return;
    }
    ts.forEachChild(node, (child) => walk(child, bound));
  };
  walk(node, new Set());
  return found;
}

/**
 * Everything that some names need, in the order of the file: statements and imports; and
 * what stands in the way of taking them out of it.
 */
export function closure({ imports, scopes }, roots) {
  const statements = new Set();
  const used = new Map();
  const problems = new Set();
  const seen = new Set();
  const queue = [...roots];
  while (queue.length) {
    const name = queue.pop();
    if (seen.has(name)) continue;
    seen.add(name);
    const scope = scopes.findLast((it) => it.has(name));
    if (scope) {
      const { statement, declaration } = scope.get(name);
      if (awaits(statement)) problems.add(`"${name}" comes from an awaited call`);
      else if (ts.isVariableStatement(statement) && !declaration.initializer) {
        problems.add(`"${name}" is assigned at run time`);
      } else {
        statements.add(statement);
        freeNames(statement).forEach((it) => queue.push(it));
      }
      continue;
    }
    // What is neither declared nor imported is a global or a parameter of a type.
    const found = imports.get(name);
    if (found && OF_THE_BENCH.test(found.module)) problems.add(`needs ${found.module}`);
    else if (found) used.set(name, found);
  }
  return { statements: [...statements].sort((a, b) => a.pos - b.pos), used, problems };
}

function awaits(node) {
  return ts.isAwaitExpression(node) || (ts.forEachChild(node, (child) => awaits(child) || undefined) ?? false);
}

/** An expression without the casts and parentheses around it. */
export function bare(expression) {
  let inner = expression;
  while (ts.isAsExpression(inner) || ts.isParenthesizedExpression(inner)
    || ts.isSatisfiesExpression(inner) || ts.isNonNullExpression(inner)) {
    inner = inner.expression;
  }
  return inner;
}

/** The value of an expression that needs nothing but the test file: { value } or { error }. */
export function evaluate(context, expression) {
  const { statements, used, problems } = closure(context, freeNames(expression));
  if (problems.size) return { error: [...problems].join('; ') };
  if (used.size) return { error: 'the value needs an import' };
  const body = statements.map((it) => it.getText(context.file)).join('\n');
  const source = `${body}\nexport const value = (${expression.getText(context.file)});`;
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  try {
    const module = { exports: {} };
    const { outputText } = ts.transpileModule(source, { compilerOptions });
    new Function('module', 'exports', outputText)(module, module.exports);
    return { value: module.exports.value };
  } catch (error) {
    return { error: String(error.message).split('\n')[0] };
  }
}
