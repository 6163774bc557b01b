'use strict';
// The modules that reach the network: their classes are there to be named, subclassed
// and constructed. A connection is refused the way a network fails: later, by an error
// event, a callback or a rejection, so that code which only warms up a client goes on.

const EventEmitter = require('events');

// Where a call wants to go, as it is shown.
const target = (where) => {
  if (typeof where === 'number') return String(where);
  if (typeof where === 'string') return `'${where}'`;
  const host = where?.href ?? where?.hostname ?? where?.host ?? where?.path;
  return host === undefined ? String(where?.port ?? '') : `'${host}'`;
};
const refusal = (name, where) => internals.denied(`${name}(${target(where)})`, 'network');

// The emitter fails with the error once whoever made it had time to listen.
const failing = (emitter, error) => {
  queueMicrotask(() => queueMicrotask(() => emitter.emit('error', error)));
  return emitter;
};
const withCallback = (name) => (...args) => {
  const error = refusal(name, args[0]);
  const callback = args.findLast((argument) => typeof argument === 'function');
  if (!callback) throw error;
  queueMicrotask(() => callback(error));
};
const rejecting = (name) => async (where) => {
  throw refusal(name, where);
};

const LOOKUPS = ['lookup', 'lookupService', 'resolve', 'resolve4', 'resolve6', 'resolveMx', 'resolveSrv', 'resolveTxt', 'reverse'];

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
    connect(where) {
      return failing(this, refusal('net.Socket.connect', where));
    },
    setNoDelay() { return this; },
    setKeepAlive() { return this; },
    setTimeout() { return this; },
    ref() { return this; },
    unref() { return this; },
    address: () => ({}),
  });
  return Socket;
};

class Server extends EventEmitter {
  listen(...args) {
    return failing(this, refusal('Server.listen', args[0]));
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

class ClientRequest extends EventEmitter {
  headers = {};
  setHeader(name, value) {
    this.headers[name.toLowerCase()] = value;
  }
  getHeader(name) {
    return this.headers[name.toLowerCase()];
  }
  removeHeader(name) {
    delete this.headers[name.toLowerCase()];
  }
  write() {
    return true;
  }
  end() {
    return this;
  }
  setTimeout() {
    return this;
  }
  setNoDelay() {}
  setSocketKeepAlive() {}
  flushHeaders() {}
  abort() {}
  destroy() {
    return this;
  }
}

const MODULES = {
  net() {
    const Socket = (internals.Socket ??= sockets());
    const connect = (where) => failing(new Socket(), refusal('net.connect', where));
    return { Socket, Stream: Socket, Server, connect, createConnection: connect, createServer: () => new Server(), isIPv4, isIPv6, isIP: (text) => (isIPv4(text) ? 4 : isIPv6(text) ? 6 : 0) };
  },
  tls() {
    const Socket = (internals.Socket ??= sockets());
    const connect = (where) => failing(new Socket(), refusal('tls.connect', where));
    return { TLSSocket: Socket, Server, connect, createServer: () => new Server(), createSecureContext: (options) => ({ context: options }), checkServerIdentity: () => undefined, rootCertificates: [] };
  },
  http: (name = 'http') => ({
    Agent,
    Server,
    ClientRequest,
    globalAgent: new Agent(),
    createServer: () => new Server(),
    request: (where) => failing(new ClientRequest(), refusal(`${name}.request`, where)),
    get: (where) => failing(new ClientRequest(), refusal(`${name}.get`, where)),
  }),
  https: () => MODULES.http('https'),
  http2: () => ({ connect: (where) => failing(Object.assign(new ClientRequest(), { request: () => new ClientRequest(), close() {} }), refusal('http2.connect', where)) }),
  dns: () => ({
    ...Object.fromEntries(LOOKUPS.map((name) => [name, withCallback(`dns.${name}`)])),
    ...RESOLVERS,
    promises: internals.builtin('dns/promises'),
  }),
  'dns/promises': () => ({ ...Object.fromEntries(LOOKUPS.map((name) => [name, rejecting(`dns.${name}`)])), ...RESOLVERS }),
};
const RESOLVERS = { setDefaultResultOrder() {}, getDefaultResultOrder: () => 'verbatim', setServers() {}, getServers: () => [] };

module.exports = (name) => internals.complete(name, MODULES[name]());
