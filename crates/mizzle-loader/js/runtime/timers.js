'use strict';
// Timers and the queue of rejected promises. The event loop itself is in Rust; it
// asks `nextTimer` how long to sleep and then calls `runTimers`.

let timers = [];
let lastId = 0;

class Timeout {
  constructor(callback, delay, args, repeat) {
    const ms = Math.max(1, Math.trunc(+delay) || 1);
    Object.assign(this, { id: ++lastId, callback, ms, args, repeat, referenced: true });
    this.at = native.now() + ms;
    timers.push(this);
  }
  ref() {
    this.referenced = true;
    return this;
  }
  unref() {
    this.referenced = false;
    return this;
  }
  hasRef() {
    return this.referenced;
  }
  refresh() {
    this.at = native.now() + this.ms;
    if (!timers.includes(this)) timers.push(this);
    return this;
  }
  close() {
    clear(this);
    return this;
  }
  [Symbol.toPrimitive]() {
    return this.id;
  }
  [Symbol.dispose ?? Symbol.for('Symbol.dispose')]() {
    clear(this);
  }
}

class Immediate extends Timeout {
  constructor(callback, args) {
    super(callback, 1, args, false);
    this.at = native.now();
  }
}

const callable = (callback) => {
  if (typeof callback === 'function') return callback;
  const error = new TypeError('The "callback" argument must be of type function.');
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
};
const clear = (timer) => {
  const id = typeof timer === 'object' && timer !== null ? timer.id : Number(timer);
  timers = timers.filter((known) => known.id !== id);
};

const api = {
  setTimeout: (callback, delay, ...args) => new Timeout(callable(callback), delay, args, false),
  setInterval: (callback, delay, ...args) => new Timeout(callable(callback), delay, args, true),
  setImmediate: (callback, ...args) => new Immediate(callable(callback), args),
  clearTimeout: clear,
  clearInterval: clear,
  clearImmediate: clear,
  queueMicrotask: (callback) => void Promise.resolve().then(callable(callback)),
};
for (const [name, value] of Object.entries(api)) internals.define(globalThis, name, value);
internals.timers = { ...api, Timeout, Immediate };

// What the sandbox refuses in the background would have worked in the application.
const refused = (error) => error?.code === 'ERR_SANDBOX' || error?.code === 'ERR_STAND_IN';

// Milliseconds until the next timer is due; -1 if none keeps the program alive.
const nextTimer = () => {
  const at = Math.min(...timers.filter((timer) => timer.referenced).map((timer) => timer.at));
  return at === Infinity ? -1 : Math.max(0, at - native.now());
};

const runTimers = () => {
  const now = native.now();
  const due = timers.filter((timer) => timer.at <= now).sort((a, b) => a.at - b.at || a.id - b.id);
  for (const timer of due) {
    if (!timers.includes(timer)) continue;
    if (timer.repeat) timer.at = now + timer.ms;
    else clear(timer);
    try {
      timer.callback(...timer.args);
    } catch (error) {
      if (!refused(error)) throw error;
    }
  }
};

const rejections = new Map();
const rejected = (promise, reason, handled) => {
  if (handled) rejections.delete(promise);
  else rejections.set(promise, reason);
};
const unhandled = () => {
  const left = [...rejections.values()];
  rejections.clear();
  return left.filter((reason) => !refused(reason));
};

internals.define(globalThis, '__mizzle', { nextTimer, runTimers, rejected, unhandled, inspect: internals.inspect });
