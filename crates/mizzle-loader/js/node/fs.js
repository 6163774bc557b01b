'use strict';
// node:fs, read only. What would write is there and refuses.

const { Buffer } = require('buffer');
const { files } = native;

const pathOf = (path) => {
  if (typeof path === 'string') {
    if (path.includes('\0')) throw Object.assign(new TypeError('The argument must be a string without null bytes'), { code: 'ERR_INVALID_ARG_VALUE' });
    return absolute(path);
  }
  if (Buffer.isBuffer(path)) return absolute(path.toString());
  if (typeof path === 'object' && path !== null && typeof path.href === 'string') return require('url').fileURLToPath(path);
  throw Object.assign(new TypeError(`The "path" argument must be of type string or an instance of Buffer or URL. Received ${path === null ? 'null' : typeof path}`), { code: 'ERR_INVALID_ARG_TYPE' });
};
const absolute = (path) => (require('path').isAbsolute(path) ? path : require('path').resolve(path)).toWellFormed();

const KINDS = { isFile: 'file', isDirectory: 'directory', isSymbolicLink: 'link', isFIFO: 'fifo', isSocket: 'socket', isBlockDevice: 'block', isCharacterDevice: 'character' };
class Stats {}
class Dirent {
  constructor(name, kind, parentPath) {
    this.name = name;
    this.parentPath = this.path = parentPath;
    internals.define(this, '_kind', kind);
  }
}
for (const [method, kind] of Object.entries(KINDS)) {
  for (const type of [Stats, Dirent]) {
    internals.define(type.prototype, method, function () {
      return this._kind === kind;
    });
  }
}

const statsOf = (path, follow, options) => {
  let raw;
  try {
    raw = files.stat(pathOf(path), follow);
  } catch (error) {
    if (options?.throwIfNoEntry === false && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
    throw error;
  }
  const { kind, ...fields } = raw;
  const stats = Object.assign(new Stats(), fields, { blksize: 4096, blocks: Math.ceil(fields.size / 512), rdev: 0, ctimeMs: fields.mtimeMs });
  for (const time of ['atime', 'mtime', 'ctime', 'birthtime']) stats[time] = new Date(stats[`${time}Ms`]);
  if (options?.bigint) for (const key of Object.keys(stats)) if (typeof stats[key] === 'number') stats[key] = BigInt(Math.trunc(stats[key]));
  internals.define(stats, '_kind', kind);
  return stats;
};

const read = (path, options) => {
  const encoding = typeof options === 'string' ? options : options?.encoding;
  const bytes = files.read(typeof path === 'number' ? descriptor(path).path : pathOf(path));
  const buffer = Buffer.from(bytes.buffer);
  return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
};

const list = (path, options) => {
  const folder = pathOf(path);
  const found = [];
  const visit = (directory, prefix) => {
    for (const [name, kind] of files.list(directory)) {
      found.push(options?.withFileTypes ? new Dirent(name, kind, directory) : prefix + name);
      if (options?.recursive && kind === 'directory') visit(require('path').join(directory, name), `${prefix}${name}${require('path').sep}`);
    }
  };
  visit(folder, '');
  return found;
};

// Open files: what they hold is read at once.
const open = new Map();
const descriptor = (fd) => {
  const file = open.get(fd);
  if (!file) throw Object.assign(new Error('EBADF: bad file descriptor'), { code: 'EBADF', errno: -9 });
  return file;
};

const sync = {
  access(path, mode = 0) {
    statsOf(path, true);
    if (mode & 2) throw internals.denied(`fs.access('${path}', W_OK)`, 'write');
  },
  exists(path) {
    try {
      return Boolean(files.stat(pathOf(path), true));
    } catch {
      return false;
    }
  },
  lstat: (path, options) => statsOf(path, false, options),
  open(path, flags = 'r') {
    if (flags !== 'r' && flags !== 0 && flags !== 'rs') throw internals.denied(`fs.open('${path}', '${flags}')`, 'write');
    const resolved = pathOf(path);
    const fd = 3 + open.size;
    open.set(fd, { path: resolved, at: 0, bytes: Buffer.from(files.read(resolved).buffer) });
    return fd;
  },
  close: (fd) => void open.delete(fd),
  fstat: (fd, options) => statsOf(descriptor(fd).path, true, options),
  read(fd, buffer, offset = 0, length = buffer.byteLength - offset, position = null) {
    if (typeof offset === 'object' && offset !== null) ({ offset = 0, length = buffer.byteLength - offset, position = null } = offset);
    const file = descriptor(fd);
    const from = position === null || position < 0 ? file.at : Number(position);
    const chunk = file.bytes.subarray(from, from + length);
    new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength).set(chunk, offset);
    if (position === null || position < 0) file.at += chunk.length;
    return chunk.length;
  },
  readdir: list,
  readFile: read,
  readlink: (path) => files.readlink(pathOf(path)),
  realpath: (path) => files.realpath(pathOf(path)),
  stat: (path, options) => statsOf(path, true, options),
};

