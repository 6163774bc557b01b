'use strict';
// Text and bytes: UTF-8, UTF-16, Latin-1, and base64.

const bytesOf = (source) => {
  if (source === undefined) return new Uint8Array();
  if (ArrayBuffer.isView(source)) return new Uint8Array(source.buffer, source.byteOffset, source.byteLength);
  return new Uint8Array(source);
};

const decodeUtf16 = (bytes) => {
  let text = '';
  for (let at = 0; at + 1 < bytes.length; at += 2) text += String.fromCharCode(bytes[at] | (bytes[at + 1] << 8));
  return text;
};
const decodeLatin1 = (bytes) => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
};

class TextEncoder {
  get encoding() {
    return 'utf-8';
  }
  encode(text = '') {
    return native.encodeUtf8(String(text).toWellFormed());
  }
  encodeInto(text, target) {
    let [read, written] = [0, 0];
    for (const character of String(text).toWellFormed()) {
      const bytes = native.encodeUtf8(character);
      if (written + bytes.length > target.length) break;
      target.set(bytes, written);
      written += bytes.length;
      read += character.length;
    }
    return { read, written };
  }
}

const ENCODINGS = { 'utf-8': 'utf-8', utf8: 'utf-8', 'utf-16le': 'utf-16le', utf16le: 'utf-16le', 'utf-16': 'utf-16le', ucs2: 'utf-16le', latin1: 'windows-1252', 'iso-8859-1': 'windows-1252', ascii: 'windows-1252', 'us-ascii': 'windows-1252', 'windows-1252': 'windows-1252' };

class TextDecoder {
  #pending = new Uint8Array();
  constructor(label = 'utf-8', options = {}) {
    const encoding = ENCODINGS[String(label).trim().toLowerCase()];
    if (!encoding) throw Object.assign(new RangeError(`The "${label}" encoding is not supported`), { code: 'ERR_ENCODING_NOT_SUPPORTED' });
    this.encoding = encoding;
    this.fatal = options.fatal === true;
    this.ignoreBOM = options.ignoreBOM === true;
  }
  decode(source, options) {
    let bytes = bytesOf(source);
    if (this.#pending.length > 0) {
      const joined = new Uint8Array(this.#pending.length + bytes.length);
      joined.set(this.#pending);
      joined.set(bytes, this.#pending.length);
      bytes = joined;
    }
    const whole = options?.stream ? completeLength(bytes, this.encoding) : bytes.length;
    this.#pending = bytes.slice(whole);
    bytes = bytes.subarray(0, whole);
    if (this.encoding === 'utf-16le') return decodeUtf16(bytes);
    if (this.encoding === 'windows-1252') return decodeLatin1(bytes);
    const text = native.decodeUtf8(bytes, this.fatal);
    if (text === undefined || text === null) throw Object.assign(new TypeError('The encoded data was not valid for encoding utf-8'), { code: 'ERR_ENCODING_INVALID_ENCODED_DATA' });
    return !this.ignoreBOM && text.startsWith('\ufeff') ? text.slice(1) : text;
  }
}

// How many bytes at the front hold only whole characters.
function completeLength(bytes, encoding) {
  if (encoding === 'utf-16le') return bytes.length - (bytes.length % 2);
  if (encoding !== 'utf-8') return bytes.length;
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back];
    if (byte < 0x80) break;
    if (byte >= 0xc0) {
      const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return length > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const VALUES = new Map([...ALPHABET].map((letter, value) => [letter, value]));
VALUES.set('-', 62).set('_', 63);

const toBase64 = (bytes, url) => {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const group = (bytes[at] << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET[group >> 18] + ALPHABET[(group >> 12) & 63];
    text += at + 1 < bytes.length ? ALPHABET[(group >> 6) & 63] : '=';
    text += at + 2 < bytes.length ? ALPHABET[group & 63] : '=';
  }
  return url ? text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') : text;
};
// Both alphabets; anything else is passed over, and padding ends it.
const fromBase64 = (text) => {
  const out = [];
  let [bits, held] = [0, 0];
  for (const letter of text) {
    if (letter === '=') break;
    const value = VALUES.get(letter);
    if (value === undefined) continue;
    held = ((held << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push((held >> bits) & 255);
    }
  }
  return Uint8Array.from(out);
};

const invalidCharacter = () => {
  const { DOMException } = internals.library('web/events');
  return new DOMException('The string to be decoded is not correctly encoded.', 'InvalidCharacterError');
};
const btoa = (text) => {
  const bytes = Uint8Array.from(String(text), (letter) => {
    if (letter.charCodeAt(0) > 255) throw invalidCharacter();
    return letter.charCodeAt(0);
  });
  return toBase64(bytes, false);
};
const atob = (text) => {
  const packed = String(text).replace(/[\t\n\f\r ]/g, '');
  if (/[^A-Za-z0-9+/=]/.test(packed) || packed.replace(/=+$/, '').length % 4 === 1) throw invalidCharacter();
  return decodeLatin1(fromBase64(packed));
};

module.exports = { TextEncoder, TextDecoder, atob, btoa, toBase64, fromBase64, decodeUtf16, decodeLatin1 };
