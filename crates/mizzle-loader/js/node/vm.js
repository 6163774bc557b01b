'use strict';
// node:vm: code runs in the one context there is.

const evaluate = (code, options) => native.evaluate(String(code), (typeof options === 'string' ? options : options?.filename) ?? 'evalmachine.<anonymous>');

// The names of the context become parameters; what the code declares stays inside.
const within = (code, context, options) => {
  const names = Object.keys(context ?? {}).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name));
  const run = evaluate(`(function (${names.join(',')}) { return eval(${JSON.stringify(String(code))}) })`, options);
  return run.apply(context, names.map((name) => context[name]));
};

class Script {
  constructor(code, options) {
    this._code = String(code);
    this._options = options;
  }
  runInThisContext() {
    return evaluate(this._code, this._options);
  }
  runInContext(context) {
    return within(this._code, context, this._options);
  }
  runInNewContext(context) {
    return within(this._code, context, this._options);
  }
  createCachedData() {
    return require('buffer').Buffer.alloc(0);
  }
}

Object.assign(exports, {
  Script,
  createScript: (code, options) => new Script(code, options),
  runInThisContext: evaluate,
  runInContext: within,
  runInNewContext: within,
  createContext: (context = {}) => context,
  isContext: () => true,
  compileFunction: (code, parameters = [], options) => evaluate(`(function (${parameters.join(',')}) {${code}\n})`, options),
});
internals.complete('vm', exports);
