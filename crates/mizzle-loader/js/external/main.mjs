// Runs in the project's own Node, as `node --eval`: waits for jobs, imports the user's
// modules and calls a script of ours over them, as `js/runtime/tools.js` does inside
// the embedded engine. HOOKS, COMPILER and TOKEN are put in front of it.

import Module, { createRequire, register } from 'node:module';
import { pathToFileURL } from 'node:url';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';

new Function('internals', 'native', COMPILER)(
  { define: (object, key, value) => Object.defineProperty(object, key, { value, writable: true, configurable: true }) },
);

const { port1: port, port2 } = new MessageChannel();
const { port1: questions, port2: answers } = new MessageChannel();
const woken = new Int32Array(new SharedArrayBuffer(4));
register(`data:text/javascript,${encodeURIComponent(HOOKS)}`, {
  data: { port: port2, answers, woken, token: TOKEN },
  transferList: [port2, answers],
});

/** Asks mizzle while this thread stands still, for `require` cannot wait. */
function askNow(question) {
  Atomics.store(woken, 0, 0);
  questions.postMessage(question);
  Atomics.wait(woken, 0, 0);
  const answer = receiveMessageOnPort(questions).message;
  if (answer.error !== undefined) throw new Error(`[mizzle:${answer.error}]`);
  return answer;
}
questions.unref();

// `require` by the same rules as `import`: tsconfig paths, TypeScript, no extensions.
const resolveFilename = Module._resolveFilename;
Module._resolveFilename = function (request, parent, ...rest) {
  const from = parent?.filename;
  if (typeof from === 'string' && !Module.isBuiltin(request) && !/[\\/]node_modules[\\/]/.test(from)) {
    const { file } = askNow({ ask: 'resolve', specifier: request, from, require: true });
    if (file !== undefined) return file;
  }
  return resolveFilename.call(this, request, parent, ...rest);
};
for (const extension of ['.ts', '.tsx', '.mts', '.cts', '.jsx', '.js']) {
  const own = Module._extensions[extension];
  Module._extensions[extension] = (module, file) => {
    if (extension === '.js' && /[\\/]node_modules[\\/]/.test(file)) return own(module, file);
    const { format, code } = askNow({ ask: 'load', path: file });
    if (format === 'module') throw new Error(`${file} is an ES module: import it instead of requiring it`);
    module._compile(code, file);
  };
}

const tools = {
  import: (specifier, from) => import(`mizzle:from/${encodeURIComponent(JSON.stringify({ specifier, from }))}`),
  resolve(specifier, from) {
    try {
      const { file, url } = askNow({ ask: 'resolve', specifier, from, require: false });
      return file ?? url?.replace('mizzle:embedded/', 'embedded:') ?? null;
    } catch {
      return null;
    }
  },
  importers: (name) => askNow({ ask: 'importers', name }).files,
  invalid: (message, { file, export: name, key, hint } = {}) =>
    Object.assign(new Error(message), { code: 'ERR_INVALID_RESULT', hint, subject: file && { file, export: name, key } }),
};

async function load({ file, order, commonjs }) {
  const namespace = commonjs ? undefined : await import(pathToFileURL(file).href);
  const own = commonjs ? createRequire(file)(file) : undefined;
  const isObject = own !== null && (typeof own === 'object' || typeof own === 'function');
  const exports = namespace ?? (isObject ? own : {});
  const names = commonjs ? [] : order;
  return { file, exports, order: [...new Set([...names.filter((name) => name in exports), ...Object.keys(exports)])] };
}

async function run({ entries, script, args }) {
  const modules = [];
  for (const entry of entries) modules.push(await load(entry));
  const { default: main } = await import(`data:text/javascript,${encodeURIComponent(script)}`);
  return JSON.stringify(await main(modules, args, tools)) ?? 'null';
}

function describe(error) {
  if (!(error instanceof Error)) return { name: '', message: `a thrown value: ${String(error)}`, stack: '', causes: [] };
  const causes = [];
  for (let cause = error.cause; cause instanceof Error && causes.length < 8; cause = cause.cause) causes.push(cause.message);
  const { name, message, code, hint, subject } = error;
  return { name, message: String(message), stack: String(error.stack), code: code && String(code), hint, subject, causes };
}

port.on('message', async (job) => {
  if (job === null) process.exit(0);
  let reply;
  try {
    reply = { done: await run(job) };
  } catch (error) {
    reply = { failed: describe(error) };
  }
  port.postMessage({ ...reply, env: { ...process.env } });
});
const late = (error) => port.postMessage({ failed: describe(error), env: { ...process.env } });
process.on('uncaughtException', late);
process.on('unhandledRejection', late);
