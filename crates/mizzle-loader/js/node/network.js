'use strict';
// The modules that reach the network: their classes are there to be named, subclassed
// and constructed; a connection is refused.

const refuse = (name) => (target) => {
  const where = typeof target === 'string' ? `'${target}'` : typeof target === 'number' ? String(target) : typeof target?.href === 'string' ? `'${target.href}'` : (target?.hostname ?? target?.host ?? '');
  throw internals.denied(`${name}(${where})`, 'network');
};

// Functions of each module that open a connection or wait for one.
const REFUSED = {
  net: ['connect', 'createConnection'],
  tls: ['connect'],
  http: ['request', 'get'],
  https: ['request', 'get'],
  http2: ['connect'],
  dns: ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveMx', 'resolveSrv', 'resolveTxt', 'reverse'],
  'dns/promises': ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveMx', 'resolveSrv', 'resolveTxt', 'reverse'],
};

const sockets = () => {
  const { Duplex } = require('stream');
  function Socket(options) {
    if (!(this instanceof Socket)) return new Socket(options);
    Duplex.call(this, options);
    this.connecting = false;
    this.remoteAddress = undefined;
  }
  Object.setPrototypeOf(Socket.prototype, Duplex.prototype);
  Object.setPrototypeOf(Socket, Duplex);
  Object.assign(Socket.prototype, {
    connect: refuse('net.Socket.connect'),
    setNoDelay() { return this; },
    setKeepAlive() { return this; },
    setTimeout() { return this; },
    ref() { return this; },
    unref() { return this; },
    address: () => ({}),
  });
  return Socket;
};

const EventEmitter = require('events');
class Server extends EventEmitter {
  listen(...args) {
    refuse('Server.listen')(args[0]);
  }
  close(callback) {
    callback?.();
    return this;
  }
  address() {
    return null;
  }
  ref() {
    return this;
  }
  unref() {
    return this;
  }
}
class Agent extends EventEmitter {
  constructor(options = {}) {
    super();
    this.options = { ...options };
    this.requests = {};
    this.sockets = {};
    this.freeSockets = {};
    this.maxSockets = options.maxSockets ?? Infinity;
    this.maxFreeSockets = options.maxFreeSockets ?? 256;
    this.keepAlive = options.keepAlive ?? false;
  }
  destroy() {}
  getName() {
    return '';
  }
}

const isIPv4 = (text) => /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(text);
const isIPv6 = (text) => String(text).includes(':') && URL.canParse(`http://[${String(text).replace(/%.*$/, '')}]/`);

module.exports = (name) => {
  const exports = {};
  for (const method of REFUSED[name] ?? []) exports[method] = refuse(`${name}.${method}`);
  if (name === 'net') {
    const Socket = (internals.Socket ??= sockets());
    Object.assign(exports, { Socket, Stream: Socket, Server, createServer: () => new Server(), isIPv4, isIPv6, isIP: (text) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0) });
  }
  if (name === 'tls') {
    const Socket = (internals.Socket ??= sockets());
    Object.assign(exports, { TLSSocket: Socket, Server, createServer: () => new Server(), createSecureContext: (options) => ({ context: options }), checkServerIdentity: () => undefined, rootCertificates: [] });
  }
  if (name === 'http' || name === 'https') {
    Object.assign(exports, { Agent, Server, globalAgent: new Agent(), createServer: () => new Server() });
  }
  if (name.startsWith('dns')) Object.assign(exports, { setDefaultResultOrder() {}, getDefaultResultOrder: () => 'verbatim', setServers() {}, getServers: () => [] });
  if (name === 'dns') exports.promises = internals.builtin('dns/promises');
  return internals.complete(name, exports);
};
