'use strict';
// Events, abort signals and message channels.

const CODES = { IndexSizeError: 1, NotFoundError: 8, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12, InvalidAccessError: 15, TimeoutError: 23, AbortError: 20, DataCloneError: 25, InvalidCharacterError: 5 };

class DOMException extends Error {
  #name;
  constructor(message = '', options = 'Error') {
    super(message);
    this.#name = typeof options === 'object' ? (options.name ?? 'Error') : String(options);
    if (typeof options === 'object' && 'cause' in options) internals.define(this, 'cause', options.cause);
  }
  get name() {
    return this.#name;
  }
  get code() {
    return CODES[this.#name] ?? 0;
  }
}

class Event {
  #prevented = false;
  _stopped = false;
  constructor(type, options = {}) {
    this.type = String(type);
    this.bubbles = options.bubbles === true;
    this.cancelable = options.cancelable === true;
    this.composed = options.composed === true;
    this.timeStamp = native.now();
    this.target = null;
    this.currentTarget = null;
  }
  get defaultPrevented() {
    return this.#prevented;
  }
  preventDefault() {
    if (this.cancelable) this.#prevented = true;
  }
  stopPropagation() {}
  stopImmediatePropagation() {
    this._stopped = true;
  }
  composedPath() {
    return this.target ? [this.target] : [];
  }
}

class CustomEvent extends Event {
  constructor(type, options = {}) {
    super(type, options);
    this.detail = options.detail ?? null;
  }
}

class MessageEvent extends Event {
  constructor(type, options = {}) {
    super(type, options);
    this.data = options.data ?? null;
    this.ports = options.ports ?? [];
  }
}

class EventTarget {
  #listeners = new Map();
  addEventListener(type, listener, options) {
    if (!listener) return;
    const list = this.#listeners.get(type) ?? [];
    if (!list.some((known) => known.listener === listener)) list.push({ listener, once: options?.once === true });
    this.#listeners.set(type, list);
    options?.signal?.addEventListener('abort', () => this.removeEventListener(type, listener), { once: true });
  }
  removeEventListener(type, listener) {
    const list = this.#listeners.get(type) ?? [];
    this.#listeners.set(type, list.filter((known) => known.listener !== listener));
  }
  dispatchEvent(event) {
    event.target = event.currentTarget = this;
    const property = this[`on${event.type}`];
    if (typeof property === 'function') property.call(this, event);
    for (const { listener, once } of [...(this.#listeners.get(event.type) ?? [])]) {
      if (event._stopped) break;
      if (once) this.removeEventListener(event.type, listener);
      if (typeof listener === 'function') listener.call(this, event);
      else listener.handleEvent(event);
    }
    return !event.defaultPrevented;
  }
}

const CREATE = Symbol('create');

class AbortSignal extends EventTarget {
  aborted = false;
  reason = undefined;
  onabort = null;
  constructor(token) {
    super();
    if (token !== CREATE) throw Object.assign(new TypeError('Illegal constructor'), { code: 'ERR_ILLEGAL_CONSTRUCTOR' });
  }
  throwIfAborted() {
    if (this.aborted) throw this.reason;
  }
  _abort(reason) {
    if (this.aborted) return;
    this.aborted = true;
    this.reason = reason ?? new DOMException('This operation was aborted', 'AbortError');
    this.dispatchEvent(new Event('abort'));
  }
  static abort(reason) {
    const signal = new AbortSignal(CREATE);
    signal._abort(reason);
    return signal;
  }
  static timeout(delay) {
    const signal = new AbortSignal(CREATE);
    setTimeout(() => signal._abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay).unref();
    return signal;
  }
  static any(signals) {
    const signal = new AbortSignal(CREATE);
    for (const source of signals) {
      if (source.aborted) signal._abort(source.reason);
      else source.addEventListener('abort', () => signal._abort(source.reason), { once: true });
    }
    return signal;
  }
}

class AbortController {
  signal = new AbortSignal(CREATE);
  abort(reason) {
    this.signal._abort(reason);
  }
}

class MessagePort extends EventTarget {
  _other = null;
  onmessage = null;
  postMessage(data) {
    const other = this._other;
    const copy = structuredClone(data);
    queueMicrotask(() => other?.dispatchEvent(new MessageEvent('message', { data: copy })));
  }
  on(type, listener) {
    this.addEventListener(type, (event) => listener(event.data));
    return this;
  }
  once(type, listener) {
    this.addEventListener(type, (event) => listener(event.data), { once: true });
    return this;
  }
  off(type, listener) {
    this.removeEventListener(type, listener);
    return this;
  }
  start() {}
  close() {
    this._other = null;
  }
  ref() {}
  unref() {}
}

class MessageChannel {
  port1 = new MessagePort();
  port2 = new MessagePort();
  constructor() {
    this.port1._other = this.port2;
    this.port2._other = this.port1;
  }
}

class BroadcastChannel extends EventTarget {
  constructor(name) {
    super();
    this.name = String(name);
  }
  postMessage() {}
  close() {}
  ref() {}
  unref() {}
}

module.exports = { DOMException, Event, CustomEvent, MessageEvent, EventTarget, AbortSignal, AbortController, MessagePort, MessageChannel, BroadcastChannel };
