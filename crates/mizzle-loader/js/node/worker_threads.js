'use strict';
// node:worker_threads: this is the main thread, and there is no other.

const { MessageChannel, MessagePort, BroadcastChannel } = internals.library('web/events');
const environment = new Map();

Object.assign(exports, {
  isMainThread: true,
  isInternalThread: false,
  threadId: 0,
  parentPort: null,
  workerData: null,
  resourceLimits: {},
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  MessageChannel,
  MessagePort,
  BroadcastChannel,
  Worker: class Worker extends require('events') {
    constructor(file) {
      super();
      throw internals.denied(`new Worker('${String(file)}')`, 'process');
    }
  },
  getEnvironmentData: (key) => environment.get(key),
  setEnvironmentData: (key, value) => void environment.set(key, value),
  markAsUntransferable() {},
  markAsUncloneable() {},
  receiveMessageOnPort: () => undefined,
});
internals.complete('worker_threads', exports);
