'use strict';
// node:buffer

const { toBase64, fromBase64, decodeUtf16, decodeLatin1, atob, btoa } = internals.library('web/text');
const { Blob, File } = internals.library('web/fetch');

const NAMES = { utf8: 'utf8', 'utf-8': 'utf8', hex: 'hex', base64: 'base64', base64url: 'base64url', latin1: 'latin1', binary: 'latin1', ascii: 'ascii', ucs2: 'utf16le', 'ucs-2': 'utf16le', utf16le: 'utf16le', 'utf-16le': 'utf16le' };
const encodingOf = (name = 'utf8') => {
  const known = NAMES[String(name).toLowerCase()];
  if (!known) throw Object.assign(new TypeError(`Unknown encoding: ${name}`), { code: 'ERR_UNKNOWN_ENCODING' });
  return known;
};

const encode = (text, encoding) => {
  switch (encodingOf(encoding)) {
    case 'hex': {
      const valid = /^(?:[0-9a-f]{2})*/i.exec(text)[0];
      return Uint8Array.from(valid.match(/../g) ?? [], (pair) => parseInt(pair, 16));
    }
    case 'base64': case 'base64url': return fromBase64(text);
    case 'latin1': case 'ascii': return Uint8Array.from(text, (letter) => letter.charCodeAt(0)).subarray(0, text.length);
    case 'utf16le': {
      const bytes = new Uint8Array(text.length * 2);
      for (let at = 0; at < text.length; at += 1) {
        bytes[at * 2] = text.charCodeAt(at) & 255;
        bytes[at * 2 + 1] = text.charCodeAt(at) >> 8;
      }
      return bytes;
    }
    default: return native.encodeUtf8(text.toWellFormed());
  }
};
const latin1 = (text) => {
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
};
const decode = (bytes, encoding) => {
  switch (encodingOf(encoding)) {
    case 'hex': return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
    case 'base64': return toBase64(bytes, false);
    case 'base64url': return toBase64(bytes, true);
    case 'latin1': return decodeLatin1(bytes);
    case 'ascii': return decodeLatin1(bytes.map((byte) => byte & 127));
    case 'utf16le': return decodeUtf16(bytes);
    default: return native.decodeUtf8(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), false);
  }
};

const badType = (value) =>
  Object.assign(new TypeError(`The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array or an Array-like Object. Received ${value === null ? 'null' : typeof value}`), { code: 'ERR_INVALID_ARG_TYPE' });
const outside = () => Object.assign(new RangeError('Attempt to access memory outside buffer bounds'), { code: 'ERR_BUFFER_OUT_OF_BOUNDS' });

const over = (bytes) => new Buffer(bytes.buffer, bytes.byteOffset, bytes.byteLength);

class Buffer extends Uint8Array {
  static poolSize = 8192;

  static from(value, encoding, length) {
    if (typeof value === 'string') {
      const name = encodingOf(encoding);
      return over(name === 'latin1' || name === 'ascii' ? latin1(value) : encode(value, name));
    }
    if (value instanceof ArrayBuffer || (typeof SharedArrayBuffer === 'function' && value instanceof SharedArrayBuffer)) {
      return new Buffer(value, encoding, length);
    }
    if (typeof value !== 'object' || value === null) throw badType(value);
    if (value.type === 'Buffer' && Array.isArray(value.data)) value = value.data;
    const primitive = value[Symbol.toPrimitive]?.('string') ?? value.valueOf?.();
    if (typeof primitive === 'string') return Buffer.from(primitive, encoding);
    const bytes = new Buffer(value.length ?? 0);
    for (let at = 0; at < bytes.length; at += 1) bytes[at] = value[at];
    return bytes;
  }
  static of(...values) {
    return Buffer.from(values);
  }
  static alloc(size, fill, encoding) {
    const bytes = new Buffer(size);
    return fill === undefined || fill === 0 ? bytes : bytes.fill(fill, encoding);
  }
  static allocUnsafe(size) {
    return new Buffer(size);
  }
  static allocUnsafeSlow(size) {
    return new Buffer(size);
  }
  static isBuffer(value) {
    return value instanceof Buffer;
  }
  static isEncoding(name) {
    return typeof name === 'string' && name.toLowerCase() in NAMES;
  }
  static byteLength(value, encoding) {
    return typeof value === 'string' ? Buffer.from(value, encoding).length : value.byteLength;
  }
  static compare(a, b) {
    const length = Math.min(a.length, b.length);
    for (let at = 0; at < length; at += 1) if (a[at] !== b[at]) return a[at] < b[at] ? -1 : 1;
    return Math.sign(a.length - b.length);
  }
  static concat(list, length = list.reduce((sum, item) => sum + item.length, 0)) {
    const whole = Buffer.alloc(length);
    let at = 0;
    for (const item of list) {
      if (at >= length) break;
      whole.set(item.subarray(0, length - at), at);
      at += item.length;
    }
    return whole;
  }

