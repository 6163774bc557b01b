'use strict';
// node:path for both kinds of paths. One implementation over what they differ in:
// which characters separate, and what a root looks like.

const invalid = (name, value) =>
  Object.assign(new TypeError(`The "${name}" argument must be of type string. Received ${value === null ? 'null' : typeof value}`), { code: 'ERR_INVALID_ARG_TYPE' });
const check = (name, value) => {
  if (typeof value !== 'string') throw invalid(name, value);
};

// The parts without `.` and `..`; those that lead above the start stay only where
// there is no root to stop them.
const collapse = (parts, rooted) => {
  const out = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') out.push(part);
    else if (out.length > 0 && out.at(-1) !== '..') out.pop();
    else if (!rooted) out.push('..');
  }
  return out;
};

const posixRoot = (path) => ({ device: '', rooted: path.startsWith('/'), rest: path });

// `C:\`, `C:`, `\\server\share\`, `\`
const windowsRoot = (path) => {
  const drive = /^[A-Za-z]:/.exec(path)?.[0];
  if (drive) {
    const rest = path.slice(2);
    return { device: drive, rooted: /^[\\/]/.test(rest), rest };
  }
  const unc = /^[\\/]{2}([^\\/]+)[\\/]+([^\\/]+)/.exec(path);
  if (unc) return { device: `\\\\${unc[1]}\\${unc[2]}`, rooted: true, rest: path.slice(unc[0].length) };
  return { device: '', rooted: /^[\\/]/.test(path), rest: path };
};

