'use strict';
// node:string_decoder

const { Buffer } = require('buffer');

// How many bytes at the end may belong to a character, or group, that is not complete.
const UNIT = { hex: 1, latin1: 1, ascii: 1, binary: 1, base64: 3, base64url: 3, utf16le: 2, ucs2: 2 };

exports.StringDecoder = class StringDecoder {
  #decoder;
  #held = Buffer.alloc(0);
  constructor(encoding = 'utf8') {
    if (!Buffer.isEncoding(encoding)) throw Object.assign(new TypeError(`Unknown encoding: ${encoding}`), { code: 'ERR_UNKNOWN_ENCODING' });
    this.encoding = encoding.toLowerCase().replace('utf-8', 'utf8').replace('-', '');
    if (!(this.encoding in UNIT)) this.#decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  }
  write(chunk) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk, this.encoding) : Buffer.from(chunk);
    if (this.#decoder) return this.#decoder.decode(bytes, { stream: true });
    const all = Buffer.concat([this.#held, bytes]);
    const whole = all.length - (all.length % UNIT[this.encoding]);
    this.#held = all.subarray(whole);
    return all.subarray(0, whole).toString(this.encoding);
  }
  end(chunk) {
    const text = chunk === undefined ? '' : this.write(chunk);
    if (this.#decoder) return text + this.#decoder.decode();
    const rest = this.#held.toString(this.encoding);
    this.#held = Buffer.alloc(0);
    return text + rest;
  }
};
