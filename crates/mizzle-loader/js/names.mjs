// Writes names.json: for each module built into Node, the names it exports and
// those of its values that are plain data. Names that an older Node had are kept,
// so run it with the oldest first:
//   node20 js/names.mjs > old.json && node24 js/names.mjs old.json > js/names.json
import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';

const older = process.argv[2] ? JSON.parse(readFileSync(process.argv[2], 'utf8')) : {};

// Modules that only exist with their prefix, where this Node is old enough to lack them.
const prefixed = ['node:sea', 'node:sqlite', 'node:test', 'node:test/reporters'];
const plain = (value, depth = 0) => {
  if (value === null) return true;
  if (['string', 'number', 'boolean'].includes(typeof value)) return true;
  if (typeof value !== 'object' || depth > 3) return false;
  if (Array.isArray(value)) return value.every((item) => plain(item, depth + 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return false;
  const keys = Reflect.ownKeys(value);
  return keys.length > 0 && keys.every((key) => typeof key === 'string' && plain(value[key], depth + 1));
};
// JSON has no word for them.
const finite = (_, value) => (typeof value === 'number' && !Number.isFinite(value) ? undefined : value);
// What differs between machines, or is made by real modules of ours.
const skip = new Set(['process', 'module', 'os', 'path', 'path/posix', 'path/win32', 'console', 'test', 'punycode', 'repl', 'async_hooks', 'domain']);

const long = 8000;

const modules = {};
for (const id of [...new Set([...builtinModules.filter((id) => !id.startsWith('_')), ...prefixed])].sort()) {
  const name = id.replace(/^node:/, '');
  let exports;
  try {
    exports = await import(id.startsWith('node:') ? id : `node:${id}`);
  } catch {
    continue;
  }
  const kept = older[name]?.names.split(' ') ?? [];
  const own = Object.keys(exports).filter((key) => key !== 'default' && /^[A-Za-z_$][\w$]*$/.test(key));
  const names = [...new Set([...own, ...kept])].sort();
  const data = {};
  if (!skip.has(name)) {
    for (const key of own) {
      const value = exports[key];
      if (plain(value) && (key === 'constants' || JSON.stringify(value).length < long)) data[key] = value;
    }
  }
  modules[name] = Object.keys(data).length ? { names: names.join(' '), data } : { names: names.join(' ') };
}
const lines = Object.entries(modules).map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value, finite)}`);
console.log(`{\n${lines.join(',\n')}\n}`);