  get parent() {
    return this.buffer;
  }
  get offset() {
    return this.byteOffset;
  }
  toString(encoding, start = 0, end = this.length) {
    return decode(this.subarray(start, end), encoding);
  }
  toLocaleString(encoding, start, end) {
    return this.toString(encoding, start, end);
  }
  toJSON() {
    return { type: 'Buffer', data: Array.from(this) };
  }
  equals(other) {
    return Buffer.compare(this, other) === 0;
  }
  compare(other, start = 0, end = other.length, ownStart = 0, ownEnd = this.length) {
    return Buffer.compare(this.subarray(ownStart, ownEnd), other.subarray(start, end));
  }
  slice(start, end) {
    return this.subarray(start, end);
  }
  subarray(start, end) {
    const part = super.subarray(start, end);
    return part instanceof Buffer ? part : over(part);
  }
  copy(target, targetStart = 0, start = 0, end = this.length) {
    const part = this.subarray(start, Math.min(end, start + target.length - targetStart));
    target.set(part, targetStart);
    return part.length;
  }
  write(text, offset = 0, length, encoding) {
    if (typeof offset === 'string') [offset, length, encoding] = [0, undefined, offset];
    else if (typeof length === 'string') [length, encoding] = [undefined, length];
    const bytes = Buffer.from(text, encoding).subarray(0, Math.min(length ?? Infinity, this.length - offset));
    this.set(bytes, offset);
    return bytes.length;
  }
  fill(value, start = 0, end = this.length, encoding) {
    if (typeof start === 'string') [start, end, encoding] = [0, this.length, start];
    if (typeof value === 'number' || typeof value === 'boolean') return super.fill(Number(value), start, end);
    const bytes = typeof value === 'string' ? Buffer.from(value, encoding) : value;
    for (let at = start; at < end; at += 1) this[at] = bytes.length ? bytes[(at - start) % bytes.length] : 0;
    return this;
  }
  #needle(value, encoding) {
    if (typeof value === 'number') return Uint8Array.of(value);
    return typeof value === 'string' ? Buffer.from(value, encoding) : value;
  }
  indexOf(value, offset = 0, encoding) {
    if (typeof offset === 'string') [offset, encoding] = [0, offset];
    const needle = this.#needle(value, encoding);
    const first = offset < 0 ? Math.max(0, this.length + offset) : offset;
    for (let at = first; at + needle.length <= this.length; at += 1) {
      if (needle.every((byte, index) => this[at + index] === byte)) return at;
    }
    return -1;
  }
  lastIndexOf(value, offset = this.length, encoding) {
    const needle = this.#needle(value, encoding);
    const last = offset < 0 ? this.length + offset : offset;
    for (let at = Math.min(last, this.length - needle.length); at >= 0; at -= 1) {
      if (needle.every((byte, index) => this[at + index] === byte)) return at;
    }
    return -1;
  }
  includes(value, offset, encoding) {
    return this.indexOf(value, offset, encoding) !== -1;
  }
  #swap(size) {
    if (this.length % size !== 0) throw Object.assign(new RangeError(`Buffer size must be a multiple of ${size * 8}-bits`), { code: 'ERR_INVALID_BUFFER_SIZE' });
    for (let at = 0; at < this.length; at += size) this.subarray(at, at + size).reverse();
    return this;
  }
  swap16() {
    return this.#swap(2);
  }
  swap32() {
    return this.#swap(4);
  }
  swap64() {
    return this.#swap(8);
  }
  readUIntBE(offset, length) {
    let value = 0;
    for (let at = 0; at < length; at += 1) value = value * 256 + this[offset + at];
    return value;
  }
  readUIntLE(offset, length) {
    let value = 0;
    for (let at = length - 1; at >= 0; at -= 1) value = value * 256 + this[offset + at];
    return value;
  }
  readIntBE(offset, length) {
    const value = this.readUIntBE(offset, length);
    return value >= 2 ** (length * 8 - 1) ? value - 2 ** (length * 8) : value;
  }
  readIntLE(offset, length) {
    const value = this.readUIntLE(offset, length);
    return value >= 2 ** (length * 8 - 1) ? value - 2 ** (length * 8) : value;
  }
  writeUIntBE(value, offset, length) {
    for (let at = length - 1, left = value; at >= 0; at -= 1, left = Math.floor(left / 256)) this[offset + at] = left % 256;
    return offset + length;
  }
  writeUIntLE(value, offset, length) {
    for (let at = 0, left = value; at < length; at += 1, left = Math.floor(left / 256)) this[offset + at] = left % 256;
    return offset + length;
  }
  writeIntBE(value, offset, length) {
    return this.writeUIntBE(value < 0 ? value + 2 ** (length * 8) : value, offset, length);
  }
  writeIntLE(value, offset, length) {
    return this.writeUIntLE(value < 0 ? value + 2 ** (length * 8) : value, offset, length);
  }
}

