'use strict';
// Globals that Node has and the engine lacks. Most are made when first asked for.

const lazy = (library, names) => {
  for (const name of names) {
    if (name in globalThis) continue;
    Object.defineProperty(globalThis, name, {
      configurable: true,
      enumerable: false,
      get() {
        const value = internals.library(library)[name];
        internals.define(globalThis, name, value);
        return value;
      },
      set(value) {
        internals.define(globalThis, name, value);
      },
    });
  }
};

lazy('web/text', ['TextEncoder', 'TextDecoder', 'atob', 'btoa']);
lazy('web/url', ['URL', 'URLSearchParams']);
lazy('web/clone', ['structuredClone']);
lazy('web/events', ['Event', 'CustomEvent', 'EventTarget', 'AbortController', 'AbortSignal', 'DOMException', 'MessageChannel', 'MessagePort', 'MessageEvent', 'BroadcastChannel']);
lazy('web/fetch', ['fetch', 'Headers', 'Request', 'Response', 'FormData', 'Blob', 'File', 'WebSocket', 'EventSource', 'XMLHttpRequest']);
lazy('web/streams', ['ReadableStream', 'WritableStream', 'TransformStream', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream']);
lazy('web/crypto', ['crypto', 'Crypto', 'CryptoKey', 'SubtleCrypto']);
lazy('web/performance', ['performance', 'PerformanceObserver', 'PerformanceEntry']);
lazy('web/intl', ['Intl']);
lazy('buffer', ['Buffer']);

internals.define(globalThis, 'global', globalThis);
if (!('navigator' in globalThis)) {
  internals.define(globalThis, 'navigator', { userAgent: 'Node.js/22', hardwareConcurrency: native.cpus, language: 'en-US', languages: ['en-US'], platform: native.platform });
}
// Engines for browsers and servers alike have it; nothing compiled runs here.
if (!('WebAssembly' in globalThis)) {
  Object.defineProperty(globalThis, 'WebAssembly', { configurable: true, get: () => internals.inert('WebAssembly') });
}
// The methods of a call site that V8 has and the engine lacks.
const callSites = {
  getThis: () => undefined,
  getTypeName: () => null,
  getMethodName: () => null,
  getEvalOrigin: () => undefined,
  getScriptNameOrSourceURL() {
    return this.getFileName();
  },
  isToplevel: () => true,
  isEval: () => false,
  isConstructor: () => false,
  isAsync: () => false,
  isPromiseAll: () => false,
  getPromiseIndex: () => null,
};
const prepare = Error.prepareStackTrace;
Error.prepareStackTrace = (_, sites) => sites;
const [site] = new Error().stack;
Error.prepareStackTrace = prepare;
for (const [name, method] of Object.entries(callSites)) {
  const prototype = Object.getPrototypeOf(site);
  if (!(name in prototype)) internals.define(prototype, name, method);
}
// V8's way to leave frames out of a stack; error classes call it.
Error.captureStackTrace ??= (target) => {
  internals.define(target, 'stack', new Error().stack);
};
