// Bundles what a schema may import of drizzle-orm into one JSON file, for a mizzle
// that finds none installed:
//
//   node bundle.mjs FOLDER-OF-THE-INSTALLED-SET OUT-FOLDER
//
// OUT-FOLDER/VERSION.json is { version, license, modules: { "drizzle-orm": source, … },
// files: { "pg-core/index.js": source, … } }: ES modules that import each other by
// exactly these names, and the package's own files that a schema loads, so that they can
// be compiled ahead. The licence lies beside it.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const [folder, out] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(folder), 'package.json'));
const { build } = require('esbuild');
const root = path.resolve(folder, 'node_modules/drizzle-orm');
const manifest = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));

// What describes a schema. Drivers are left out: a database is never reached from here.
const wanted = [
  '', '/version', '/sql', '/relations', '/_relations', '/casing',
  '/pg-core', '/mysql-core', '/sqlite-core', '/singlestore-core', '/mssql-core', '/cockroach-core', '/gel-core',
  '/supabase', '/neon',
];
// What a Postgres schema loads where drizzle-orm is installed.
const loaded = ['', '/version', '/sql', '/relations', '/_relations', '/casing', '/pg-core', '/supabase', '/neon'];

const fileOf = (part) => [`${part}.js`, `${part}/index.js`].map((file) => path.join(root, file)).find((file) => fs.existsSync(file));
const entries = wanted.filter(fileOf).map((part) => `drizzle-orm${part}`);

const result = await build({
  entryPoints: Object.fromEntries(entries.map((name) => [name.replaceAll('/', '__'), name])),
  absWorkingDir: path.resolve(folder),
  bundle: true,
  splitting: true,
  write: false,
  format: 'esm',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  conditions: ['import', 'node', 'default'],
  external: ['node:*'],
  // Packages that are optional for drizzle-orm stay imports, and are stood in for.
  plugins: [{
    name: 'only-drizzle',
    setup: (plugin) => plugin.onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || name.startsWith('drizzle-orm') ? undefined : { external: true }),
  }],
  target: 'es2022',
  minify: true,
  legalComments: 'none',
  chunkNames: 'chunk-[hash]',
  outdir: 'out',
  metafile: true,
  logLevel: 'error',
});

const names = new Map(result.outputFiles.map((file) => {
  const base = path.basename(file.path, '.js');
  return [base, base.startsWith('chunk-') ? `drizzle-orm:${base}` : base.replaceAll('__', '/')];
}));
const modules = {};
for (const file of result.outputFiles) {
  const name = names.get(path.basename(file.path, '.js'));
  modules[name] = file.text.replace(/(["'])\.\/([\w.-]+)\.js\1/g, (whole, quote, base) =>
    names.has(base) ? JSON.stringify(names.get(base)) : whole);
}

// The package's own files that those import, however deep.
const { inputs } = result.metafile;
const reached = new Set();
const reach = (input) => {
  if (!(input in inputs) || reached.has(input)) return;
  reached.add(input);
  for (const imported of inputs[input].imports) reach(imported.path);
};
for (const file of loaded.map(fileOf).filter(Boolean)) reach(path.relative(folder, file).replaceAll(path.sep, '/'));
const files = {};
for (const input of [...reached].sort()) {
  const file = path.resolve(folder, input);
  files[path.relative(root, file).replaceAll(path.sep, '/')] = fs.readFileSync(file, 'utf8');
}

fs.mkdirSync(out, { recursive: true });
fs.writeFileSync(path.join(out, `${manifest.version}.json`), JSON.stringify({ version: manifest.version, license: manifest.license, modules, files }));
// The package names its licence and does not carry the text.
const text = ['LICENSE', 'LICENSE.md', 'LICENCE'].map((name) => path.join(root, name)).find(fs.existsSync);
fs.writeFileSync(path.join(out, `${manifest.version}.LICENSE.txt`), [
  `drizzle-orm ${manifest.version}, ${manifest.license} licence, is part of this program.`,
  `Source: ${manifest.homepage ?? manifest.repository?.url ?? 'npm'}`,
  '',
  text ? fs.readFileSync(text, 'utf8') : fs.readFileSync(new URL('../../../LICENSE-APACHE', import.meta.url), 'utf8'),
].join('\n'));
