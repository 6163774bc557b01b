'use strict';
// Packages that teach Node to load TypeScript. Here every module can be TypeScript
// already, so `jiti` only has to import, and hooks have nothing to hook into.

const fromPath = (from) => (String(from).startsWith('file:') ? require('url').fileURLToPath(from) : String(from));

function createJiti(from = native.cwd) {
  const path = /[\\/]$/.test(from) || from === native.cwd ? `${fromPath(from)}/noop.js` : fromPath(from);
  const load = internals.makeRequire(path);
  const importing = async (id, options) => {
    const namespace = await native.import(native.resolveImport(id, path));
    return options?.default ? (namespace.default ?? namespace) : namespace;
  };
  const jiti = (id) => {
    const exports = load(id);
    return exports?.__esModule && Object.keys(exports).length === 1 && 'default' in exports ? exports.default : exports;
  };
  return Object.assign(jiti, {
    import: importing,
    resolve: load.resolve,
    esmResolve: (id) => native.pathUrl(native.resolveImport(id, path)),
    transform: ({ source }) => source,
    evalModule: () => undefined,
    register: () => () => {},
    cache: load.cache,
    options: {},
  });
}

module.exports = Object.assign((from) => createJiti(from), {
  createJiti,
  default: createJiti,
  register: () => ({ unregister() {} }),
  require: (id, from) => createJiti(from)(id),
  tsImport: (id, from) => createJiti(typeof from === 'object' ? from.parentURL : from).import(id),
});
