'use strict';
// The classes around `fetch`, as plain holders of what they are given, and `fetch`
// itself, which the sandbox refuses.

const addressOf = (input) => (typeof input === 'object' && input !== null && 'url' in input ? input.url : String(input));

const fetch = async (input) => {
  throw internals.denied(`fetch('${addressOf(input)}')`, 'network');
};

class Headers {
  #held = new Map();
  constructor(init) {
    if (init === undefined || init === null) return;
    const pairs = typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }
  append(name, value) {
    const key = String(name).toLowerCase();
    this.#held.set(key, this.#held.has(key) ? `${this.#held.get(key)}, ${value}` : String(value));
  }
  set(name, value) {
    this.#held.set(String(name).toLowerCase(), String(value));
  }
  get(name) {
    return this.#held.get(String(name).toLowerCase()) ?? null;
  }
  has(name) {
    return this.#held.has(String(name).toLowerCase());
  }
  delete(name) {
    this.#held.delete(String(name).toLowerCase());
  }
  getSetCookie() {
    return this.has('set-cookie') ? [this.get('set-cookie')] : [];
  }
  forEach(callback, self) {
    for (const [name, value] of this) callback.call(self, value, name, this);
  }
  *entries() {
    yield* [...this.#held].sort(([a], [b]) => (a < b ? -1 : 1));
  }
  *keys() {
    for (const [name] of this.entries()) yield name;
  }
  *values() {
    for (const [, value] of this.entries()) yield value;
  }
  [Symbol.iterator]() {
    return this.entries();
  }
}

const bytesOf = async (body) => {
  if (body === null || body === undefined) return new Uint8Array();
  if (body instanceof Blob) return new Uint8Array(await body.arrayBuffer());
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  if (ArrayBuffer.isView(body)) return new Uint8Array(body.buffer, body.byteOffset, body.byteLength);
  return new TextEncoder().encode(String(body));
};

class Body {
  #content;
  constructor(content = null) {
    this.#content = content;
    this.bodyUsed = false;
  }
  get body() {
    return this.#content;
  }
  async arrayBuffer() {
    return (await bytesOf(this.#content)).slice().buffer;
  }
  async bytes() {
    return bytesOf(this.#content);
  }
  async text() {
    return new TextDecoder().decode(await bytesOf(this.#content));
  }
  async json() {
    return JSON.parse(await this.text());
  }
  async blob() {
    return new Blob([await bytesOf(this.#content)]);
  }
}

class Request extends Body {
  constructor(input, init = {}) {
    super(init.body);
    this.url = addressOf(input);
    this.method = (init.method ?? input?.method ?? 'GET').toUpperCase();
    this.headers = new Headers(init.headers ?? input?.headers);
    this.signal = init.signal ?? null;
  }
  clone() {
    return new Request(this, { body: this.body });
  }
}

class Response extends Body {
  constructor(body, init = {}) {
    super(body);
    this.status = init.status ?? 200;
    this.statusText = init.statusText ?? '';
    this.headers = new Headers(init.headers);
    this.ok = this.status >= 200 && this.status < 300;
    this.redirected = false;
    this.type = 'default';
    this.url = '';
  }
  clone() {
    return new Response(this.body, this);
  }
  static json(data, init) {
    return new Response(JSON.stringify(data), { ...init, headers: { 'content-type': 'application/json', ...init?.headers } });
  }
  static error() {
    return new Response(null, { status: 500 });
  }
  static redirect(url, status = 302) {
    return new Response(null, { status, headers: { location: String(url) } });
  }
}

class Blob {
  #parts;
  constructor(parts = [], options = {}) {
    this.#parts = [...parts];
    this.type = options.type ?? '';
  }
  get size() {
    return this.#parts.reduce((sum, part) => sum + (part instanceof Blob ? part.size : typeof part === 'string' ? new TextEncoder().encode(part).length : part.byteLength), 0);
  }
  async arrayBuffer() {
    const chunks = await Promise.all(this.#parts.map(bytesOf));
    const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    let at = 0;
    for (const chunk of chunks) {
      whole.set(chunk, at);
      at += chunk.length;
    }
    return whole.buffer;
  }
  async bytes() {
    return new Uint8Array(await this.arrayBuffer());
  }
  async text() {
    return new TextDecoder().decode(await this.arrayBuffer());
  }
  slice() {
    return new Blob(this.#parts, { type: this.type });
  }
}

class File extends Blob {
  constructor(parts, name, options = {}) {
    super(parts, options);
    this.name = String(name);
    this.lastModified = options.lastModified ?? Date.now();
  }
}

class FormData {
  #pairs = [];
  append(name, value) {
    this.#pairs.push([String(name), value instanceof Blob ? value : String(value)]);
  }
  set(name, value) {
    this.delete(name);
    this.append(name, value);
  }
  delete(name) {
    this.#pairs = this.#pairs.filter(([key]) => key !== name);
  }
  get(name) {
    return this.#pairs.find(([key]) => key === name)?.[1] ?? null;
  }
  getAll(name) {
    return this.#pairs.filter(([key]) => key === name).map(([, value]) => value);
  }
  has(name) {
    return this.#pairs.some(([key]) => key === name);
  }
  forEach(callback, self) {
    for (const [name, value] of this.#pairs) callback.call(self, value, name, this);
  }
  *entries() {
    yield* this.#pairs;
  }
  [Symbol.iterator]() {
    return this.entries();
  }
}

const refused = (name) =>
  ({
    [name]: class {
      static CONNECTING = 0;
      static OPEN = 1;
      static CLOSING = 2;
      static CLOSED = 3;
      constructor(address) {
        throw internals.denied(`new ${name}(${address === undefined ? '' : `'${address}'`})`, 'network');
      }
    },
  })[name];

module.exports = { fetch, Headers, Request, Response, Blob, File, FormData, WebSocket: refused('WebSocket'), EventSource: refused('EventSource'), XMLHttpRequest: refused('XMLHttpRequest') };
