// Schema objects of a test, written as the modules that a project would have.

import { bare, closure, declaredNames, freeNames, ts } from './scope.mjs';

const RESERVED = new Set(('enum default class function new delete export import const let var if else for while '
  + 'return switch case break typeof void with yield static public private package interface implements '
  + 'protected null true false this super in instanceof do try catch finally throw').split(' '));

/**
 * `{ users, posts: pgTable(…), ...others }` as a module with one export an entry:
 * { source } or { error }; the source is null where the schema is empty.
 */
export function schemaModule(context, expression) {
  const entries = new Map();
  if (!flatten(context, bare(expression), entries)) return { error: 'the schema is no literal' };
  if (!entries.size) return { source: null };
  const roots = new Set();
  for (const node of entries.values()) freeNames(node).forEach((it) => roots.add(it));
  const { statements, used, problems } = closure(context, roots);
  if (problems.size) return { error: [...problems].join('; ') };

  const taken = new Set([...used.keys(), ...statements.flatMap(declaredNames)]);
  const exported = new Map();
  const tail = [];
  for (const [key, node] of entries) {
    const name = ts.isIdentifier(bare(node)) ? bare(node).text : undefined;
    const own = name && statements.some((it) => ts.isVariableStatement(it)
      && declaredNames(it).length === 1 && declaredNames(it)[0] === name);
    if (own && !exported.has(name)) {
      exported.set(name, key);
      continue;
    }
    let free = /^[A-Za-z_$][\w$]*$/.test(key) && !RESERVED.has(key) ? key : `k_${key.replace(/\W/g, '_')}`;
    while (taken.has(free)) free += '_';
    taken.add(free);
    tail.push(`export const ${free} = ${dedent(node.getText(context.file))};`);
  }
  const body = statements.map((statement) => {
    const text = dedent(statement.getText(context.file));
    const exports = declaredNames(statement).some((it) => exported.has(it)) && !text.startsWith('export ');
    return (exports ? 'export ' : '') + text;
  });
  return { source: `${importText(used)}\n${[...body, ...tail].join('\n')}\n` };
}

/** The module of a column whose default is tested: one table, and what it refers to. */
export function columnModule(context, builder, others) {
  const roots = freeNames(builder);
  const before = [];
  for (const property of others?.properties ?? []) {
    if (ts.isSpreadAssignment(property)) return { error: 'the other objects are no literal' };
    const node = ts.isShorthandPropertyAssignment(property) ? property.name : property.initializer;
    freeNames(node).forEach((it) => roots.add(it));
    before.push(ts.isShorthandPropertyAssignment(property)
      ? `export { ${property.name.text} };`
      : `export const other_${property.name.text} = ${node.getText(context.file)};`);
  }
  const { statements, used, problems } = closure(context, roots);
  if (problems.size) return { error: [...problems].join('; ') };
  used.set('pgTable', { module: 'drizzle-orm/pg-core', kind: 'named', imported: 'pgTable' });
  const lines = [
    ...statements.map((it) => dedent(it.getText(context.file))),
    ...before,
    `export const table = pgTable('table', { column: ${builder.getText(context.file)} });`,
  ];
  return { source: `${importText(used)}\n${lines.join('\n')}\n` };
}

// False where an entry is known only at run time.
function flatten(context, expression, entries) {
  if (ts.isIdentifier(expression)) {
    const scope = context.scopes.findLast((it) => it.has(expression.text));
    const declaration = scope?.get(expression.text).declaration;
    const initializer = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
    return initializer ? flatten(context, bare(initializer), entries) : false;
  }
  if (!ts.isObjectLiteralExpression(expression)) return false;
  return expression.properties.every((property) => {
    if (ts.isSpreadAssignment(property)) return flatten(context, bare(property.expression), entries);
    if (ts.isShorthandPropertyAssignment(property)) entries.set(property.name.text, property.name);
    else if (ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name)) {
      entries.set(property.name.text, property.initializer);
    } else return false;
    return true;
  });
}

function importText(used) {
  const modules = new Map();
  for (const [local, it] of used) modules.set(it.module, [...(modules.get(it.module) ?? []), [local, it]]);
  let text = '';
  for (const [module, items] of [...modules].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const named = items.filter(([, it]) => it.kind === 'named')
      .map(([local, it]) => (it.imported === local ? local : `${it.imported} as ${local}`)).sort();
    if (named.length) text += `import { ${named.join(', ')} } from '${module}';\n`;
    for (const [local, { kind }] of items) {
      if (kind === 'default') text += `import ${local} from '${module}';\n`;
      if (kind === 'namespace') text += `import * as ${local} from '${module}';\n`;
    }
  }
  return text;
}

function dedent(text) {
  const [first, ...rest] = text.split('\n');
  const tabs = rest.filter((line) => line.trim()).map((line) => line.match(/^\t*/)[0].length);
  // A template literal keeps its blanks.
  if (!tabs.length || /`[^`]*\n/.test(text)) return text;
  const indent = Math.min(...tabs);
  return [first, ...rest.map((line) => line.slice(indent))].join('\n');
}
