'use strict';
// node:stream, minimal: chunks pass through in order, in memory, without pressure.

const EventEmitter = require('events');

// Functions rather than classes: old code calls them on its own objects.
function Stream(options) {
  EventEmitter.call(this, options);
}
Object.setPrototypeOf(Stream.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Stream, EventEmitter);
Stream.prototype.pipe = function (target) {
  this.on('data', (chunk) => target.write(chunk));
  this.on('end', () => target.end());
  return target;
};

const derive = (type, parent) => {
  Object.setPrototypeOf(type.prototype, parent.prototype);
  Object.setPrototypeOf(type, parent);
};

function Readable(options = {}) {
  if (!(this instanceof Readable)) return new Readable(options);
  Stream.call(this, options);
  setUpReadable(this, options);
}
const setUpReadable = (stream, options) => {
  stream._held = [];
  stream._ended = false;
  stream._flowing = false;
  stream.readable = true;
  stream.destroyed = false;
  stream.readableObjectMode = options.objectMode === true || options.readableObjectMode === true;
  stream._readableState = { objectMode: stream.readableObjectMode, flowing: null, ended: false };
  if (options.read) stream._read = options.read;
  if (options.destroy) stream._destroy = options.destroy;
};
derive(Readable, Stream);
Object.assign(Readable.prototype, {
  _read() {},
  push(chunk) {
    if (chunk === null) this._ended = true;
    else this._held.push(chunk);
    if (this._flowing) queueMicrotask(() => this._drain());
    return true;
  },
  _drain() {
    if (!this._flowing || this.destroyed) return;
    if (this._held.length === 0 && !this._ended) this._read(16384);
    while (this._flowing && this._held.length > 0) this.emit('data', this._held.shift());
    if (this._ended && this._held.length === 0 && this.readable) {
      this.readable = false;
      this.emit('end');
      this.emit('close');
    } else if (this._flowing && this._held.length === 0 && this._generating) {
      this._generating();
    }
  },
  on(event, listener) {
    EventEmitter.prototype.on.call(this, event, listener);
    if (event === 'data') this.resume();
    return this;
  },
  read() {
    return this._held.shift() ?? null;
  },
  resume() {
    this._flowing = true;
    queueMicrotask(() => this._drain());
    return this;
  },
  pause() {
    this._flowing = false;
    return this;
  },
  isPaused() {
    return !this._flowing;
  },
  setEncoding(encoding) {
    this._encoding = encoding;
    return this;
  },
  unpipe() {
    return this;
  },
  unshift(chunk) {
    this._held.unshift(chunk);
  },
  destroy(error) {
    if (this.destroyed) return this;
    this.destroyed = true;
    const done = (failure) => {
      if (failure) this.emit('error', failure);
      this.emit('close');
    };
    if (this._destroy) this._destroy(error ?? null, done);
    else queueMicrotask(() => done(error));
    return this;
  },
  async *[Symbol.asyncIterator]() {
    for (;;) {
      if (this._held.length === 0 && !this._ended) this._read(16384);
      if (this._held.length > 0) yield this._held.shift();
      else if (this._ended) return;
      else await new Promise((resolve) => setTimeout(resolve, 1));
    }
  },
});
Readable.prototype.addListener = Readable.prototype.on;
Readable.from = (source, options) => {
  const stream = new Readable({ objectMode: true, ...options });
  const items = typeof source === 'string' || source instanceof Uint8Array ? [source] : source;
  (async () => {
    try {
      for await (const item of items) stream.push(item);
      stream.push(null);
    } catch (error) {
      stream.destroy(error);
    }
  })();
  return stream;
};

