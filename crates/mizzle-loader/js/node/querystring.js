'use strict';
// node:querystring

const unescape = (text) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
const escape = (text) => encodeURIComponent(String(text).toWellFormed());

const parse = (text, separator = '&', equals = '=', options = {}) => {
  const result = Object.create(null);
  if (typeof text !== 'string' || text === '') return result;
  const decode = options.decodeURIComponent ?? unescape;
  const pairs = text.split(separator);
  for (const pair of options.maxKeys === 0 ? pairs : pairs.slice(0, options.maxKeys ?? 1000)) {
    if (pair === '') continue;
    const at = pair.indexOf(equals);
    const plain = (piece) => decode(piece.replaceAll('+', ' '));
    const key = plain(at < 0 ? pair : pair.slice(0, at));
    const value = at < 0 ? '' : plain(pair.slice(at + equals.length));
    result[key] = key in result ? [result[key], value].flat() : value;
  }
  return result;
};

const text = (value) => (['string', 'boolean', 'bigint'].includes(typeof value) || (typeof value === 'number' && Number.isFinite(value)) ? String(value) : '');
const stringify = (object, separator = '&', equals = '=', options = {}) => {
  const encode = options.encodeURIComponent ?? exports.escape;
  return Object.entries(object ?? {})
    .flatMap(([key, value]) => [value].flat().map((one) => encode(key) + equals + encode(text(one))))
    .join(separator);
};

Object.assign(exports, { parse, stringify, escape, unescape, decode: parse, encode: stringify });
internals.complete('querystring', exports);
