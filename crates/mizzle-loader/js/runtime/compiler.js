'use strict';
// What transpiled code calls: legacy decorators and `using`, by the compiler's names.

const describe = (target, key, given) => (given === null ? Object.getOwnPropertyDescriptor(target, key) : given);

// Applies decorators from the last to the first: to a class (two arguments), or to a
// member of one. What a decorator returns takes the place of what it was given.
function decorate(decorators, target, key, descriptor) {
  const member = arguments.length > 2;
  const property = arguments.length > 3;
  let result = member ? (property ? describe(target, key, descriptor) : undefined) : target;
  for (const decorator of decorators.filter(Boolean).reverse()) {
    const replaced = !member ? decorator(result) : property ? decorator(target, key, result) : decorator(target, key);
    result = replaced || result;
  }
  if (member && property && result) Object.defineProperty(target, key, result);
  return result;
}

const decorateParam = (index, decorator) => (target, key) => decorator(target, key, index);
const decorateMetadata = (key, value) => (typeof Reflect.metadata === 'function' ? Reflect.metadata(key, value) : undefined);

const DISPOSE = Symbol.dispose ?? Symbol.for('Symbol.dispose');
const ASYNC_DISPOSE = Symbol.asyncDispose ?? Symbol.for('Symbol.asyncDispose');
if (!Symbol.dispose) internals.define(Symbol, 'dispose', DISPOSE);
if (!Symbol.asyncDispose) internals.define(Symbol, 'asyncDispose', ASYNC_DISPOSE);

const suppressed = (error, earlier) => {
  if (typeof SuppressedError === 'function') return new SuppressedError(error, earlier);
  return Object.assign(new Error('an error was suppressed by another one'), { name: 'SuppressedError', error, suppressed: earlier });
};

// The scope of `using` declarations: `u` and `a` register, `e` takes the error of the
// body, `d` disposes in reverse order.
function usingCtx() {
  const NONE = {};
  const stack = [];
  const register = (async) => (value) => {
    if (value === null || value === undefined) return value;
    const dispose = (async ? value[ASYNC_DISPOSE] : undefined) ?? value[DISPOSE];
    if (typeof dispose !== 'function') throw new TypeError('a value after `using` has no Symbol.dispose');
    stack.push({ value, dispose, async });
    return value;
  };
  return {
    e: NONE,
    u: register(false),
    a: register(true),
    d() {
      let failure = this.e;
      const failed = (error) => {
        failure = failure === NONE ? error : suppressed(error, failure);
        return next();
      };
      const next = () => {
        while (stack.length > 0) {
          const { value, dispose, async } = stack.pop();
          try {
            const result = dispose.call(value);
            if (async) return Promise.resolve(result).then(next, failed);
          } catch (error) {
            return failed(error);
          }
        }
        if (failure !== NONE) throw failure;
      };
      return next();
    },
  };
}

internals.define(globalThis, 'babelHelpers', { decorate, decorateParam, decorateMetadata, usingCtx });
