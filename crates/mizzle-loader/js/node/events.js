'use strict';
// node:events

const ERROR_MONITOR = Symbol('events.errorMonitor');
const CAPTURE = Symbol.for('nodejs.rejection');

// A function rather than a class: old code calls it on its own objects.
function EventEmitter() {
  this._events ??= Object.create(null);
}

const listenersOf = (emitter, event) => (emitter._events ??= Object.create(null))[event] ?? [];
const check = (listener) => {
  if (typeof listener !== 'function') {
    throw Object.assign(new TypeError(`The "listener" argument must be of type function. Received ${listener === null ? 'null' : typeof listener}`), { code: 'ERR_INVALID_ARG_TYPE' });
  }
};
const add = (emitter, event, listener, first) => {
  check(listener);
  const list = listenersOf(emitter, event);
  if (emitter._events.newListener) emitter.emit('newListener', event, listener.listener ?? listener);
  emitter._events[event] = first ? [listener, ...list] : [...list, listener];
  return emitter;
};
const onceOf = (emitter, event, listener) => {
  check(listener);
  const wrapped = function (...args) {
    emitter.off(event, wrapped);
    return listener.apply(this, args);
  };
  wrapped.listener = listener;
  return wrapped;
};

EventEmitter.prototype = {
  constructor: EventEmitter,
  on(event, listener) {
    return add(this, event, listener, false);
  },
  prependListener(event, listener) {
    return add(this, event, listener, true);
  },
  once(event, listener) {
    return add(this, event, onceOf(this, event, listener), false);
  },
  prependOnceListener(event, listener) {
    return add(this, event, onceOf(this, event, listener), true);
  },
  off(event, listener) {
    const list = listenersOf(this, event);
    const at = list.findLastIndex((known) => known === listener || known.listener === listener);
    if (at < 0) return this;
    const left = list.toSpliced(at, 1);
    if (left.length) this._events[event] = left;
    else delete this._events[event];
    if (this._events.removeListener) this.emit('removeListener', event, listener);
    return this;
  },
  emit(event, ...args) {
    const list = listenersOf(this, event);
    if (event === 'error') {
      for (const listener of listenersOf(this, ERROR_MONITOR)) listener.apply(this, args);
      if (list.length === 0) {
        if (args[0] instanceof Error) throw args[0];
        throw Object.assign(new Error(`Unhandled error. (${internals.inspect(args[0])})`), { code: 'ERR_UNHANDLED_ERROR', context: args[0] });
      }
    }
    for (const listener of list) listener.apply(this, args);
    return list.length > 0;
  },
  removeAllListeners(event) {
    if (event === undefined) this._events = Object.create(null);
    else if (this._events) delete this._events[event];
    return this;
  },
  listeners(event) {
    return listenersOf(this, event).map((listener) => listener.listener ?? listener);
  },
  rawListeners(event) {
    return [...listenersOf(this, event)];
  },
  listenerCount(event, listener) {
    const list = listenersOf(this, event);
    return listener ? list.filter((known) => known === listener || known.listener === listener).length : list.length;
  },
  eventNames() {
    return Reflect.ownKeys(this._events ?? {});
  },
  setMaxListeners(count) {
    this._maxListeners = count;
    return this;
  },
  getMaxListeners() {
    return this._maxListeners ?? EventEmitter.defaultMaxListeners;
  },
};
EventEmitter.prototype.addListener = EventEmitter.prototype.on;
EventEmitter.prototype.removeListener = EventEmitter.prototype.off;
for (const name of Object.keys(EventEmitter.prototype)) internals.define(EventEmitter.prototype, name, EventEmitter.prototype[name]);

const subscribe = (source, event, listener) => (source.addEventListener ? source.addEventListener(event, listener, { once: true }) : source.once(event, listener));

Object.assign(EventEmitter, {
  EventEmitter,
  defaultMaxListeners: 10,
  errorMonitor: ERROR_MONITOR,
  captureRejectionSymbol: CAPTURE,
  captureRejections: false,
  usingDomains: false,
  once: (source, event) =>
    new Promise((resolve, reject) => {
      const guarded = event !== 'error' && !source.addEventListener;
      subscribe(source, event, (...args) => {
        if (guarded) source.off('error', reject);
        resolve(args);
      });
      if (guarded) source.once('error', reject);
    }),
  async *on(source, event) {
    const waiting = [];
    let wake = () => {};
    source.on(event, (...args) => {
      waiting.push(args);
      wake();
    });
    for (;;) {
      while (waiting.length) yield waiting.shift();
      await new Promise((resolve) => {
        wake = resolve;
      });
    }
  },
  listenerCount: (emitter, event) => emitter.listenerCount(event),
  getEventListeners: (emitter, event) => emitter.listeners?.(event) ?? [],
  getMaxListeners: (emitter) => emitter.getMaxListeners?.() ?? 10,
  setMaxListeners(count, ...emitters) {
    if (emitters.length === 0) EventEmitter.defaultMaxListeners = count;
    for (const emitter of emitters) emitter.setMaxListeners?.(count);
  },
  addAbortListener(signal, listener) {
    signal.addEventListener('abort', listener, { once: true });
    return { [Symbol.dispose]: () => signal.removeEventListener('abort', listener) };
  },
  init() {},
});
EventEmitter.EventEmitterAsyncResource = class EventEmitterAsyncResource extends EventEmitter {};

module.exports = EventEmitter;