function Writable(options = {}) {
  if (!(this instanceof Writable)) return new Writable(options);
  Stream.call(this, options);
  setUpWritable(this, options);
}
const setUpWritable = (stream, options) => {
  stream.writable = true;
  stream.writableEnded = false;
  stream.writableFinished = false;
  stream.destroyed = false;
  stream.writableObjectMode = options.objectMode === true || options.writableObjectMode === true;
  stream._writableState = { objectMode: stream.writableObjectMode, ended: false };
  if (options.write) stream._write = options.write;
  if (options.final) stream._final = options.final;
  if (options.destroy) stream._destroy = options.destroy;
};
derive(Writable, Stream);
const WRITABLE = {
  _write(chunk, encoding, callback) {
    callback();
  },
  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    this._write(chunk, encoding ?? 'utf8', (error) => {
      if (error) this.emit('error', error);
      callback?.(error);
    });
    return true;
  },
  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') [chunk, callback] = [undefined, chunk];
    if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    if (this.writableEnded) return this;
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    this.writableEnded = true;
    const finish = (error) => {
      if (error) return void this.emit('error', error);
      this.writableFinished = true;
      this.writable = false;
      this.emit('finish');
      callback?.();
    };
    if (this._final) this._final(finish);
    else queueMicrotask(() => finish());
    return this;
  },
  cork() {},
  uncork() {},
  setDefaultEncoding() {
    return this;
  },
};
Object.assign(Writable.prototype, WRITABLE, { destroy: Readable.prototype.destroy });

function Duplex(options = {}) {
  if (!(this instanceof Duplex)) return new Duplex(options);
  Stream.call(this, options);
  setUpReadable(this, options);
  setUpWritable(this, options);
}
derive(Duplex, Readable);
Object.assign(Duplex.prototype, WRITABLE);

function Transform(options = {}) {
  if (!(this instanceof Transform)) return new Transform(options);
  Duplex.call(this, options);
  if (options.transform) this._transform = options.transform;
  if (options.flush) this._flush = options.flush;
}
derive(Transform, Duplex);
Object.assign(Transform.prototype, {
  _transform(chunk, encoding, callback) {
    callback(null, chunk);
  },
  _write(chunk, encoding, callback) {
    this._transform(chunk, encoding, (error, result) => {
      if (result !== undefined && result !== null) this.push(result);
      callback(error);
    });
  },
  _final(callback) {
    const finish = (error, result) => {
      if (result !== undefined && result !== null) this.push(result);
      this.push(null);
      callback(error);
    };
    if (this._flush) this._flush(finish);
    else finish();
  },
});

function PassThrough(options = {}) {
  if (!(this instanceof PassThrough)) return new PassThrough(options);
  Transform.call(this, options);
}
derive(PassThrough, Transform);

const finished = (stream, options, callback = options) => {
  let called = false;
  const done = (error) => {
    if (called) return;
    called = true;
    callback(error);
  };
  for (const event of ['end', 'finish', 'close']) stream.on(event, () => done());
  stream.on('error', done);
  return () => {
    called = true;
  };
};
const pipeline = (...streams) => {
  const callback = typeof streams.at(-1) === 'function' ? streams.pop() : () => {};
  const list = streams.flat();
  list.reduce((from, to) => from.pipe(to));
  for (const stream of list.slice(0, -1)) stream.on('error', callback);
  finished(list.at(-1), callback);
  return list.at(-1);
};
const promises = {
  pipeline: (...streams) => new Promise((resolve, reject) => pipeline(...streams, (error) => (error ? reject(error) : resolve()))),
  finished: (stream) => new Promise((resolve, reject) => finished(stream, (error) => (error ? reject(error) : resolve()))),
};

module.exports = Object.assign(Stream, {
  Stream,
  Readable,
  Writable,
  Duplex,
  Transform,
  PassThrough,
  finished,
  pipeline,
  promises,
  addAbortSignal: (signal, stream) => stream,
  isReadable: (stream) => stream?.readable === true,
  isErrored: () => false,
  isDisturbed: () => false,
  getDefaultHighWaterMark: () => 65536,
  setDefaultHighWaterMark() {},
});
internals.complete('stream', Stream);
