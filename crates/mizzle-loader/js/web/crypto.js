'use strict';
// WebCrypto: random values, and of `subtle` what needs no keys.

const getRandomValues = (array) => {
  if (!ArrayBuffer.isView(array) || array instanceof Float32Array || array instanceof Float64Array || array instanceof DataView) {
    throw Object.assign(new TypeError('The data argument must be an integer-type TypedArray'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(native.randomBytes(array.byteLength));
  return array;
};

const randomUUID = () => {
  const bytes = native.randomBytes(16);
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

const bytesOf = (data) => (ArrayBuffer.isView(data) ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength) : new Uint8Array(data)).slice();

class SubtleCrypto {
  async digest(algorithm, data) {
    const name = (typeof algorithm === 'string' ? algorithm : algorithm.name).toLowerCase().replace('-', '');
    const digest = native.digest(name, bytesOf(data));
    if (!digest) throw new Error(`the digest ${name} is not supported`);
    return digest.buffer;
  }
}
for (const name of ['encrypt', 'decrypt', 'sign', 'verify', 'generateKey', 'deriveKey', 'deriveBits', 'importKey', 'exportKey', 'wrapKey', 'unwrapKey']) {
  SubtleCrypto.prototype[name] = async () => {
    throw internals.denied(`crypto.subtle.${name}()`);
  };
}
class Crypto {
  subtle = new SubtleCrypto();
  getRandomValues = getRandomValues;
  randomUUID = randomUUID;
}
class CryptoKey {}

module.exports = { crypto: new Crypto(), Crypto, SubtleCrypto, CryptoKey, getRandomValues, randomUUID };
