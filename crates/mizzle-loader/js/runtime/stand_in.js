'use strict';
// Values that stand for what is not there: packages that are not installed, and
// built-in modules that have no meaning while a schema is read. They may be read,
// called, constructed and subclassed, so that code which only passes through them
// runs. They refuse to become data: a wrong name in a schema would be worse than an
// error.

const labels = new WeakMap();
internals.labelOf = (value) => labels.get(value)?.label;
internals.standInOf = (value) => labels.get(value);

const OUTSIDE = 'move it out of these files, or load them with `--loader node`, which has no such limits';

const refusal = (info) => {
  const error = new Error(
    info.missing
      ? `the package '${info.module}' is not installed, and the schema needs a value of it: ${info.label}`
      : `'${info.module}' does nothing while a schema or config is read, and a value of it is needed: ${info.label}`,
  );
  error.code = 'ERR_STAND_IN';
  error.hint = info.missing ? `install the package: ${packageOf(info.module)}` : OUTSIDE;
  error.module = info.module;
  return error;
};

const packageOf = (specifier) => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');

// A table that a missing package is asked to build would be lost without a word.
const holdsColumns = (value) => {
  if (typeof value !== 'object' || value === null || labels.has(value)) return false;
  return Object.values(value).some((item) => {
    if (typeof item !== 'object' || item === null) return false;
    const kind = item.constructor?.[Symbol.for('drizzle:entityKind')];
    return typeof kind === 'string' && kind.endsWith('Builder');
  });
};

const REFUSED = ['toString', 'toLocaleString', 'valueOf', 'toJSON'];

function standIn(info) {
  const children = Object.create(null);
  const refuse = () => {
    throw refusal(info);
  };
  const child = (suffix) => standIn({ ...info, label: info.label + suffix });
  const target = function () {};
  const proxy = new Proxy(target, {
    get(_, key) {
      if (typeof key === 'string' && key in children) return children[key];
      switch (key) {
        case 'then': return undefined;
        case 'prototype': return target.prototype;
        case Symbol.toPrimitive: return (hint) => (hint === 'number' && !info.missing ? NaN : refuse());
        case Symbol.iterator: return info.missing ? refuse : function* () {};
        case Symbol.asyncIterator: return info.missing ? refuse : async function* () {};
      }
      if (typeof key === 'symbol') return Reflect.get(target, key);
      if (REFUSED.includes(key)) return refuse;
      if (key === 'call' || key === 'apply' || key === 'bind') return Function.prototype[key];
      return (children[key] = key === 'default' || key === '__esModule' ? proxy : child(identifier.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`));
    },
    set(_, key, value) {
      if (typeof key === 'symbol') target[key] = value;
      else if (key === 'prototype') target.prototype = value;
      else children[key] = value;
      return true;
    },
    has: () => true,
    deleteProperty: (_, key) => delete children[key] || true,
    ownKeys: () => (info.missing ? refuse() : Reflect.ownKeys(target)),
    apply(_, __, args) {
      if (info.missing && args.some(holdsColumns)) refuse();
      return child('()');
    },
    construct(_, args, newTarget) {
      // `class Own extends Missing`: a real object of the subclass.
      return newTarget === proxy ? standIn({ ...info, label: `new ${info.label}()` }) : Reflect.construct(target, args, newTarget);
    },
  });
  labels.set(proxy, info);
  return proxy;
}

const identifier = /^[A-Za-z_$][\w$]*$/;

// A package that is not installed.
internals.missingPackage = (specifier) => standIn({ missing: true, module: specifier, label: specifier });
// A value of a built-in module that does nothing.
internals.inert = (module, label = module) => standIn({ missing: false, module, label });

const REASONS = {
  network: 'there is no network while a config or schema is read',
  process: 'no other program is started while a config or schema is read',
  write: 'files are only read, never written, while a config or schema is read',
  exit: 'a config or schema must not end the program',
  other: 'it is not available while a config or schema is read',
};

// The error for what the sandbox refuses.
internals.denied = (what, reason = 'other') => {
  const error = new Error(`${what} was called: ${REASONS[reason]}`);
  error.code = 'ERR_SANDBOX';
  if (reason === 'network' || reason === 'process') {
    error.hint = OUTSIDE;
  }
  if (reason === 'exit') error.hint = 'what the code printed before may say why';
  return error;
};
