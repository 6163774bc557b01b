'use strict';
// node:url

const { URL, URLSearchParams } = internals.library('web/url');
const onWindows = native.platform === 'win32';

const scheme = () => Object.assign(new TypeError('The URL must be of scheme file'), { code: 'ERR_INVALID_URL_SCHEME' });

const fileURLToPath = (url, { windows = onWindows } = {}) => {
  if (typeof url !== 'string' && typeof url?.href !== 'string') {
    throw Object.assign(new TypeError('The "path" argument must be of type string or an instance of URL.'), { code: 'ERR_INVALID_ARG_TYPE' });
  }
  const { protocol, hostname, pathname } = typeof url === 'string' ? new URL(url) : url;
  if (protocol !== 'file:') throw scheme();
  if (/%2f/i.test(pathname)) throw Object.assign(new TypeError('File URL path must not include encoded / characters'), { code: 'ERR_INVALID_FILE_URL_PATH' });
  const path = decodeURIComponent(pathname);
  if (!windows) return path;
  const backslashed = path.replaceAll('/', '\\');
  return hostname ? `\\\\${hostname}${backslashed}` : backslashed.slice(1);
};

const pathToFileURL = (path) => {
  const resolved = require('path').resolve(path);
  const slashed = resolved + (/[\\/]$/.test(path) && !/[\\/]$/.test(resolved) ? require('path').sep : '');
  const url = new URL('file:///');
  url.pathname = (onWindows ? `/${slashed.replaceAll('\\', '/')}` : slashed)
    .replaceAll('%', '%25')
    .replaceAll('\\', '%5C')
    .replaceAll('\n', '%0A')
    .replaceAll('\r', '%0D')
    .replaceAll('\t', '%09')
    .replaceAll('?', '%3F')
    .replaceAll('#', '%23');
  return url;
};

// The parser from before URLs had a standard: relative and odd ones are fine.
function Url() {
  for (const part of ['protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'query', 'pathname', 'path', 'href']) this[part] = null;
}
const PATTERN = /^([a-z][a-z0-9+.-]*:)?(\/\/(?:([^/?#]*)@)?([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/is;
const parse = (text, parseQuery = false) => {
  if (typeof text === 'object' && text instanceof Url) return text;
  if (typeof text !== 'string') throw Object.assign(new TypeError('The "url" argument must be of type string.'), { code: 'ERR_INVALID_ARG_TYPE' });
  const url = new Url();
  const [, protocol, authority, auth, host, pathname, search, hash] = PATTERN.exec(text.trim()) ?? [];
  url.protocol = protocol?.toLowerCase() ?? null;
  url.slashes = authority === undefined ? null : true;
  url.auth = auth === undefined ? null : decodeURIComponent(auth);
  if (host !== undefined) {
    const port = /:(\d+)$/.exec(host)?.[1];
    url.port = port ?? null;
    url.hostname = (port ? host.slice(0, -port.length - 1) : host).toLowerCase().replace(/^\[|\]$/g, '');
    url.host = host.toLowerCase();
  }
  url.hash = hash ?? null;
  url.search = search ?? (parseQuery ? '' : null);
  const query = search?.slice(1) ?? (parseQuery ? '' : null);
  url.query = parseQuery ? require('querystring').parse(query) : query;
  url.pathname = pathname || (authority !== undefined ? '/' : null);
  url.path = url.pathname === null && search === undefined ? null : (url.pathname ?? '') + (search ?? '');
  url.href = format(url);
  return url;
};

const format = (url, options) => {
  if (typeof url === 'string') return parse(url).href;
  if (url instanceof URL) {
    const copy = new URL(url.href);
    if (options?.auth === false) [copy.username, copy.password] = ['', ''];
    if (options?.fragment === false) copy.hash = '';
    if (options?.search === false) copy.search = '';
    return copy.href;
  }
  const protocol = url.protocol ? (url.protocol.endsWith(':') ? url.protocol : `${url.protocol}:`) : '';
  const auth = url.auth ? `${encodeURIComponent(url.auth).replace('%3A', ':')}@` : '';
  const host = url.host ?? (url.hostname ? `${url.hostname.includes(':') ? `[${url.hostname}]` : url.hostname}${url.port ? `:${url.port}` : ''}` : undefined);
  const web = /^(https?|ftp|gopher|file|wss?):$/.test(protocol);
  const slashes = url.slashes || ((!protocol || web) && host !== undefined && host !== null) ? '//' : '';
  let pathname = url.pathname ?? '';
  if (slashes && host && pathname && !pathname.startsWith('/')) pathname = `/${pathname}`;
  const query = typeof url.query === 'object' && url.query !== null ? require('querystring').stringify(url.query) : '';
  let search = url.search ?? (query && `?${query}`);
  if (search && !search.startsWith('?')) search = `?${search}`;
  const hash = url.hash ? (url.hash.startsWith('#') ? url.hash : `#${url.hash}`) : '';
  return protocol + slashes + (slashes || host ? auth : '') + (host ?? '') + pathname.replace(/[?#]/g, encodeURIComponent) + (search ?? '').replaceAll('#', '%23') + hash;
};
Url.prototype.format = function () {
  return format(this);
};
Url.prototype.resolve = function (relative) {
  return resolve(this.href, relative);
};

const resolve = (from, to) => {
  const resolved = new URL(to, new URL(from, 'resolve://'));
  return resolved.protocol === 'resolve:' ? resolved.pathname + resolved.search + resolved.hash : resolved.href;
};

const urlToHttpOptions = (url) => ({
  protocol: url.protocol,
  hostname: url.hostname.replace(/^\[|\]$/g, ''),
  hash: url.hash,
  search: url.search,
  pathname: url.pathname,
  path: `${url.pathname}${url.search}`,
  href: url.href,
  ...(url.port === '' ? {} : { port: Number(url.port) }),
  ...(url.username || url.password ? { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` } : {}),
});

const hostOf = (domain) => {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return '';
  }
};

Object.assign(exports, { URL, URLSearchParams, Url, fileURLToPath, pathToFileURL, parse, format, resolve, resolveObject: (from, to) => parse(resolve(from, to)), urlToHttpOptions, domainToASCII: hostOf, domainToUnicode: (domain) => domain });
internals.complete('url', exports);
