// What a config module gives: its default export or `module.exports`, a promise of a
// config or a function that makes one included. Values keep their type, for Rust to
// judge: `undefined` must stay different from an empty string and from a missing key.

export default async function ([{ exports }]) {
  let value = exports.default ?? exports;
  // CommonJS that was compiled from a module, seen through a module.
  if (typeof value === 'object' && value?.__esModule && 'default' in value) value = value.default;
  value = await value;
  if (typeof value === 'function') value = await value();
  return encode(value, []);
}

const plain = (value) => {
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype.constructor?.name === 'Object' || value[Symbol.toStringTag] === 'Module';
};

function encode(value, above) {
  switch (typeof value) {
    case 'undefined':
    case 'function':
      return { t: typeof value };
    case 'boolean':
      return { t: 'boolean', v: value };
    case 'string':
      return { t: 'string', v: value };
    case 'number':
    case 'bigint':
      return { t: typeof value, v: String(value) };
    case 'symbol':
      return { t: 'other', v: 'symbol' };
  }
  if (value === null) return { t: 'null' };
  if (value instanceof String) return { t: 'string', v: String(value) };
  // Asking for `URL` makes it, which takes as long as a small config.
  if (typeof value.href === 'string' && value instanceof URL) return { t: 'string', v: value.href };
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    return { t: 'bytes', v: Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('') };
  }
  // Clients and the like, which may be large and refer to themselves, say only what they are.
  if (above.includes(value) || above.length > 8) return { t: 'other', v: 'object' };
  above = [...above, value];
  if (Array.isArray(value)) return { t: 'array', v: Array.from(value, (item) => encode(item, above)) };
  if (above.length > 1 && !plain(value)) return { t: 'other', v: value.constructor?.name || 'object' };
  return { t: 'object', v: Object.fromEntries(Object.keys(value).map((key) => [key, encode(value[key], above)])) };
}
