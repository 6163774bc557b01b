'use strict';
// How a script of ours is run over the user's modules, and what it may use there.

// The export names of a module in drizzle-kit's order. CommonJS has its own order.
const orderOf = (file, namespace) => {
  const known = internals.commonJs(file) ? Object.keys(namespace) : native.exportOrder(file);
  const names = new Set(known.filter((name) => name in namespace));
  for (const name of Object.keys(namespace)) names.add(name);
  return [...names];
};

const tools = {
  // The module that `specifier` means in the file `from`.
  import: (specifier, from) => native.import(native.resolveImport(specifier, from)),
  // Its identity (a path, or a name such as `node:fs`), or null if there is none.
  resolve(specifier, from) {
    try {
      return native.resolveImport(specifier, from);
    } catch {
      return null;
    }
  },
  // The loaded files that import a package or a part of it, in order.
  importers: (name) => native.importers(name),
  // What a value stands for, `{ package, label }`, if it stands for a missing package.
  standIn(value) {
    const info = internals.standInOf(value);
    return info?.missing ? { package: info.module, label: info.label } : null;
  },
  // An error about what was loaded. `file`, `export` and `key` say where; the place is
  // looked up in the source.
  invalid(message, { file, export: name, key, hint } = {}) {
    return Object.assign(new Error(message), { code: 'ERR_INVALID_RESULT', hint, subject: file && { file, export: name, key } });
  },
};

globalThis.__mizzle.run = async (loaded, script, args) => {
  const modules = loaded.map(([file, namespace]) => {
    const exports = internals.commonJs(file) ?? namespace;
    return { file, exports, order: orderOf(file, exports) };
  });
  const { default: main } = await native.import(script);
  return JSON.stringify(await main(modules, JSON.parse(args), tools)) ?? 'null';
};
