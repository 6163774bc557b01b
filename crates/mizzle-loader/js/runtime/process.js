'use strict';
// `process`: the environment it was given, and otherwise what a program may look at.

const VERSION = '22.18.0';

// As in Node, whatever is put into the environment becomes a string.
const env = new Proxy(native.env, {
  set(target, key, value) {
    if (typeof key === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    target[key] = String(value);
    return true;
  },
  defineProperty(target, key, descriptor) {
    if ('value' in descriptor) descriptor = { value: String(descriptor.value), writable: true, enumerable: true, configurable: true };
    return Reflect.defineProperty(target, key, descriptor);
  },
});

const listeners = Object.create(null);
const on = (event, listener) => {
  (listeners[event] ??= []).push(listener);
  return process;
};
const off = (event, listener) => {
  listeners[event] = (listeners[event] ?? []).filter((known) => known !== listener);
  return process;
};
const output = (error) => ({
  fd: error ? 2 : 1,
  isTTY: false,
  writable: true,
  columns: 80,
  rows: 24,
  write(chunk, encoding, callback) {
    native.print(error, (typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk)).toWellFormed());
    (typeof encoding === 'function' ? encoding : callback)?.();
    return true;
  },
  end() {},
  on() { return this; },
  once() { return this; },
  off() { return this; },
  emit: () => false,
  removeListener() { return this; },
  getColorDepth: () => 1,
  hasColors: () => false,
  getWindowSize: () => [80, 24],
});

const hrtime = (previous) => {
  const now = native.now();
  let seconds = Math.floor(now / 1000);
  let nanos = Math.floor((now % 1000) * 1e6);
  if (previous) {
    seconds -= previous[0];
    nanos -= previous[1];
    if (nanos < 0) {
      seconds -= 1;
      nanos += 1e9;
    }
  }
  return [seconds, nanos];
};
hrtime.bigint = () => BigInt(Math.floor(native.now() * 1e6));

const memory = () => ({ rss: 0, heapTotal: 0, heapUsed: 0, external: 0, arrayBuffers: 0 });
memory.rss = () => 0;

const process = {
  title: 'node',
  version: `v${VERSION}`,
  versions: { node: VERSION, v8: '12.4.254.21-node.27', modules: '127' },
  release: { name: 'node', lts: 'Jod' },
  arch: native.arch,
  platform: native.platform,
  pid: native.pid,
  ppid: 0,
  argv: ['node', 'mizzle'],
  argv0: 'node',
  execArgv: [],
  execPath: 'node',
  env,
  exitCode: undefined,
  features: {},
  config: { variables: {}, target_defaults: {} },
  report: { getReport: () => ({ header: { glibcVersionRuntime: '2.36' }, sharedObjects: [] }) },
  allowedNodeEnvironmentFlags: new Set(),
  stdout: output(false),
  stderr: output(true),
  stdin: { fd: 0, isTTY: false, on() { return this; }, once() { return this; }, resume() { return this; }, pause() { return this; }, setEncoding() { return this; }, unref() { return this; } },
  cwd: () => native.cwd,
  chdir() {
    throw internals.denied('process.chdir()');
  },
  exit(code) {
    throw internals.denied(`process.exit(${code ?? ''})`, 'exit');
  },
  reallyExit(code) {
    throw internals.denied(`process.exit(${code ?? ''})`, 'exit');
  },
  abort() {
    throw internals.denied('process.abort()', 'exit');
  },
  kill() {
    throw internals.denied('process.kill()', 'process');
  },
  binding() {
    throw internals.denied('process.binding()');
  },
  dlopen() {
    throw internals.denied('process.dlopen()');
  },
  nextTick: (callback, ...args) => void Promise.resolve().then(() => callback(...args)),
  hrtime,
  uptime: () => native.now() / 1000,
  memoryUsage: memory,
  cpuUsage: () => ({ user: 0, system: 0 }),
  resourceUsage: () => ({}),
  umask: () => 0o22,
  getuid: () => 0,
  geteuid: () => 0,
  getgid: () => 0,
  getegid: () => 0,
  emitWarning(warning) {
    native.print(true, `(warning) ${warning instanceof Error ? warning.message : String(warning)}\n`.toWellFormed());
  },
  loadEnvFile(path = '.env') {
    const { parseEnv } = internals.builtin('util');
    for (const [key, value] of Object.entries(parseEnv(internals.builtin('fs').readFileSync(path, 'utf8')))) env[key] ??= value;
  },
  getBuiltinModule: (name) => (name.startsWith('node:') || native.builtinNames(name).length ? internals.builtin(name) : undefined),
  on,
  once: on,
  off,
  addListener: on,
  prependListener: on,
  prependOnceListener: on,
  removeListener: off,
  removeAllListeners(event) {
    if (event === undefined) for (const key of Object.keys(listeners)) delete listeners[key];
    else delete listeners[event];
    return process;
  },
  emit: () => false,
  eventNames: () => Object.keys(listeners),
  listeners: (event) => [...(listeners[event] ?? [])],
  listenerCount: (event) => listeners[event]?.length ?? 0,
  setMaxListeners: () => process,
  getMaxListeners: () => 10,
  setUncaughtExceptionCaptureCallback() {},
  hasUncaughtExceptionCaptureCallback: () => false,
  setSourceMapsEnabled() {},
};
Object.defineProperty(process, Symbol.toStringTag, { value: 'process', configurable: true });
internals.process = process;
internals.define(globalThis, 'process', process);
