'use strict';
// node:util/types

const tagOf = (value) => Object.prototype.toString.call(value).slice(8, -1);
const isObject = (value) => typeof value === 'object' && value !== null;

for (const tag of ['Date', 'RegExp', 'Map', 'Set', 'WeakMap', 'WeakSet', 'Promise', 'ArrayBuffer', 'SharedArrayBuffer', 'DataView', 'Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
  exports[`is${tag}`] = (value) => isObject(value) && (tagOf(value) === tag || (typeof globalThis[tag] === 'function' && value instanceof globalThis[tag]));
}
Object.assign(exports, {
  isAnyArrayBuffer: (value) => exports.isArrayBuffer(value) || exports.isSharedArrayBuffer(value),
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isTypedArray: (value) => ArrayBuffer.isView(value) && !(value instanceof DataView),
  isArgumentsObject: (value) => tagOf(value) === 'Arguments',
  isAsyncFunction: (value) => typeof value === 'function' && /Async/.test(tagOf(value)),
  isGeneratorFunction: (value) => typeof value === 'function' && /Generator/.test(tagOf(value)),
  isGeneratorObject: (value) => tagOf(value) === 'Generator',
  isMapIterator: (value) => tagOf(value) === 'Map Iterator',
  isSetIterator: (value) => tagOf(value) === 'Set Iterator',
  isNativeError: (value) => value instanceof Error,
  isModuleNamespaceObject: (value) => tagOf(value) === 'Module',
  isBoxedPrimitive: (value) => isObject(value) && ['Number', 'String', 'Boolean', 'BigInt', 'Symbol'].includes(tagOf(value)),
  isNumberObject: (value) => isObject(value) && tagOf(value) === 'Number',
  isStringObject: (value) => isObject(value) && tagOf(value) === 'String',
  isBooleanObject: (value) => isObject(value) && tagOf(value) === 'Boolean',
  isBigIntObject: (value) => isObject(value) && tagOf(value) === 'BigInt',
  isSymbolObject: (value) => isObject(value) && tagOf(value) === 'Symbol',
  isProxy: (value) => internals.labelOf(value) !== undefined,
  isExternal: () => false,
  isKeyObject: (value) => value?.constructor?.name === 'KeyObject',
  isCryptoKey: (value) => value?.constructor?.name === 'CryptoKey',
});
internals.complete('util/types', exports);
