'use strict';
// node:async_hooks: storage that follows synchronous calls, which is all that the
// loading of a schema needs.

class AsyncLocalStorage {
  #store;
  #fallback;
  constructor(options = {}) {
    this.#store = this.#fallback = options.defaultValue;
    this.name = options.name ?? '';
  }
  getStore() {
    return this.#store;
  }
  enterWith(store) {
    this.#store = store;
  }
  run(store, callback, ...args) {
    const before = this.#store;
    this.#store = store;
    try {
      return callback(...args);
    } finally {
      this.#store = before;
    }
  }
  exit(callback, ...args) {
    return this.run(undefined, callback, ...args);
  }
  disable() {
    this.#store = this.#fallback;
  }
  static bind(callback) {
    return callback;
  }
  static snapshot() {
    return (callback, ...args) => callback(...args);
  }
}

class AsyncResource {
  constructor(type) {
    this.type = type;
  }
  runInAsyncScope(callback, self, ...args) {
    return callback.apply(self, args);
  }
  bind(callback) {
    return callback;
  }
  emitDestroy() {
    return this;
  }
  asyncId() {
    return 1;
  }
  triggerAsyncId() {
    return 0;
  }
  static bind(callback) {
    return callback;
  }
}

Object.assign(exports, {
  AsyncLocalStorage,
  AsyncResource,
  createHook: () => ({ enable() { return this; }, disable() { return this; } }),
  executionAsyncId: () => 1,
  triggerAsyncId: () => 0,
  executionAsyncResource: () => ({}),
  asyncWrapProviders: Object.create(null),
});
