'use strict';
// structuredClone.

const refuse = (value) => {
  const { DOMException } = internals.library('web/events');
  const what = typeof value === 'symbol' ? value.toString() : typeof value === 'function' ? value.toString().slice(0, 40) : String(value);
  return new DOMException(`${what} could not be cloned.`, 'DataCloneError');
};

const ERRORS = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };

function clone(value, seen) {
  if (typeof value === 'function' || typeof value === 'symbol') throw refuse(value);
  if (typeof value !== 'object' || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const keep = (copy) => (seen.set(value, copy), copy);
  const again = (item) => clone(item, seen);
  if (value instanceof Date) return keep(new Date(+value));
  if (value instanceof RegExp) return keep(new RegExp(value.source, value.flags));
  if (value instanceof Number || value instanceof String || value instanceof Boolean) return keep(Object(value.valueOf()));
  if (value instanceof ArrayBuffer) return keep(value.slice(0));
  if (ArrayBuffer.isView(value)) {
    const buffer = again(value.buffer);
    const Type = value instanceof DataView ? DataView : (globalThis[Object.prototype.toString.call(value).slice(8, -1)] ?? Uint8Array);
    return keep(new Type(buffer, value.byteOffset, value instanceof DataView ? value.byteLength : value.length));
  }
  if (value instanceof Map) {
    const copy = keep(new Map());
    for (const [key, item] of value) copy.set(again(key), again(item));
    return copy;
  }
  if (value instanceof Set) {
    const copy = keep(new Set());
    for (const item of value) copy.add(again(item));
    return copy;
  }
  if (value instanceof Error) {
    const copy = keep(new (ERRORS[value.name] ?? Error)(value.message));
    if ('cause' in value) internals.define(copy, 'cause', again(value.cause));
    internals.define(copy, 'stack', value.stack);
    return copy;
  }
  if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) throw refuse(value);
  const copy = keep(Array.isArray(value) ? new Array(value.length) : {});
  for (const key of Object.keys(value)) copy[key] = again(value[key]);
  return copy;
}

module.exports = {
  structuredClone(value) {
    if (arguments.length === 0) throw new TypeError("The 'value' argument must be specified");
    return clone(value, new Map());
  },
};
