'use strict';
// node:timers/promises

const waiting = (start, value, signal) =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    start(() => resolve(value));
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

Object.assign(exports, {
  setTimeout: (delay, value, options) => waiting((done) => setTimeout(done, delay), value, options?.signal),
  setImmediate: (value, options) => waiting((done) => setImmediate(done), value, options?.signal),
  async *setInterval(delay, value) {
    for (;;) yield waiting((done) => setTimeout(done, delay), value);
  },
  scheduler: { wait: (delay) => waiting((done) => setTimeout(done, delay)), yield: () => waiting((done) => setImmediate(done)) },
});