const WRITERS = ['appendFile', 'chmod', 'chown', 'copyFile', 'cp', 'fchmod', 'fchown', 'fdatasync', 'fsync', 'ftruncate', 'futimes', 'lchmod', 'lchown', 'link', 'lutimes', 'mkdir', 'mkdtemp', 'rename', 'rm', 'rmdir', 'symlink', 'truncate', 'unlink', 'utimes', 'write', 'writeFile', 'writev'];
for (const name of WRITERS) {
  sync[name] = (path) => {
    // A folder that is there already is what `mkdir(…, { recursive: true })` wants.
    if (name === 'mkdir' && typeof path !== 'number' && sync.exists(path)) return undefined;
    throw internals.denied(`fs.${name}(${typeof path === 'object' && path !== null ? '' : `'${String(path)}'`})`, 'write');
  };
}

const promises = {};
for (const [name, run] of Object.entries(sync)) {
  exports[`${name}Sync`] = run;
  if (!['exists', 'close', 'read', 'fstat'].includes(name)) promises[name] = async (...args) => run(...args);
  exports[name] = (...args) => {
    const callback = args.pop();
    if (typeof callback !== 'function') throw Object.assign(new TypeError('The "cb" argument must be of type function.'), { code: 'ERR_INVALID_ARG_TYPE' });
    let result;
    try {
      result = run(...args);
    } catch (error) {
      if (error.code === 'ERR_INVALID_ARG_TYPE') throw error;
      return void queueMicrotask(() => callback(error));
    }
    queueMicrotask(() => (name === 'exists' ? callback(result) : name === 'read' ? callback(null, result, args[1]) : callback(null, result)));
  };
}
promises.open = async (path, flags) => {
  const fd = sync.open(path, flags);
  return {
    fd,
    readFile: async (options) => read(fd, options),
    stat: async () => sync.fstat(fd),
    read: async (buffer, ...rest) => ({ bytesRead: sync.read(fd, buffer, ...rest), buffer }),
    close: async () => sync.close(fd),
  };
};
promises.opendir = async (path) => ({
  path,
  async *[Symbol.asyncIterator]() {
    yield* list(path, { withFileTypes: true });
  },
  close: async () => {},
});
exports.realpathSync.native = exports.realpathSync;
exports.realpath.native = exports.realpath;

const streamed = (path, options) => {
  const { Readable } = require('stream');
  return Object.assign(Readable.from([read(path, options)]), { path });
};
const refuse = (name) => (path) => {
  throw internals.denied(`fs.${name}('${String(path)}')`, 'write');
};
const watcher = () => Object.assign(new (require('events'))(), { close() {}, ref() {}, unref() {} });

Object.assign(exports, {
  promises,
  Stats,
  Dirent,
  createReadStream: streamed,
  createWriteStream: refuse('createWriteStream'),
  opendirSync: (path) => ({ path, readSync: ((entries) => () => entries.shift() ?? null)(list(path, { withFileTypes: true })), closeSync() {} }),
  watch: watcher,
  watchFile: watcher,
  unwatchFile() {},
  globSync: (pattern, options) => list(options?.cwd ?? '.', { recursive: true }).filter((path) => [pattern].flat().some((one) => require('path').matchesGlob(path, one))),
});
internals.complete('fs', exports);
promises.constants = exports.constants;
for (const name of ['F_OK', 'R_OK', 'W_OK', 'X_OK']) exports[name] = exports.constants[name];
