'use strict';
// CommonJS modules, modules built into Node, and what generated modules call.

const libraries = Object.create(null);

// A script of ours from js/node or js/web, run once.
internals.library = (name) => {
  if (name in libraries) return libraries[name].exports;
  const factory = native.builtinSource(name);
  if (factory === undefined) return undefined;
  const module = (libraries[name] = { exports: {} });
  factory(module.exports, builtin, module, internals, native);
  return module.exports;
};

const ALIASES = { sys: 'util' };
const NETWORK = ['net', 'tls', 'http', 'https', 'http2', 'dns', 'dns/promises'];
const otherModules = Object.create(null);

// A built-in module by its name, with or without `node:`.
function builtin(name) {
  name = name.replace(/^node:/, '');
  name = ALIASES[name] ?? name;
  return internals.library(name) ?? (otherModules[name] ??= NETWORK.includes(name) ? internals.library('network')(name) : inertModule(name));
}

const nodeName = (name) => (native.builtinNames(name).length > 0 ? `node:${name}` : name);

// Data that Node's module has is there; everything else does nothing.
function inertModule(name) {
  const module = internals.inert(nodeName(name), name);
  for (const [key, value] of Object.entries(JSON.parse(native.builtinData(name) ?? '{}'))) module[key] = value;
  return module;
}

// Adds to the exports of a library what Node exports beside it, as inert values.
internals.complete = (name, exports) => {
  const data = JSON.parse(native.builtinData(name) ?? '{}');
  for (const key of native.builtinNames(name)) {
    if (!(key in exports)) exports[key] = key in data ? data[key] : internals.inert(nodeName(name), `${name}.${key}`);
  }
  return exports;
};

const dirname = (path) => {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return at > 0 ? path.slice(0, at) : path.slice(0, at + 1) || '.';
};

const cache = Object.create(null);

function Module(id = '', parent) {
  this.id = id;
  this.path = dirname(id);
  this.exports = {};
  this.filename = id;
  this.loaded = false;
  this.children = [];
  this.paths = [];
  this.parent = parent;
}
Module.prototype.require = function (specifier) {
  return makeRequire(this.filename, this)(specifier);
};

function load(path, parent) {
  const known = cache[path];
  if (known) return known;
  const module = (cache[path] = new Module(path, parent));
  parent?.children?.push(module);
  try {
    switch (native.format(path)) {
      case 'json':
        module.exports = native.json(path);
        break;
      case 'inert':
        module.exports = internals.inert(path, path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1));
        break;
      case 'module': {
        const namespace = native.requireModule(path);
        module.exports = 'module.exports' in namespace ? namespace['module.exports'] : interop(namespace);
        break;
      }
      default:
        module.require = makeRequire(path, module);
        native.compileCommonJs(path).call(module.exports, module.exports, module.require, module, path, module.path);
    }
    module.loaded = true;
  } finally {
    if (!module.loaded) delete cache[path];
  }
  return module;
}

// What `require` of an ES module gives: like the namespace, but known as one.
function interop(namespace) {
  if ('__esModule' in namespace || !('default' in namespace)) return namespace;
  return Object.create(namespace, { __esModule: { value: true }, default: { get: () => namespace.default, enumerable: true } });
}

function byId(id, parent) {
  if (id.startsWith('node:') || id.startsWith('mizzle:')) return builtin(id);
  if (id.startsWith('embedded:') || id.startsWith('facade:')) return native.requireModule(id);
  return load(id, parent).exports;
}

function makeRequire(from, parent) {
  const require = (specifier) => {
    if (typeof specifier !== 'string' || specifier === '') {
      throw Object.assign(new TypeError('require needs the name of a module'), { code: 'ERR_INVALID_ARG_TYPE' });
    }
    return byId(native.resolveRequire(from, specifier), parent);
  };
  require.resolve = (specifier) => native.resolveRequire(from, String(specifier));
  require.resolve.paths = () => [];
  require.cache = cache;
  require.main = undefined;
  require.extensions = Module._extensions;
  return require;
}

Module._cache = cache;
Module._extensions = { '.js'() {}, '.json'() {}, '.node'() {} };
Module._pathCache = {};
Module._load = (specifier, parent) => makeRequire(parent?.filename ?? native.cwd, parent)(specifier);
Module._resolveFilename = (specifier, parent) => native.resolveRequire(parent?.filename ?? native.cwd, specifier);
Module._nodeModulePaths = () => [];

const isObject = (value) => (typeof value === 'object' || typeof value === 'function') && value !== null;
const exportName = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

Object.assign(internals, { builtin, Module, makeRequire, dirname });
Object.assign(globalThis.__mizzle, {
  builtin,
  dirname,
  require: (file) => makeRequire(file),
  load: (path) => load(path).exports,
  standIn: internals.missingPackage,
  // The default export as bundlers see it: of a compiled ES module, its own.
  defaultOf: (exports) => (isObject(exports) && exports.__esModule && 'default' in exports ? exports.default : exports),
  exportNames(exports) {
    if (!isObject(exports) || internals.labelOf(exports) !== undefined) return [];
    const names = new Set();
    for (const key in exports) names.add(key);
    for (const key of Object.keys(exports)) names.add(key);
    return [...names].filter((key) => key !== 'default' && exportName.test(key));
  },
});
// What a CommonJS file that was loaded exports, if that is an object.
internals.commonJs = (path) => {
  if (!(path in cache) || native.format(path) !== 'commonjs') return undefined;
  return isObject(cache[path].exports) ? cache[path].exports : undefined;
};
