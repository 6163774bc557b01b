'use strict';
// node:util

const types = require('util/types');
const { TextEncoder, TextDecoder } = internals.library('web/text');
const { inspect, format } = internals;

inspect.custom = Symbol.for('nodejs.util.inspect.custom');
inspect.defaultOptions = { depth: 2, colors: false };
inspect.colors = Object.create(null);
inspect.styles = Object.create(null);

const CUSTOM = Symbol.for('nodejs.util.promisify.custom');
const promisify = (original) => {
  if (typeof original !== 'function') throw Object.assign(new TypeError('The "original" argument must be of type function.'), { code: 'ERR_INVALID_ARG_TYPE' });
  if (original[CUSTOM]) return original[CUSTOM];
  if (internals.labelOf(original) !== undefined) return original;
  const promised = function (...args) {
    return new Promise((resolve, reject) => {
      original.call(this, ...args, (error, value) => (error ? reject(error) : resolve(value)));
    });
  };
  return Object.setPrototypeOf(promised, Object.getPrototypeOf(original));
};
promisify.custom = CUSTOM;

const callbackify = (original) =>
  function (...args) {
    const callback = args.pop();
    original.apply(this, args).then(
      (value) => queueMicrotask(() => callback(null, value)),
      (error) => queueMicrotask(() => callback(error ?? new Error('Promise was rejected with a falsy value'))),
    );
  };

const inherits = (type, parent) => {
  Object.defineProperty(type, 'super_', { value: parent, writable: true, configurable: true });
  Object.setPrototypeOf(type.prototype, parent.prototype);
};

// A warning about a dependency's age is not for who reads a schema.
const deprecate = (callback) => callback;

const debuglog = (section) => {
  const enabled = new RegExp(`(^|,)${section.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(,|$)`, 'i').test(internals.process.env.NODE_DEBUG ?? '');
  const log = (...args) => {
    if (enabled) native.print(true, `${section.toUpperCase()} ${native.pid}: ${format(...args)}\n`.toWellFormed());
  };
  return Object.assign(log, { enabled });
};

const same = (a, b, seen = new Map()) => {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (seen.get(a) === b) return true;
  seen.set(a, b);
  if (a instanceof Date) return +a === +b;
  if (a instanceof RegExp) return String(a) === String(b);
  if (a instanceof Error && (a.message !== b.message || a.name !== b.name)) return false;
  if (a instanceof Map) return a.size === b.size && [...a].every(([key, value]) => b.has(key) && same(value, b.get(key), seen));
  if (a instanceof Set) return a.size === b.size && [...a].every((value) => b.has(value) || [...b].some((other) => same(value, other, seen)));
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return left.length === right.length && left.every((key) => Object.hasOwn(b, key) && same(a[key], b[key], seen));
};

// The format of `.env` files, as Node reads it.
const parseEnv = (text) => {
  const result = {};
  const line = /^[ \t]*(?:export[ \t]+)?([\w.-]+)[ \t]*=[ \t]*(?:'([^']*)'|"((?:\\.|[^"\\])*)"|`([^`]*)`|([^\n#]*))?/gm;
  for (const [, key, single, double, back, bare] of text.replaceAll('\r\n', '\n').matchAll(line)) {
    result[key] = single ?? back ?? (double !== undefined ? double.replaceAll('\\n', '\n') : (bare ?? '').trim());
  }
  return result;
};

const parseArgs = ({ args = [], options = {} } = {}) => {
  const values = Object.create(null);
  const positionals = [];
  for (let at = 0; at < args.length; at += 1) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/.exec(args[at]) ?? [];
    if (name === undefined) positionals.push(args[at]);
    else values[name] = options[name]?.type === 'string' ? (value ?? args[++at]) : true;
  }
  for (const [name, option] of Object.entries(options)) if (!(name in values) && 'default' in option) values[name] = option.default;
  return { values, positionals, tokens: [] };
};

Object.assign(exports, {
  inspect,
  format,
  formatWithOptions: (_, ...args) => format(...args),
  types,
  TextEncoder,
  TextDecoder,
  promisify,
  callbackify,
  inherits,
  deprecate,
  debuglog,
  debug: debuglog,
  isDeepStrictEqual: (a, b) => same(a, b),
  parseEnv,
  parseArgs,
  stripVTControlCharacters: (text) => text.replace(/\u001b(?:\[[0-9;?]*[A-Za-z]|\][^\u0007]*\u0007)/g, ''),
  styleText: (_, text) => text,
  toUSVString: (text) => String(text).toWellFormed(),
  getSystemErrorName: (code) => ({ '-2': 'ENOENT', '-13': 'EACCES' })[code] ?? 'UNKNOWN',
  getSystemErrorMap: () => new Map(),
  aborted: (signal) => new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true })),
  isArray: Array.isArray,
  isBoolean: (value) => typeof value === 'boolean',
  isBuffer: (value) => require('buffer').Buffer.isBuffer(value),
  isDate: types.isDate,
  isError: (value) => value instanceof Error,
  isFunction: (value) => typeof value === 'function',
  isNull: (value) => value === null,
  isNullOrUndefined: (value) => value === null || value === undefined,
  isNumber: (value) => typeof value === 'number',
  isObject: (value) => typeof value === 'object' && value !== null,
  isPrimitive: (value) => (typeof value !== 'object' && typeof value !== 'function') || value === null,
  isRegExp: types.isRegExp,
  isString: (value) => typeof value === 'string',
  isSymbol: (value) => typeof value === 'symbol',
  isUndefined: (value) => value === undefined,
  _extend: Object.assign,
});
internals.complete('util', exports);
