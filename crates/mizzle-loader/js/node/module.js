'use strict';
// node:module

const { Module, makeRequire } = internals;

Module.createRequire = (from) => {
  const path = typeof from === 'object' || String(from).startsWith('file:') ? require('url').fileURLToPath(from) : String(from);
  return makeRequire(/[\\/]$/.test(path) ? `${path}noop.js` : path);
};
Module.builtinModules = ['assert', 'assert/strict', 'async_hooks', 'buffer', 'child_process', 'cluster', 'console', 'constants', 'crypto', 'dgram', 'diagnostics_channel', 'dns', 'dns/promises', 'domain', 'events', 'fs', 'fs/promises', 'http', 'http2', 'https', 'inspector', 'module', 'net', 'os', 'path', 'path/posix', 'path/win32', 'perf_hooks', 'process', 'punycode', 'querystring', 'readline', 'readline/promises', 'repl', 'stream', 'stream/consumers', 'stream/promises', 'stream/web', 'string_decoder', 'sys', 'timers', 'timers/promises', 'tls', 'trace_events', 'tty', 'url', 'util', 'util/types', 'v8', 'vm', 'wasi', 'worker_threads', 'zlib'];
Module.isBuiltin = (name) => Module.builtinModules.includes(String(name).replace(/^node:/, '')) || /^node:(sea|sqlite|test)/.test(name);
Module.Module = Module;
// Hooks that translate code have nothing to do: all code is translated.
Module.register = () => {};
Module.registerHooks = () => ({ deregister() {} });
Module.syncBuiltinESMExports = () => {};
Module.enableCompileCache = () => ({ status: 3 });
Module.findSourceMap = () => undefined;
Module.findPackageJSON = (specifier, base) => {
  const { existsSync } = require('fs');
  const path = require('path');
  const start = base ? path.dirname(String(base).startsWith('file:') ? require('url').fileURLToPath(base) : String(base)) : native.cwd;
  for (let folder = start; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) return file;
    if (path.dirname(folder) === folder) return undefined;
  }
};
Module.stripTypeScriptTypes = (code) => code;
Module.wrap = (code) => `(function (exports, require, module, __filename, __dirname) { ${code}\n});`;
Module.prototype._compile = function (code, filename) {
  const compiled = native.evaluate(`(function (exports, require, module, __filename, __dirname) {${code}\n})`, filename);
  compiled.call(this.exports, this.exports, makeRequire(filename, this), this, filename, internals.dirname(filename));
};
Module.prototype.load = function (filename) {
  this.exports = makeRequire(filename, this)(filename);
  this.loaded = true;
};
internals.complete('module', Module);

module.exports = Module;
