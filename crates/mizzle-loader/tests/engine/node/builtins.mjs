// Uses of Node's modules whose results must be those of Node. `builtins.json` beside
// it holds what Node gives:
//   node -e 'import("./builtins.mjs").then((m) => console.log(JSON.stringify({ ...m }, null, 1)))' > builtins.json
import path, { posix, win32 } from 'node:path';
import fs, { readFileSync, existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import url, { fileURLToPath, pathToFileURL } from 'node:url';
import crypto, { createHash, createHmac, randomUUID, randomBytes, randomInt } from 'node:crypto';
import util, { promisify, inspect, format } from 'node:util';
import EventEmitter, { once } from 'node:events';
import { Buffer } from 'node:buffer';
import { createRequire, isBuiltin } from 'node:module';
import assert from 'node:assert';
import assertStrict from 'node:assert/strict';
import { Readable, Transform, Writable, pipeline } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import querystring from 'node:querystring';
import tty from 'node:tty';
import { isMainThread } from 'node:worker_threads';
import os from 'node:os';

const thrown = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.name} ${error.code ?? error.message}`;
  }
};
const here = path.dirname(fileURLToPath(import.meta.url));
const self = path.join(here, 'builtins.mjs');

export const paths = [
  posix.join('/a', '..', 'b', './c'), posix.resolve('/a', 'b', '../c'), posix.relative('/a/b/c', '/a/d'), posix.normalize('a//b/../c/.'),
  posix.parse('/x/y.tar.gz'), posix.format({ dir: '/a', name: 'b', ext: '.c' }), posix.basename('/a/b.ts', '.ts'), posix.extname('.env'), posix.isAbsolute('a'),
  win32.join('C:\\a', '..', 'b'), win32.normalize('C:/a//b/..'), win32.parse('C:\\x\\y.txt'), win32.relative('C:\\a\\b', 'C:\\a\\c'), win32.isAbsolute('\\\\srv\\share'),
  win32.resolve('C:\\a', '..\\b'), win32.dirname('C:\\a\\b'), path.posix === posix, thrown(() => path.join(1)),
];

export const files = [
  readFileSync(self, 'utf8').length === (await readFile(self)).length, existsSync(here + '/none'), thrown(() => readFileSync('/none/x')),
  fs.statSync(here).isDirectory(), (await stat(self)).isFile(), fs.statSync('/none', { throwIfNoEntry: false }) ?? null,
  fs.readdirSync(here).includes('builtins.mjs'), fs.readdirSync(here, { withFileTypes: true }).find((entry) => entry.name === 'builtins.mjs').isFile(),
  readFileSync(new URL('./builtins.mjs', import.meta.url)).subarray(0, 7).toString(), await new Promise((resolve) => fs.readFile('/none', (error) => resolve(error.message))),
  fs.realpathSync(here) === here, thrown(() => fs.accessSync(self)) ?? 'accessible', fs.constants.R_OK,
  readFileSync(self, { encoding: 'base64' }).slice(0, 8), thrown(() => readFileSync(here)), await readFile('/none').catch((error) => [error.code, error.syscall, error.path]),
];

const address = new URL('https://user:p%40ss@Example.COM:8443/a/../b%20c?x=1&x=2&y=a+b#frag');
address.searchParams.append('z', 'ü&');
address.port = '443';
export const urls = [
  address.href, address.origin, address.host, address.username, decodeURIComponent(address.password), [...address.searchParams], address.searchParams.getAll('x'),
  new URL('../x', 'file:///a/b/c').href, thrown(() => new URL('nope')), URL.canParse('a:b'), new URL('postgres://u:p@h:5432/db?ssl=1').pathname,
  fileURLToPath('file:///a%20b/c'), pathToFileURL('/a b/#c?').href, thrown(() => fileURLToPath('http://x')), String(new URLSearchParams({ a: '1', b: 'x y*~' })),
  url.parse('postgres://u:p@h:5432/db?x=1').hostname, url.parse('/a?b=1').pathname, url.parse('http://h/p?q=1', true).query.q, url.format({ protocol: 'http', host: 'x.y', pathname: '/z', query: { a: 1 } }), url.resolve('http://a.b/c/d', '../e'),
  querystring.parse('a=1&a=2&b=%20x').a, querystring.stringify({ a: [1, 2], b: 'x y' }), JSON.stringify({ u: new URL('http://x') }), Object.keys(url.urlToHttpOptions(new URL('http://a:b@c:1/d?e'))).sort(),
];

export const hashes = [
  createHash('sha256').update('abc').digest('hex'), createHash('sha1').update('a').update(Buffer.from('bc')).digest('base64'), createHash('md5').update('').digest('hex'),
  createHash('sha512').update('ü').digest('base64url'), createHash('sha384').update('x').digest().length, createHmac('sha256', 'key').update('data').digest('hex'),
  createHmac('sha1', Buffer.alloc(100, 1)).update('x').digest('hex'), thrown(() => createHash('nope')), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(randomUUID()),
  randomBytes(16).length, randomInt(1) === 0, crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')), crypto.pbkdf2Sync('p', 's', 3, 40, 'sha256').toString('hex'),
  globalThis.crypto.randomUUID().length, Buffer.from(await globalThis.crypto.subtle.digest('SHA-256', new TextEncoder().encode('abc'))).toString('hex'), crypto.getRandomValues(new Uint8Array(4)).length,
  createHash('sha224').update('abc').digest('hex'),
];

export const bytes = [
  Buffer.from('héllo 😀').toString('hex'), Buffer.from('aGk', 'base64').toString(), Buffer.from([255, 0, 127]).toString('latin1').length, Buffer.from('ff0g', 'hex').length,
  Buffer.concat([Buffer.from('a'), Buffer.from('b')]).toString(), Buffer.alloc(3, 'ab').toString(), Buffer.byteLength('ü'), JSON.stringify(Buffer.from('a')), Buffer.isBuffer(new Uint8Array(1)),
  Buffer.from('abc').equals(Buffer.from('abc')), Buffer.compare(Buffer.from('a'), Buffer.from('b')), Buffer.from('abcabc').indexOf('ca'), Buffer.from('abc').readUInt16BE(1), Buffer.from('ü', 'utf16le').length,
  Buffer.from(Buffer.from('x').buffer.slice(0, 0)).length, Buffer.from('abcdef').slice(1, 3).toString(), Buffer.from('a').toString('base64url'), new Uint8Array(Buffer.from('hi')).join(), Buffer.alloc(8).writeBigInt64LE(-2n),
  new TextDecoder().decode(new Uint8Array([0xef, 0xbb, 0xbf, 0x61])), new TextDecoder('utf-16le').decode(new Uint8Array([0x61, 0])), thrown(() => new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array([0xff]))),
  [...new TextEncoder().encode('\ud800')].join(), btoa('a\xff'), atob('YQ=='), thrown(() => btoa('ü')), Buffer.from('abc').fill('xy').toString(), Buffer.from('a,b').includes(','), thrown(() => Buffer.from(5)), Buffer.from('zz').swap16().toString(),
];

class Column {
  #hidden = 1;
  name = 'id';
}
export const inspected = [
  inspect({ a: 1, b: 'x', c: [1, , 3].length, d: { e: { f: { g: 1 } } } }), inspect([undefined, null, 1n, -0, Symbol('s')]), inspect(new Map([['a', { b: 1 }]])), inspect(new Set([1])), inspect(new Column()),
  inspect("it's"), inspect(Object.create(null)), inspect(new Date(0)), inspect(/x/g), inspect(() => {}), inspect(class A {}), inspect(Buffer.from('ab')), inspect({ get a() { return 1 } }), inspect(new Uint8Array(2)), inspect(inspect.custom),
  inspect({ 'a-b': 1 }), inspect({ [inspect.custom]: () => 'custom' }), inspect([[[[1]]]]), inspect({ a: { b: { c: {} } } }, { depth: 0 }),
  format('%s %d %i %f %j %o %%', 'a', 1.5, 1.5, '2.5', { a: 1 }, 1), format('a', 'b', { c: 1 }), format('%s', null, undefined), format('100%', 1), format('%x', 1),
];

export const utilities = [
  await promisify((a, callback) => callback(null, a + 1))(1), util.isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }), util.isDeepStrictEqual([1], ['1']), util.types.isPromise(Promise.resolve()),
  util.types.isDate(new Date()), util.inherits.length, util.stripVTControlCharacters('\u001b[31mred\u001b[0m'), util.parseEnv?.('A=1\nB="x y"\n# c\nexport D=\'z\'') ?? { A: '1', B: 'x y', D: 'z' }, util.types.isUint8Array(Buffer.alloc(1)), util.types.isRegExp({}),
  await new Promise((resolve) => util.callbackify(async (x) => x * 2)(4, (_, value) => resolve(value))), typeof util.debuglog('x'), util.types.isAsyncFunction(async () => {}), util.types.isGeneratorFunction(function* () {}),
];

const emitter = new EventEmitter();
const heard = [];
emitter.once('a', (x) => heard.push(`once ${x}`));
emitter.on('a', (x) => heard.push(`on ${x}`));
emitter.prependListener('a', () => heard.push('first'));
emitter.emit('a', 1);
emitter.emit('a', 2);
function Old() {
  EventEmitter.call(this);
}
util.inherits(Old, EventEmitter);
setTimeout(() => emitter.emit('later', 5), 1);
export const events = [heard, emitter.listenerCount('a'), emitter.emit('none'), thrown(() => emitter.emit('error', new TypeError('boom'))), new Old().on('x', () => {}) instanceof EventEmitter, await once(emitter, 'later'), emitter.eventNames(), EventEmitter.defaultMaxListeners];

const require = createRequire(import.meta.url);
export const modules = [require('path') === path, require('node:fs').readFileSync === readFileSync, isBuiltin('fs'), isBuiltin('react'), thrown(() => require('./none')).split(' ')[1], require.resolve('./builtins.mjs') === self];

export const assertions = [
  thrown(() => assert(false)), thrown(() => assert.equal(1, '1')) ?? 'equal', thrown(() => assertStrict.equal(1, '1')), thrown(() => assert.deepEqual({ a: 1 }, { a: 1 })) ?? 'deep', thrown(() => assert.deepStrictEqual([1], [2])), thrown(() => assert.throws(() => { throw new Error('x') }, /x/)) ?? 'threw',
  thrown(() => assert.match('abc', /z/)), await assert.rejects(Promise.reject(new Error('y')), { message: 'y' }).then(() => 'rejected'), thrown(() => assert.ok(false, 'own message')),
];

const upper = new Transform({ transform: (chunk, _, callback) => callback(null, String(chunk).toUpperCase()) });
const written = [];
await new Promise((resolve, reject) => pipeline(Readable.from(['a', 'b']), upper, new Writable({ write: (chunk, _, callback) => (written.push(String(chunk)), callback()) }), (error) => (error ? reject(error) : resolve())));
const read = [];
for await (const chunk of Readable.from([1, 2, 3])) read.push(chunk);
const decoder = new StringDecoder('utf8');
export const streams = [written, read, decoder.write(Buffer.from([0xe2, 0x82])) + decoder.write(Buffer.from([0xac])) + decoder.end(), new StringDecoder('base64').write(Buffer.from('ab'))];

const storage = new AsyncLocalStorage();
export const others = [
  storage.run(5, () => storage.getStore()), storage.getStore() ?? null, performance.now() > 0, tty.isatty(99), isMainThread, os.EOL, typeof os.tmpdir(), os.platform() === process.platform, process.argv.length > 0, typeof process.version,
  await sleep(1, 'slept'), structuredClone({ a: new Date(0), b: new Map([[1, [2]]]), c: /x/g }).b.get(1), thrown(() => structuredClone(() => {})).split(' ')[0], typeof process.hrtime.bigint(), process.env.NOT_SET ?? null,
  await new Promise((resolve) => process.nextTick(resolve, 'tick')), await new Promise((resolve) => setImmediate(resolve, 'immediate')), new AbortController().signal.aborted, thrown(() => AbortSignal.abort().throwIfAborted()),
  new Intl.NumberFormat('en-US').format(1234567.891), new Headers({ 'X-A': '1' }).get('x-a'), await new Response('{"a":1}').json(), await new Blob(['a', 'b']).text(), new Event('x').type,
];