// readInt32BE, writeDoubleLE, …: all of one form over a DataView.
const FIXED = { Int8: ['Int8', 1], UInt8: ['Uint8', 1], Int16: ['Int16', 2], UInt16: ['Uint16', 2], Int32: ['Int32', 4], UInt32: ['Uint32', 4], BigInt64: ['BigInt64', 8], BigUInt64: ['BigUint64', 8], Float: ['Float32', 4], Double: ['Float64', 8] };
for (const [name, [view, size]] of Object.entries(FIXED)) {
  for (const order of size === 1 ? [''] : ['BE', 'LE']) {
    const at = (bytes, offset) => {
      if (offset < 0 || offset + size > bytes.length) throw outside();
      return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    };
    const read = function (offset = 0) {
      return at(this, offset)[`get${view}`](offset, order === 'LE');
    };
    const write = function (value, offset = 0) {
      at(this, offset)[`set${view}`](offset, value, order === 'LE');
      return offset + size;
    };
    for (const spelling of new Set([name, name.replace('UInt', 'Uint')])) {
      internals.define(Buffer.prototype, `read${spelling}${order}`, read);
      internals.define(Buffer.prototype, `write${spelling}${order}`, write);
    }
  }
}
for (const name of ['UIntBE', 'UIntLE']) {
  internals.define(Buffer.prototype, `readUint${name.slice(4)}`, Buffer.prototype[`read${name}`]);
  internals.define(Buffer.prototype, `writeUint${name.slice(4)}`, Buffer.prototype[`write${name}`]);
}

// `Buffer(5)` and `Buffer("x")` without `new` are old, and still met.
const callable = new Proxy(Buffer, {
  apply: (_, __, [value, ...rest]) => (typeof value === 'number' ? Buffer.alloc(value) : Buffer.from(value, ...rest)),
  construct: (target, [value, ...rest], newTarget) =>
    typeof value === 'string' || Array.isArray(value) ? Buffer.from(value, ...rest) : Reflect.construct(target, [value ?? 0, ...rest], newTarget),
});
internals.define(Buffer.prototype, 'constructor', callable);
internals.isBuffer = Buffer.isBuffer;

Object.assign(exports, {
  Buffer: callable,
  SlowBuffer: callable,
  Blob,
  File,
  atob,
  btoa,
  kMaxLength: 2 ** 53 - 1,
  kStringMaxLength: 2 ** 29 - 24,
  INSPECT_MAX_BYTES: 50,
  isUtf8: (bytes) => typeof native.decodeUtf8(new Uint8Array(bytes.buffer ?? bytes), true) === 'string',
  isAscii: (bytes) => new Uint8Array(bytes.buffer ?? bytes).every((byte) => byte < 128),
  transcode: (bytes, from, to) => Buffer.from(Buffer.from(bytes).toString(from), to),
});
internals.complete('buffer', exports);