function make({ sep, delimiter, separators, root, same }) {
  const isSeparator = (character) => separators.includes(character);
  const split = (text) => text.split(sep === '/' ? '/' : /[\\/]/);
  const trimEnd = (text) => {
    let end = text.length;
    while (end > 0 && isSeparator(text[end - 1])) end -= 1;
    return text.slice(0, end);
  };

  const normalize = (path) => {
    check('path', path);
    if (path === '') return '.';
    const { device, rooted, rest } = root(path);
    let body = collapse(split(rest), rooted).join(sep);
    if (body === '' && !rooted) body = device ? '' : '.';
    if (body !== '' && isSeparator(rest.at(-1) ?? '')) body += sep;
    if (body === '' && device && !rooted) body = '.';
    return device + (rooted ? sep : '') + body;
  };

  const join = (...paths) => {
    for (const path of paths) check('path', path);
    const given = paths.filter((path) => path !== '');
    if (given.length === 0) return '.';
    // Two separators at the start would name a server, unless the first part meant one.
    let joined = given.join(sep);
    if (sep === '\\' && !/^[\\/]{2}[^\\/]/.test(given[0])) joined = joined.replace(/^[\\/]{2,}/, '\\');
    return normalize(joined);
  };

  const resolve = (...paths) => {
    let device = '';
    let rooted = false;
    let tail = '';
    for (let at = paths.length - 1; at >= -1 && !(rooted && (device || sep === '/')); at -= 1) {
      const path = at >= 0 ? paths[at] : workingDirectory(sep);
      check(`paths[${at}]`, path);
      if (path === '') continue;
      const found = root(path);
      if (found.device && device && found.device.toLowerCase() !== device.toLowerCase()) continue;
      device ||= found.device;
      if (rooted) continue;
      tail = `${found.rest}${sep}${tail}`;
      rooted = found.rooted;
    }
    const body = collapse(split(tail), rooted).join(sep);
    return device + (rooted ? sep : '') + body || '.';
  };

  const dirname = (path) => {
    check('path', path);
    if (path === '') return '.';
    const { device, rooted, rest } = root(path);
    const trimmed = trimEnd(rest);
    let at = trimmed.length - 1;
    while (at >= 0 && !isSeparator(trimmed[at])) at -= 1;
    const head = at < 0 ? '' : trimEnd(trimmed.slice(0, at));
    if (head !== '') return device + head;
    if (rooted) return device + (rest[0] && isSeparator(rest[0]) ? rest[0] : sep);
    return device || '.';
  };

  const basename = (path, suffix) => {
    check('path', path);
    if (suffix !== undefined) check('suffix', suffix);
    const base = split(trimEnd(sep === '\\' ? path.replace(/^[A-Za-z]:/, '') : path)).at(-1);
    return suffix && base !== suffix && base.endsWith(suffix) ? base.slice(0, -suffix.length) : base;
  };

  const extname = (path) => {
    const base = basename(path);
    const at = base.lastIndexOf('.');
    return at <= 0 || base === '..' ? '' : base.slice(at);
  };

  const relative = (from, to) => {
    check('from', from);
    check('to', to);
    [from, to] = [resolve(from), resolve(to)];
    const [start, end] = [root(from), root(to)];
    if (!same(start.device, end.device)) return to;
    const [left, right] = [split(start.rest).filter(Boolean), split(end.rest).filter(Boolean)];
    let common = 0;
    while (common < left.length && common < right.length && same(left[common], right[common])) common += 1;
    return [...left.slice(common).map(() => '..'), ...right.slice(common)].join(sep);
  };

  const parse = (path) => {
    check('path', path);
    const { device, rooted, rest } = root(path);
    const mark = rooted && rest[0] && isSeparator(rest[0]) ? rest[0] : rooted ? sep : '';
    const base = basename(path);
    const ext = extname(path);
    let dir = trimEnd(path);
    dir = dir.slice(0, dir.length - base.length);
    if (dir !== device + mark) dir = trimEnd(dir) || (rooted ? device + mark : '');
    return { root: device + mark, dir, base, ext, name: ext ? base.slice(0, -ext.length) : base };
  };

  const format = (parts) => {
    if (typeof parts !== 'object' || parts === null) throw invalid('pathObject', parts);
    const dir = parts.dir || parts.root;
    const ext = parts.ext && !parts.ext.startsWith('.') ? `.${parts.ext}` : (parts.ext ?? '');
    const base = parts.base || `${parts.name ?? ''}${ext}`;
    if (!dir) return base;
    return dir === parts.root ? dir + base : dir + sep + base;
  };

  const isAbsolute = (path) => {
    check('path', path);
    return root(path).rooted;
  };

  const matchesGlob = (path, pattern) => {
    const escape = (text) => text.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    const source = pattern.split(/(\*\*\/?|\*|\?)/).map((piece) => ({ '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' })[piece] ?? escape(piece)).join('');
    return new RegExp(`^${source}$`).test(sep === '\\' ? path.replaceAll('\\', '/') : path);
  };

  const toNamespacedPath = (path) => {
    if (sep === '/' || typeof path !== 'string' || path === '') return path;
    const resolved = resolve(path);
    if (/^[A-Za-z]:\\/.test(resolved)) return `\\\\?\\${resolved}`;
    return /^\\\\[^?.]/.test(resolved) ? `\\\\?\\UNC\\${resolved.slice(2)}` : resolved;
  };

  return { sep, delimiter, normalize, join, resolve, dirname, basename, extname, relative, parse, format, isAbsolute, matchesGlob, toNamespacedPath, _makeLong: toNamespacedPath };
}

const onWindows = native.platform === 'win32';
const workingDirectory = (sep) => {
  if (onWindows === (sep === '\\')) return native.cwd;
  return sep === '/' ? native.cwd.replace(/^[A-Za-z]:/, '').replaceAll('\\', '/') : native.cwd.replaceAll('/', '\\');
};

const posix = make({ sep: '/', delimiter: ':', separators: '/', root: posixRoot, same: (a, b) => a === b });
const win32 = make({ sep: '\\', delimiter: ';', separators: '\\/', root: windowsRoot, same: (a, b) => a.toLowerCase() === b.toLowerCase() });
for (const path of [posix, win32]) Object.assign(path, { posix, win32 });

module.exports = onWindows ? win32 : posix;
