'use strict';
// Web streams are there to be named and subclassed; no data flows while a schema is
// read.

const names = ['ReadableStream', 'WritableStream', 'TransformStream', 'ByteLengthQueuingStrategy', 'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream'];

for (const name of names) {
  exports[name] = {
    [name]: class {
      constructor(source, strategy) {
        this.locked = false;
        internals.define(this, '_source', source);
        internals.define(this, '_strategy', strategy);
      }
      getReader() {
        return { read: async () => ({ done: true, value: undefined }), releaseLock() {}, cancel: async () => {}, closed: Promise.resolve() };
      }
      getWriter() {
        return { write: async () => {}, close: async () => {}, abort: async () => {}, releaseLock() {}, ready: Promise.resolve(), closed: Promise.resolve() };
      }
      get readable() {
        return new exports.ReadableStream();
      }
      get writable() {
        return new exports.WritableStream();
      }
      pipeThrough(pair) {
        return pair.readable;
      }
      async pipeTo() {}
      async cancel() {}
      tee() {
        return [this, this];
      }
    },
  }[name];
}
