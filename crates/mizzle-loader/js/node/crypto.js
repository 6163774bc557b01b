'use strict';
// node:crypto: digests and random values. What needs keys or ciphers does nothing.

const { Buffer } = require('buffer');
const { Transform } = require('stream');
const web = internals.library('web/crypto');

const NAMES = { rmd160: undefined, 'sha-1': 'sha1', 'sha-256': 'sha256', 'sha-384': 'sha384', 'sha-512': 'sha512', 'rsa-sha256': 'sha256' };
const algorithmOf = (name) => {
  const lower = String(name).toLowerCase();
  return NAMES[lower] ?? lower.replace('sha512/256', 'sha512-256');
};
const bytesOf = (data, encoding) => {
  if (typeof data === 'string') return new Uint8Array(Buffer.from(data, encoding));
  if (data instanceof ArrayBuffer) return new Uint8Array(data.slice(0));
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  if (data instanceof KeyObject) return data._bytes;
  throw Object.assign(new TypeError('The "data" argument must be of type string or an instance of Buffer, TypedArray, or DataView.'), { code: 'ERR_INVALID_ARG_TYPE' });
};
const digestOf = (algorithm, data, key) => {
  const digest = native.digest(algorithmOf(algorithm), data, key);
  if (!digest) throw new Error('Digest method not supported');
  return Buffer.from(digest.buffer);
};
const encoded = (bytes, encoding) => (encoding && encoding !== 'buffer' ? bytes.toString(encoding) : bytes);

class KeyObject {
  constructor(bytes) {
    this.type = 'secret';
    this.symmetricKeySize = bytes.length;
    internals.define(this, '_bytes', bytes);
  }
  export() {
    return Buffer.from(this._bytes);
  }
}

// Everything is kept until the digest is asked for.
class Hash extends Transform {
  #chunks = [];
  #done = false;
  #key;
  #algorithm;
  constructor(algorithm, key) {
    super();
    this.#algorithm = algorithm;
    this.#key = key;
    digestOf(algorithm, new Uint8Array(), key);
  }
  update(data, encoding) {
    if (this.#done) throw Object.assign(new Error('Digest already called'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
    this.#chunks.push(Buffer.from(bytesOf(data, encoding)));
    return this;
  }
  digest(encoding) {
    if (this.#done) throw Object.assign(new Error('Digest already called'), { code: 'ERR_CRYPTO_HASH_FINALIZED' });
    this.#done = true;
    return encoded(digestOf(this.#algorithm, new Uint8Array(Buffer.concat(this.#chunks)), this.#key), encoding);
  }
  copy() {
    const copy = new Hash(this.#algorithm, this.#key);
    for (const chunk of this.#chunks) copy.update(chunk);
    return copy;
  }
  _transform(chunk, encoding, callback) {
    this.update(chunk, encoding);
    callback();
  }
  _flush(callback) {
    this.push(this.digest());
    callback();
  }
}
class Hmac extends Hash {}

const randomBytes = (size, callback) => {
  const bytes = Buffer.from(native.randomBytes(size).buffer);
  if (!callback) return bytes;
  queueMicrotask(() => callback(null, bytes));
};
const randomInt = (low, high, callback) => {
  if (high === undefined || typeof high === 'function') [low, high, callback] = [0, low, high];
  const range = high - low;
  if (!(range > 0)) throw Object.assign(new RangeError('The value of "max" is out of range.'), { code: 'ERR_OUT_OF_RANGE' });
  // Values past the last whole multiple of the range would not be even.
  const limit = 2 ** 48 - (2 ** 48 % range);
  let value;
  do value = randomBytes(6).readUIntBE(0, 6);
  while (value >= limit);
  const result = low + (value % range);
  if (!callback) return result;
  queueMicrotask(() => callback(null, result));
};
const randomFillSync = (buffer, offset = 0, size = buffer.byteLength - offset) => {
  new Uint8Array(buffer.buffer ?? buffer, (buffer.byteOffset ?? 0) + offset, size).set(native.randomBytes(size));
  return buffer;
};

const pbkdf2Sync = (password, salt, iterations, length, algorithm) => {
  const key = bytesOf(password);
  const blocks = [];
  for (let index = 1; blocks.reduce((sum, block) => sum + block.length, 0) < length; index += 1) {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(index);
    let round = digestOf(algorithm, new Uint8Array(Buffer.concat([Buffer.from(bytesOf(salt)), counter])), key);
    const block = Buffer.from(round);
    for (let turn = 1; turn < iterations; turn += 1) {
      round = digestOf(algorithm, new Uint8Array(round), key);
      for (let at = 0; at < block.length; at += 1) block[at] ^= round[at];
    }
    blocks.push(block);
  }
  return Buffer.concat(blocks).subarray(0, length);
};

const timingSafeEqual = (a, b) => {
  if (a.byteLength !== b.byteLength) throw Object.assign(new RangeError('Input buffers must have the same byte length'), { code: 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH' });
  let difference = 0;
  for (let at = 0; at < a.byteLength; at += 1) difference |= a[at] ^ b[at];
  return difference === 0;
};

Object.assign(exports, {
  Hash,
  Hmac,
  KeyObject,
  createHash: (algorithm) => new Hash(algorithm),
  createHmac: (algorithm, key) => new Hmac(algorithm, bytesOf(key)),
  createSecretKey: (key, encoding) => new KeyObject(bytesOf(key, encoding)),
  hash: (algorithm, data, encoding = 'hex') => encoded(digestOf(algorithm, bytesOf(data)), encoding),
  getHashes: () => ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'sha512-256'],
  getCiphers: () => [],
  getCurves: () => [],
  randomBytes,
  pseudoRandomBytes: randomBytes,
  randomInt,
  randomFillSync,
  randomFill(buffer, ...rest) {
    const callback = rest.pop();
    randomFillSync(buffer, ...rest);
    queueMicrotask(() => callback(null, buffer));
  },
  randomUUID: web.randomUUID,
  getRandomValues: web.getRandomValues,
  pbkdf2Sync,
  pbkdf2(password, salt, iterations, length, algorithm, callback) {
    const key = pbkdf2Sync(password, salt, iterations, length, algorithm);
    queueMicrotask(() => callback(null, key));
  },
  timingSafeEqual,
  webcrypto: web.crypto,
  subtle: web.crypto.subtle,
});
internals.complete('crypto', exports);
