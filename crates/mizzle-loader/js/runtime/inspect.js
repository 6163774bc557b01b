'use strict';
// Values as text for people, and `console`. What is printed goes to whoever runs us.

const CUSTOM = Symbol.for('nodejs.util.inspect.custom');
const identifier = /^[A-Za-z_$][\w$]*$/;

const quoted = (text) => {
  const body = JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"');
  if (!text.includes("'")) return `'${body}'`;
  return text.includes('"') ? `\`${body}\`` : `"${body}"`;
};

const className = (value) => {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null) return '[Object: null prototype]';
  const constructor = prototype.constructor;
  return typeof constructor === 'function' ? constructor.name : '';
};

const errorText = (error) => {
  const head = `${error.name ?? 'Error'}${error.message ? `: ${error.message}` : ''}`;
  const stack = typeof error.stack === 'string' ? error.stack.trimEnd() : '';
  if (!stack) return `[${head}]`;
  return stack.startsWith(head) ? stack : `${head}\n${stack}`;
};

function inspect(value, options) {
  const depth = options === null ? Infinity : (options?.depth ?? 2);
  return show(value, { left: depth === null ? Infinity : depth, seen: [], options: options ?? {} }, true);
}

function show(value, state, top) {
  switch (typeof value) {
    case 'string': return quoted(value);
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint': return `${value}n`;
    case 'undefined': case 'boolean': return String(value);
    case 'symbol': return value.toString();
  }
  if (value === null) return 'null';
  const label = internals.labelOf?.(value);
  if (label !== undefined) return `[${label}]`;
  if (state.seen.includes(value)) return '[Circular *1]';
  if (typeof value[CUSTOM] === 'function') {
    const custom = value[CUSTOM](state.left, state.options, inspect);
    if (custom !== value) return typeof custom === 'string' ? custom : show(custom, state, top);
  }
  if (value instanceof Error) return errorText(value);
  if (value instanceof Date) return Number.isNaN(+value) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  const keys = Object.keys(value);
  if (typeof value === 'function') {
    const kind = /^class\b/.test(Function.prototype.toString.call(value)) ? 'class' : 'Function';
    const head = kind === 'class' ? `[class ${value.name || '(anonymous)'}]` : `[Function${value.name ? `: ${value.name}` : ' (anonymous)'}]`;
    if (keys.length === 0) return head;
    return `${head} ${members(value, keys, state)}`;
  }
  const name = className(value);
  if (state.left < 0) return Array.isArray(value) ? '[Array]' : `[${name || 'Object'}]`;
  const inner = { ...state, left: state.left - 1, seen: [...state.seen, value] };
  const list = (items, open, close) => {
    const shown = items.slice(0, 100).map((item) => (typeof item === 'function' ? item() : item));
    if (items.length > 100) shown.push(`... ${items.length - 100} more items`);
    return layout(shown, open, close);
  };
  if (Array.isArray(value)) return list(value.map((item) => () => show(item, inner)), '[', ']');
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    if (internals.isBuffer?.(value)) {
      const hex = Array.from(value.slice(0, 50), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
      return `<Buffer${hex && ' '}${hex}${value.length > 50 ? ` ... ${value.length - 50} more bytes` : ''}>`;
    }
    return `${name}(${value.length}) ${list(Array.from(value, (item) => String(item)), '[', ']')}`;
  }
  if (value instanceof Map) return `Map(${value.size}) ${list([...value].map(([key, item]) => `${show(key, inner)} => ${show(item, inner)}`), '{', '}')}`;
  if (value instanceof Set) return `Set(${value.size}) ${list([...value].map((item) => show(item, inner)), '{', '}')}`;
  if (value instanceof Promise) return 'Promise {}';
  if (value instanceof WeakMap || value instanceof WeakSet) return `${name} { <items unknown> }`;
  const prefix = name === 'Object' || name === '' ? '' : `${name} `;
  return prefix + members(value, keys, inner);
}

function members(value, keys, state) {
  const shown = keys.map((key) => {
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    const text = descriptor?.get ? (descriptor.set ? '[Getter/Setter]' : '[Getter]') : show(descriptor?.value, state);
    return `${identifier.test(key) ? key : quoted(key)}: ${text}`;
  });
  return layout(shown, '{', '}');
}

function layout(items, open, close) {
  if (items.length === 0) return open + close;
  const line = `${open} ${items.join(', ')} ${close}`;
  if (line.length <= 76 && !line.includes('\n')) return line;
  return `${open}\n  ${items.map((item) => item.replaceAll('\n', '\n  ')).join(',\n  ')}\n${close}`;
}

function format(...args) {
  const out = [];
  let next = 0;
  if (typeof args[0] === 'string') {
    next = 1;
    out.push(args[0].replace(/%([sdifjoOc%])/g, (match, letter) => {
      if (letter === '%') return args.length > 1 ? '%' : '%%';
      if (next >= args.length) return match;
      const value = args[next++];
      switch (letter) {
        case 's': return typeof value === 'object' && value !== null ? inspect(value, { depth: 0 }) : typeof value === 'bigint' ? `${value}n` : String(value);
        case 'd': return typeof value === 'bigint' ? `${value}n` : String(Number(value));
        case 'i': return typeof value === 'bigint' ? `${value}n` : String(parseInt(value, 10));
        case 'f': return String(parseFloat(value));
        case 'j': return JSON.stringify(value) ?? 'undefined';
        case 'c': return '';
        default: return inspect(value);
      }
    }));
  }
  for (const value of args.slice(next)) out.push(typeof value === 'string' ? value : inspect(value));
  return out.join(' ');
}

let indent = '';
const print = (error, text) => native.print(error, (indent + text.replaceAll('\n', `\n${indent}`) + '\n').toWellFormed());
const counts = new Map();
const starts = new Map();

const console = {
  log: (...args) => print(false, format(...args)),
  info: (...args) => print(false, format(...args)),
  debug: (...args) => print(false, format(...args)),
  warn: (...args) => print(true, format(...args)),
  error: (...args) => print(true, format(...args)),
  trace: (...args) => print(true, `Trace: ${format(...args)}`),
  dir: (value, options) => print(false, inspect(value, options)),
  dirxml: (...args) => print(false, format(...args)),
  table: (value) => print(false, inspect(value)),
  assert(condition, ...args) {
    if (!condition) print(true, `Assertion failed${args.length ? `: ${format(...args)}` : ''}`);
  },
  group(...args) {
    if (args.length) print(false, format(...args));
    indent += '  ';
  },
  groupEnd() {
    indent = indent.slice(2);
  },
  count(label = 'default') {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    print(false, `${label}: ${counts.get(label)}`);
  },
  countReset: (label = 'default') => void counts.delete(label),
  time: (label = 'default') => void starts.set(label, native.now()),
  timeLog: (label = 'default', ...args) => print(false, `${label}: ${(native.now() - (starts.get(label) ?? native.now())).toFixed(3)}ms${args.length ? ` ${format(...args)}` : ''}`),
  timeEnd(label = 'default') {
    console.timeLog(label);
    starts.delete(label);
  },
  timeStamp() {},
  profile() {},
  profileEnd() {},
  clear() {},
};
console.groupCollapsed = console.group;

internals.define = (object, name, value) =>
  Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });
internals.define(globalThis, 'console', console);
Object.assign(internals, { inspect, format });
