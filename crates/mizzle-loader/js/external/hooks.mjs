// Module hooks for the project's own Node, on Node's thread for them. Which file an
// import of the user means, and its JavaScript, mizzle says: questions go out as lines
// on standard output, behind a token that no other line has; answers, and jobs, come
// in as lines on standard input. What packages do among themselves stays Node's.

import fs from 'node:fs';
import { isBuiltin } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';

let token;
const importers = [];

function write(message) {
  const bytes = Buffer.from(`\n${token}${JSON.stringify(message)}\n`);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += fs.writeSync(1, bytes, at);
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}

let rest = Buffer.alloc(0);
function read() {
  const chunk = Buffer.alloc(1 << 16);
  for (;;) {
    const end = rest.indexOf(10);
    if (end >= 0) {
      const line = rest.subarray(0, end).toString();
      rest = rest.subarray(end + 1);
      return JSON.parse(line);
    }
    let size;
    try {
      size = fs.readSync(0, chunk, 0, chunk.length, null);
    } catch (error) {
      if (error.code === 'EAGAIN') continue;
      return null;
    }
    if (size === 0) return null;
    rest = Buffer.concat([rest, chunk.subarray(0, size)]);
  }
}

function ask(question) {
  if (question.ask === 'importers') {
    return { files: importers.filter(({ name }) => name === question.name).map(({ from }) => from) };
  }
  write(question);
  return read() ?? {};
}

export function initialize(data) {
  token = data.token;
  data.port.on('message', (reply) => {
    write(reply);
    data.port.postMessage(read());
  });
  data.answers.on('message', (question) => {
    data.answers.postMessage(ask(question));
    Atomics.store(data.woken, 0, 1);
    Atomics.notify(data.woken, 0);
  });
  setTimeout(() => data.port.postMessage(read()));
}

const isForeign = (path) => /[\\/]node_modules[\\/]/.test(path) && !/\.(tsx?|mts|cts|jsx)$/.test(path);

function asker(url) {
  if (url?.startsWith('file:')) return fileURLToPath(url);
  if (url?.startsWith('mizzle:embedded/')) return `embedded:${url.slice('mizzle:embedded/'.length)}`;
  return undefined;
}

export async function resolve(specifier, context, next) {
  let from = asker(context.parentURL);
  let require = context.conditions.includes('require');
  if (specifier.startsWith('mizzle:from/')) {
    ({ specifier, from } = JSON.parse(decodeURIComponent(specifier.slice('mizzle:from/'.length))));
    require = false;
  } else if (specifier.startsWith('mizzle:') || specifier.startsWith('data:')) {
    return { url: specifier, shortCircuit: true };
  } else if (specifier.startsWith('file:')) {
    return { url: specifier, shortCircuit: true };
  }
  if (from === undefined || isForeign(from) || isBuiltin(specifier)) return next(specifier, context);
  const name = specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
  importers.push({ name, from });
  const answer = ask({ ask: 'resolve', specifier, from, require });
  if (answer.error !== undefined) throw new Error(`[mizzle:${answer.error}]`);
  if (answer.names !== undefined) {
    const interop = encodeURIComponent(JSON.stringify({ file: answer.file, names: answer.names }));
    return { url: `mizzle:interop/${interop}`, shortCircuit: true };
  }
  const url = answer.url ?? (answer.file && pathToFileURL(answer.file).href);
  return url ? { url, shortCircuit: true } : next(specifier, context);
}

export async function load(url, context, next) {
  const module = (source) => ({ format: 'module', source, shortCircuit: true });
  if (url.startsWith('mizzle:own/')) {
    return module('export const defineConfig = (config) => config; export default { defineConfig };');
  }
  if (url.startsWith('mizzle:interop/')) {
    // The default export of CommonJS that was compiled from a module is its `default`,
    // as for everything that compiles TypeScript.
    const { file, names } = JSON.parse(decodeURIComponent(url.slice('mizzle:interop/'.length)));
    const own = names.filter((name) => name !== 'default');
    return module(`import { createRequire } from 'node:module';
      const $m = createRequire(${JSON.stringify(file)})(${JSON.stringify(file)});
      export default $m?.__esModule && 'default' in $m ? $m.default : $m;
      ${own.map((name, n) => `const $${n} = $m?.[${JSON.stringify(name)}]; export { $${n} as ${JSON.stringify(name)} };`).join('\n')}`);
  }
  if (url.startsWith('mizzle:commonjs/')) {
    const file = decodeURIComponent(url.slice('mizzle:commonjs/'.length));
    return module(`import { createRequire } from 'node:module'; import path from 'node:path';
      export const __filename = ${JSON.stringify(file)}, __dirname = path.dirname(__filename);
      export const require = createRequire(__filename), exports = {}, module = { exports };`);
  }
  const path = url.startsWith('mizzle:embedded/') ? asker(url) : url.startsWith('file:') && fileURLToPath(url);
  if (!path || isForeign(path)) return next(url, context);
  const answer = ask({ ask: 'load', path });
  if (answer.error !== undefined) throw new Error(`[mizzle:${answer.error}]`);
  if (answer.format !== 'json') return { format: answer.format, source: answer.code, shortCircuit: true };
  // TypeScript and bundlers import JSON without saying that it is JSON.
  const said = context.importAttributes?.type === 'json' || context.conditions?.includes('require');
  return said
    ? { format: 'json', source: answer.code, shortCircuit: true }
    : module(`export default JSON.parse(${JSON.stringify(answer.code)});`);
}
