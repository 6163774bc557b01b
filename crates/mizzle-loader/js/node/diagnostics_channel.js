'use strict';
// node:diagnostics_channel

class Channel {
  #subscribers = [];
  constructor(name) {
    this.name = name;
  }
  get hasSubscribers() {
    return this.#subscribers.length > 0;
  }
  subscribe(listener) {
    this.#subscribers.push(listener);
  }
  unsubscribe(listener) {
    const before = this.#subscribers.length;
    this.#subscribers = this.#subscribers.filter((known) => known !== listener);
    return this.#subscribers.length < before;
  }
  publish(message) {
    for (const listener of this.#subscribers) listener(message, this.name);
  }
  bindStore() {}
  unbindStore() {}
  runStores(context, callback, self, ...args) {
    return callback.apply(self, args);
  }
}

const channels = new Map();
const channel = (name) => channels.get(name) ?? (channels.set(name, new Channel(name)), channels.get(name));
const tracingChannel = (name) => ({
  ...Object.fromEntries(['start', 'end', 'asyncStart', 'asyncEnd', 'error'].map((event) => [event, typeof name === 'string' ? channel(`tracing:${name}:${event}`) : name[event]])),
  hasSubscribers: false,
  subscribe() {},
  unsubscribe: () => false,
  traceSync: (callback, context, self, ...args) => callback.apply(self, args),
  tracePromise: (callback, context, self, ...args) => callback.apply(self, args),
  traceCallback: (callback, position, context, self, ...args) => callback.apply(self, args),
});

Object.assign(exports, { Channel, channel, tracingChannel, hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false, subscribe: (name, listener) => channel(name).subscribe(listener), unsubscribe: (name, listener) => channel(name).unsubscribe(listener) });
