// Takes drizzle-kit's own Postgres tests apart, so that another program can be held
// against them:
//
//   node extract.mjs FOLDER-OF-THE-INSTALLED-SET TESTS-FOLDER OUT-FOLDER
//
// Each test becomes OUT-FOLDER/FILE/NNN-NAME: the schemas as modules `sN.ts`, and
// `case.json` with the steps `diff` and `diffDefault`. What goes through a database there
// (push, pull) is left out, and so is what cannot be known without running the test.

import fs from 'node:fs';
import path from 'node:path';
import { columnModule, schemaModule } from './schema.mjs';
import { bare, declarationsOf, evaluate, importsOf, ts } from './scope.mjs';

const [, , , root, out] = process.argv;
const total = { tests: 0, extracted: 0, steps: 0, left: new Map() };

fs.rmSync(out, { recursive: true, force: true });
for (const name of fs.readdirSync(root).filter((it) => it.endsWith('.test.ts')).sort()) {
  const text = fs.readFileSync(path.join(root, name), 'utf8');
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TS);
  const context = { file, imports: importsOf(file), group: path.basename(name, '.test.ts'), number: 0 };
  block(context, file.statements, []);
}
console.log(`${total.steps} steps of ${total.extracted} tests; ${total.tests} tests are there`);
for (const [reason, count] of [...total.left].sort((a, b) => b[1] - a[1])) {
  console.log(`  not taken: ${count} × ${reason}`);
}

function leave(reason) {
  const kind = reason.replace(/"[^"]*"/g, '…');
  total.left.set(kind, (total.left.get(kind) ?? 0) + 1);
}

// The tests of a file or of a `describe`.
function block(context, statements, outer) {
  const scopes = [...outer, declarationsOf(statements)];
  for (const statement of statements) {
    const call = statement.expression;
    if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(call)) continue;
    const callee = call.expression.getText(context.file);
    const body = call.arguments.find((it) => ts.isArrowFunction(it) || ts.isFunctionExpression(it))?.body;
    if (!body || !ts.isBlock(body)) continue;
    if (/^describe\b/.test(callee)) block(context, body.statements, scopes);
    if (!/^(test|it)\b/.test(callee)) continue;
    total.tests += 1;
    context.number += 1;
    if (/\.each\b/.test(callee)) leave('test.each');
    else oneTest({ ...context, scopes: [...scopes, declarationsOf(body.statements)] }, call.arguments[0], body);
  }
}

function oneTest(context, title, body) {
  const steps = [];
  const modules = new Map();
  // `const { sqlStatements: st, next: n1 } = await diff(…)`: st -> { step, field }
  const results = new Map();
  const reassigned = new Set(body.statements
    .map((it) => it.expression)
    .filter((it) => it && ts.isBinaryExpression(it) && it.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    .map((it) => it.left.getText(context.file)));

  const file = ({ source, error }) => {
    if (error) return { error };
    if (source === null) return {};
    if (!modules.has(source)) modules.set(source, `s${modules.size + 1}.ts`);
    return { file: modules.get(source) };
  };
  const schema = (expression) => {
    const name = bare(expression).getText(context.file);
    return reassigned.has(name) ? { error: `"${name}" is reassigned` } : file(schemaModule(context, expression));
  };
  const diff = (call) => {
    const [from, to, renamed] = call.arguments;
    const step = { op: 'diff' };
    const earlier = results.get(bare(from).getText(context.file));
    if (earlier?.field === 'next') step.chain = earlier.step;
    else {
      const { file, error } = schema(from);
      if (error) return error;
      step.from = file;
    }
    const { file, error } = schema(to);
    if (error) return error;
    const renames = renamed ? evaluate(context, renamed) : { value: [] };
    if (renames.error) return `renames: ${renames.error}`;
    Object.assign(step, { to: file, renames: renames.value });
    if (isRejected(call)) step.rejects = true;
    steps.push(step);
    for (const [field, name] of boundTo(context, call)) results.set(name, { step: steps.length - 1, field });
  };
  const diffDefault = (call) => {
    const [, builder, expected, others] = call.arguments;
    const value = evaluate(context, expected);
    if (value.error) return `expected default: ${value.error}`;
    const none = !others || /^(null|undefined)$/.test(others.getText(context.file));
    const literal = none ? undefined : bare(others);
    if (literal && !ts.isObjectLiteralExpression(literal)) return 'the other objects are no literal';
    const { file: to, error } = file(columnModule(context, builder, literal));
    if (error) return error;
    steps.push({ op: 'diffDefault', to, expectedDefault: value.value });
  };
  const calls = (node, nested) => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const take = { diff, diffDefault }[node.expression.text];
      if (take) {
        const reason = nested && !isRejected(node) ? 'a call inside a nested function' : take(node);
        if (reason) leave(reason);
        return;
      }
    }
    const inside = nested || ts.isIfStatement(node) || ts.isForOfStatement(node) || ts.isForStatement(node)
      || ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isTryStatement(node);
    ts.forEachChild(node, (child) => calls(child, inside));
  };
  body.statements.forEach((statement) => calls(statement, false));
  body.statements.forEach((statement) => expectations(context, statement, results, steps));
  if (!steps.length) return;

  const name = title.text ?? title.getText(context.file);
  const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60) || 'test';
  const folder = path.join(out, context.group, `${String(context.number).padStart(3, '0')}-${slug}`);
  fs.mkdirSync(folder, { recursive: true });
  for (const [source, name] of modules) fs.writeFileSync(path.join(folder, name), source);
  fs.writeFileSync(path.join(folder, 'case.json'), `${JSON.stringify({ test: name, steps }, null, 2)}\n`);
  total.extracted += 1;
  total.steps += steps.length;
}

// `expect(st).toStrictEqual([…])`
function expectations(context, node, results, steps) {
  const matcher = ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression;
  if (matcher && /^(toStrictEqual|toEqual|toBe)$/.test(matcher.name.text) && ts.isCallExpression(matcher.expression)
    && matcher.expression.expression.getText(context.file) === 'expect') {
    const [, name, ...fields] = matcher.expression.arguments[0].getText(context.file)
      .match(/^(\w+)(?:\.(\w+))?(?:\.(\w+))?$/) ?? [];
    const result = results.get(name);
    const [field, length] = [result?.field, ...fields].filter((it) => it && it !== 'result');
    if (result && (field === 'sqlStatements' || field === 'statements')) {
      const { value } = evaluate(context, node.arguments[0]);
      const step = steps[result.step];
      if (Array.isArray(value) && field === 'sqlStatements') step.expected = value;
      // The number of statements says what they are when there are none.
      else if (length === 'length' && value === 0) step.expected ??= [];
      else if (Array.isArray(value) && value.length === 0) step.expected ??= [];
    }
  }
  ts.forEachChild(node, (child) => expectations(context, child, results, steps));
}

// `await expect(diff(…)).rejects.toThrow()`
function isRejected(call) {
  for (let node = call.parent; node && !ts.isExpressionStatement(node); node = node.parent) {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'rejects') return true;
  }
  return false;
}

// What a call's result is called: pairs of field and name; `result` is all of it.
function boundTo(context, call) {
  let node = call.parent;
  while (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) node = node.parent;
  if (!ts.isVariableDeclaration(node)) return [];
  if (ts.isIdentifier(node.name)) return [['result', node.name.text]];
  return node.name.elements.map((it) => [(it.propertyName ?? it.name).getText(context.file), it.name.text]);
}
