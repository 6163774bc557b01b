'use strict';
// node:assert

const { isDeepStrictEqual, inspect } = require('util');

class AssertionError extends Error {
  constructor({ message, actual, expected, operator } = {}) {
    super(message === undefined ? `${inspect(actual)} ${operator} ${inspect(expected)}` : String(message));
    this.generatedMessage = message === undefined;
    Object.assign(this, { code: 'ERR_ASSERTION', actual, expected, operator });
  }
  get name() {
    return 'AssertionError';
  }
}

const fail = (message, actual, expected, operator) => {
  if (message instanceof Error) throw message;
  throw new AssertionError({ message, actual, expected, operator });
};
const check = (ok, message, actual, expected, operator) => {
  if (!ok) fail(message, actual, expected, operator);
};

const looseEqual = (a, b) => a == b || (Number.isNaN(a) && Number.isNaN(b));
const looseDeepEqual = (a, b) => {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return looseEqual(a, b);
  if (a instanceof Date || a instanceof RegExp || a instanceof Map || a instanceof Set) return isDeepStrictEqual(a, b);
  const [left, right] = [Object.keys(a), Object.keys(b)];
  return left.length === right.length && left.every((key) => looseDeepEqual(a[key], b[key]));
};
const fits = (error, expected) => {
  if (expected === undefined) return true;
  if (expected instanceof RegExp) return expected.test(String(error));
  if (typeof expected === 'function') return expected.prototype && error instanceof expected ? true : expected.prototype instanceof Error || expected === Error ? false : expected.call({}, error) === true;
  return Object.entries(expected).every(([key, value]) => (value instanceof RegExp ? value.test(error[key]) : isDeepStrictEqual(error[key], value)));
};
const thrown = (run) => {
  try {
    run();
  } catch (error) {
    return { error };
  }
  return undefined;
};
const rejected = async (promise) => {
  try {
    await (typeof promise === 'function' ? promise() : promise);
  } catch (error) {
    return { error };
  }
  return undefined;
};
const judge = (caught, expected, message) => {
  if (typeof expected === 'string') [expected, message] = [undefined, expected];
  if (!caught) fail(message ?? 'Missing expected exception.', undefined, expected, 'throws');
  if (!fits(caught.error, expected)) throw caught.error;
};

const ok = (value, message) => check(value, message ?? 'The expression evaluated to a falsy value', value, true, '==');
const assert = Object.assign((value, message) => ok(value, message), {
  AssertionError,
  ok,
  fail: (message = 'Failed') => fail(message, undefined, undefined, 'fail'),
  equal: (a, b, message) => check(looseEqual(a, b), message, a, b, '=='),
  notEqual: (a, b, message) => check(!looseEqual(a, b), message, a, b, '!='),
  strictEqual: (a, b, message) => check(Object.is(a, b), message, a, b, '==='),
  notStrictEqual: (a, b, message) => check(!Object.is(a, b), message, a, b, '!=='),
  deepEqual: (a, b, message) => check(looseDeepEqual(a, b), message, a, b, 'deepEqual'),
  notDeepEqual: (a, b, message) => check(!looseDeepEqual(a, b), message, a, b, 'notDeepEqual'),
  deepStrictEqual: (a, b, message) => check(isDeepStrictEqual(a, b), message, a, b, 'deepStrictEqual'),
  notDeepStrictEqual: (a, b, message) => check(!isDeepStrictEqual(a, b), message, a, b, 'notDeepStrictEqual'),
  throws: (run, expected, message) => judge(thrown(run), expected, message),
  doesNotThrow(run, message) {
    const caught = thrown(run);
    if (caught) fail(typeof message === 'string' ? message : `Got unwanted exception: ${caught.error?.message}`, caught.error, undefined, 'doesNotThrow');
  },
  rejects: async (promise, expected, message) => judge(await rejected(promise), expected, message),
  async doesNotReject(promise, message) {
    const caught = await rejected(promise);
    if (caught) fail(typeof message === 'string' ? message : `Got unwanted rejection: ${caught.error?.message}`, caught.error, undefined, 'doesNotReject');
  },
  match: (text, pattern, message) => check(pattern.test(text), message, text, pattern, 'match'),
  doesNotMatch: (text, pattern, message) => check(!pattern.test(text), message, text, pattern, 'doesNotMatch'),
  ifError(value) {
    if (value !== null && value !== undefined) throw value;
  },
});
internals.complete('assert', assert);
assert.strict = Object.assign((value, message) => ok(value, message), assert, {
  equal: assert.strictEqual,
  notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual,
  notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;
