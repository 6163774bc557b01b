'use strict';
// URL and URLSearchParams. The parsing is native; here are the objects.

const decode = (text) => {
  const bytes = [];
  const plain = text.replaceAll('+', ' ').toWellFormed();
  for (let at = 0; at < plain.length; ) {
    const escaped = /^%([0-9a-f]{2})/i.exec(plain.slice(at, at + 3));
    if (escaped) {
      bytes.push(parseInt(escaped[1], 16));
      at += 3;
    } else {
      const character = String.fromCodePoint(plain.codePointAt(at));
      bytes.push(...native.encodeUtf8(character));
      at += character.length;
    }
  }
  return native.decodeUtf8(Uint8Array.from(bytes), false);
};
const encode = (text) =>
  encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);

class URLSearchParams {
  #pairs = [];
  #url;
  constructor(init = '', url) {
    this.#url = url;
    if (typeof init === 'object' && init !== null && typeof init[Symbol.iterator] === 'function') {
      for (const pair of init) {
        const [name, value] = pair;
        if (value === undefined) throw new TypeError('Each query pair must be an iterable [name, value] tuple');
        this.#pairs.push([String(name), String(value)]);
      }
    } else if (typeof init === 'object' && init !== null) {
      for (const name of Object.keys(init)) this.#pairs.push([name, String(init[name])]);
    } else {
      this.#pairs = parseQuery(String(init));
    }
  }
  #changed() {
    if (this.#url) this.#url.search = this.toString();
  }
  // Called by the URL that it belongs to.
  _replace(query) {
    this.#pairs = parseQuery(query);
  }
  get size() {
    return this.#pairs.length;
  }
  append(name, value) {
    this.#pairs.push([String(name), String(value)]);
    this.#changed();
  }
  delete(name, value) {
    this.#pairs = this.#pairs.filter(([key, held]) => key !== String(name) || (value !== undefined && held !== String(value)));
    this.#changed();
  }
  get(name) {
    return this.#pairs.find(([key]) => key === String(name))?.[1] ?? null;
  }
  getAll(name) {
    return this.#pairs.filter(([key]) => key === String(name)).map(([, value]) => value);
  }
  has(name, value) {
    return this.#pairs.some(([key, held]) => key === String(name) && (value === undefined || held === String(value)));
  }
  set(name, value) {
    const first = this.#pairs.find(([key]) => key === String(name));
    if (!first) return this.append(name, value);
    first[1] = String(value);
    this.#pairs = this.#pairs.filter((pair) => pair === first || pair[0] !== String(name));
    this.#changed();
  }
  sort() {
    this.#pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
    this.#changed();
  }
  forEach(callback, self) {
    for (const [name, value] of this.#pairs) callback.call(self, value, name, this);
  }
  *entries() {
    for (const [name, value] of this.#pairs) yield [name, value];
  }
  *keys() {
    for (const [name] of this.#pairs) yield name;
  }
  *values() {
    for (const [, value] of this.#pairs) yield value;
  }
  [Symbol.iterator]() {
    return this.entries();
  }
  toString() {
    return this.#pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&');
  }
  get [Symbol.toStringTag]() {
    return 'URLSearchParams';
  }
}

function parseQuery(text) {
  return text
    .replace(/^\?/, '')
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const at = pair.indexOf('=');
      return at < 0 ? [decode(pair), ''] : [decode(pair.slice(0, at)), decode(pair.slice(at + 1))];
    });
}

const invalid = (input, base) =>
  Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input, ...(base === undefined ? {} : { base }) });

class URL {
  #parts;
  #params;
  constructor(input, base) {
    if (arguments.length === 0) throw Object.assign(new TypeError('The "url" argument must be specified'), { code: 'ERR_MISSING_ARGS' });
    const text = String(input).toWellFormed();
    const parts = native.urls.parse(text, base === undefined ? undefined : String(base).toWellFormed());
    if (!parts) throw invalid(text, base === undefined ? undefined : String(base));
    this.#parts = parts;
  }
  static canParse(input, base) {
    return Boolean(native.urls.parse(String(input).toWellFormed(), base === undefined ? undefined : String(base).toWellFormed()));
  }
  static parse(input, base) {
    return URL.canParse(input, base) ? new URL(input, base) : null;
  }
  static createObjectURL() {
    throw internals.denied('URL.createObjectURL()');
  }
  static revokeObjectURL() {}
  get origin() {
    return this.#parts.origin;
  }
  get searchParams() {
    return (this.#params ??= new URLSearchParams(this.#parts.search, this));
  }
  toString() {
    return this.#parts.href;
  }
  toJSON() {
    return this.#parts.href;
  }
  get [Symbol.toStringTag]() {
    return 'URL';
  }
  [Symbol.for('nodejs.util.inspect.custom')](_, options, inspect) {
    return `URL ${inspect({ ...this.#parts, searchParams: this.searchParams })}`;
  }
  static {
    for (const part of ['href', 'protocol', 'username', 'password', 'host', 'hostname', 'port', 'pathname', 'search', 'hash']) {
      Object.defineProperty(URL.prototype, part, {
        enumerable: true,
        configurable: true,
        get() {
          return this.#parts[part];
        },
        set(value) {
          const parts = native.urls.set(this.#parts.href, part, String(value).toWellFormed());
          if (parts) this.#parts = parts;
          else if (part === 'href') throw invalid(String(value));
          if (part === 'search' || part === 'href') this.#params?._replace(this.#parts.search);
        },
      });
    }
  }
}

module.exports = { URL, URLSearchParams };
