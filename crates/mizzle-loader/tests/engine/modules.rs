//! How modules of all kinds work together.

use crate::project::Project;
use insta::assert_snapshot;

#[test]
fn commonjs_in_typescript_works_both_ways() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import legacy = require('./legacy');
             import { named } from './compiled.cjs';
             import compiled from './compiled.cjs';
             import * as all from './compiled.cjs';
             import assigned from './assigned';
             const { late } = require('./late');
             export const a = [legacy.x, named, compiled, Object.keys(all), assigned.y, late];
             export const b = typeof __dirname + typeof __filename + typeof module + typeof exports;",
        ),
        ("legacy.ts", "const value = { x: 'legacy' };\nexport = value;\n"),
        (
            "compiled.cjs",
            "Object.defineProperty(exports, '__esModule', { value: true });\nexports.named = 'named';\nexports.default = 'default';\n",
        ),
        ("assigned.js", "module.exports = { y: 'assigned' };"),
        ("late.ts", "export const late = 'late';"),
    ]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":["legacy","named","default",["default","named"],"assigned","late"],"b":"stringstringobjectobject"}"#);
}

#[test]
fn commonjs_entries_are_loaded() {
    let project = Project::new(&[
        ("a.cjs", "exports.z = 1; exports.a = 2;"),
        ("b.js", "module.exports = { default: { url: 'x' } };"),
        ("c.cts", "import path = require('node:path'); export = { sep: path.posix.sep };"),
        (
            "d.js",
            "const { defineConfig } = require('drizzle-kit'); module.exports = defineConfig({ out: './x' });",
        ),
    ]);
    assert_snapshot!(project.exports("a.cjs"), @r#"{"z":1,"a":2}"#);
    assert_snapshot!(project.exports("b.js"), @r#"{"default":{"url":"x"}}"#);
    assert_snapshot!(project.exports("c.cts"), @r#"{"sep":"/"}"#);
    assert_snapshot!(project.exports("d.js"), @r#"{"out":"./x"}"#);
}

#[test]
fn both_configs_are_built_in() {
    let project = Project::new(&[
        (
            "a.ts",
            "import { defineConfig } from 'drizzle-kit';\nexport default defineConfig({ dialect: 'postgresql' });",
        ),
        (
            "b.mts",
            "import { defineConfig, type Config } from 'mizzle';\nexport default defineConfig({ out: 'x' }) satisfies Config;",
        ),
        (
            "c.ts",
            "import type { Config } from 'drizzle-kit';\nexport default { out: 'y' } satisfies Config;",
        ),
    ]);
    assert_snapshot!(project.exports("a.ts"), @r#"{"default":{"dialect":"postgresql"}}"#);
    assert_snapshot!(project.exports("b.mts"), @r#"{"default":{"out":"x"}}"#);
    assert_snapshot!(project.exports("c.ts"), @r#"{"default":{"out":"y"}}"#);
}

#[test]
fn dependencies_get_what_node_gives_them() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import esm from 'esm-dep';\nimport dual from 'dual';\nimport { viaRequire } from 'cjs-dep';\nexport const a = [esm, dual, viaRequire];",
        ),
        ("node_modules/esm-dep/package.json", r#"{ "type": "module", "main": "index.js" }"#),
        // Node gives an ES module the whole `module.exports` as the default.
        (
            "node_modules/esm-dep/index.js",
            "import x from 'compiled';\nimport dual from 'dual';\nexport default [typeof x.default, dual];",
        ),
        ("node_modules/compiled/package.json", r#"{ "main": "index.js" }"#),
        (
            "node_modules/compiled/index.js",
            "exports.__esModule = true; exports.default = function f() {};",
        ),
        (
            "node_modules/dual/package.json",
            r#"{ "exports": { "import": "./index.mjs", "require": "./index.cjs" } }"#,
        ),
        ("node_modules/dual/index.mjs", "export default 'import';"),
        ("node_modules/dual/index.cjs", "module.exports = 'require';"),
        ("node_modules/cjs-dep/package.json", r#"{ "main": "./lib" }"#),
        (
            "node_modules/cjs-dep/lib/index.js",
            "#!/usr/bin/env node\nexports.viaRequire = [require('dual'), require('./data.json').n, typeof require('esm-only').x, require('module').builtinModules.length > 30];",
        ),
        ("node_modules/cjs-dep/lib/data.json", r#"{ "n": 7 }"#),
        ("node_modules/esm-only/package.json", r#"{ "exports": { "import": "./index.mjs" } }"#),
        ("node_modules/esm-only/index.mjs", "export const x = await Promise.resolve(1);"),
    ]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":[["function","import"],"import",["require",7,"number",true]]}"#);
}

#[test]
fn modules_are_evaluated_in_the_order_of_their_imports() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import './env';\nimport { url } from './reads.cjs';\nimport plain from './again.cjs';\nexport const a = [url, plain];",
        ),
        ("env.ts", "process.env.DATABASE_URL = 'from env.ts';"),
        ("reads.cjs", "exports.url = process.env.DATABASE_URL;"),
        ("again.cjs", "module.exports = process.env.DATABASE_URL;"),
    ]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":["from env.ts","from env.ts"]}"#);
}

#[test]
fn json_is_a_module() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import data from './data.json';\nimport typed from './data.json' with { type: 'json' };\nimport { list } from './data.json';\nconst again = require('./data.json');\nconst late = await import('./data.json', { with: { type: 'json' } });\nexport const a = [data, data === typed, list, again === data, late.default === data];",
        ),
        ("data.json", r#"{ "list": [1, 2], "n": null }"#),
    ]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":[{"list":[1,2],"n":null},true,[1,2],true,true]}"#);
}

#[test]
fn dynamic_imports_run_when_they_are_reached() {
    let project = Project::new(&[
        (
            "schema.ts",
            "const log: string[] = (globalThis as any).log = [];\nlog.push('before');\nconst { x } = await import('./late');\nconst name = 'late';\nconst again = await import(`./${name}.ts`);\nlet missing = 'found';\ntry { await import('not-installed') } catch (error: any) { missing = error.code }\nexport const a = [log, x, again.x === x, missing];",
        ),
        ("late.ts", "(globalThis as any).log.push('late');\nexport const x = 1;"),
    ]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":[["before","late"],1,true,"MODULE_NOT_FOUND"]}"#);
}

#[test]
fn cycles_are_fine_where_they_are_lazy() {
    let project = Project::new(&[
        (
            "users.ts",
            "import { posts } from './posts';\nexport const users = { name: 'users', posts: () => posts.name };",
        ),
        (
            "posts.ts",
            "import { users } from './users';\nexport const posts = { name: 'posts', users: () => users.name };",
        ),
        (
            "schema.ts",
            "export * from './users';\nexport * from './posts';\nimport { users } from './users';\nexport const a = users.posts();",
        ),
    ]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":"posts","users":{"name":"users"},"posts":{"name":"posts"}}"#);
}

#[test]
fn one_file_is_one_module() {
    let project = Project::new(&[
        ("shared.ts", "export const object = {};"),
        ("a.ts", "export { object as a } from './shared.js';"),
        (
            "schema.ts",
            "import { a } from './a';\nimport { object } from './shared';\nimport * as late from './shared.ts';\nexport const same = [a === object, late.object === a];",
        ),
    ]);
    assert_eq!(project.exports("schema.ts"), r#"{"same":[true,true]}"#);
}

#[test]
fn a_module_knows_where_it_is() {
    let project = Project::new(&[(
        "deep/schema.ts",
        "import path from 'node:path';\nimport { fileURLToPath } from 'node:url';\nimport { readFileSync } from 'node:fs';\nconst here = path.dirname(fileURLToPath(import.meta.url));\nexport const a = [path.relative(process.cwd(), here), here === import.meta.dirname, here === __dirname, path.basename(import.meta.filename), path.basename(__filename)];\nexport const b = import.meta.resolve('./schema.ts').startsWith('file:///');\nexport const c = readFileSync(new URL('./schema.ts', import.meta.url), 'utf8').length > 10;",
    )]);
    assert_snapshot!(project.exports("deep/schema.ts"), @r#"{"a":["deep",true,true,"schema.ts","schema.ts"],"b":true,"c":true}"#);
}

#[test]
fn create_require_and_jiti_load_typescript() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import { createRequire } from 'node:module';\nimport { createJiti } from 'jiti';\nimport oldJiti from 'jiti';\nconst require = createRequire(import.meta.url);\nconst jiti = createJiti(import.meta.url);\nexport const a = [require('./env').url, (await jiti.import<any>('./env')).url, jiti('./env').url, (oldJiti as any)(__filename)('./env').url];",
        ),
        ("env.ts", "export const url: string = 'x';"),
    ]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":["x","x","x","x"]}"#);
}

#[test]
fn require_knows_its_cache_and_cycles() {
    let project = Project::new(&[
        (
            "a.cjs",
            "exports.early = 1; const b = require('./b.cjs'); exports.late = b.seen; exports.resolved = require.resolve('./b.cjs').endsWith('b.cjs'); exports.cached = Object.keys(require.cache).length; exports.top = this === module.exports;",
        ),
        ("b.cjs", "exports.seen = Object.keys(require('./a.cjs'));"),
    ]);
    assert_snapshot!(project.exports("a.cjs"), @r#"{"early":1,"late":["early"],"resolved":true,"cached":2,"top":true}"#);
}

#[test]
fn the_order_of_exports_is_drizzle_kits() {
    let project = Project::new(&[
        (
            "schema.ts",
            "export const b = 1, B = 2, a_ = 3, aa = 4;\nexport * from './second';\nexport * from './first';\nexport { own as Z };\nconst own = 5;\nexport default {};\n",
        ),
        ("first.ts", "export const d = 1, c = 2, b = 3;\nexport * from './second';"),
        (
            "second.ts",
            "export const f = 1, e = 2;\nexport default 1;\nexport type T = 1;\nexport interface U {}",
        ),
    ]);
    let order = project.loader.export_order("schema.ts".as_ref()).unwrap();
    assert_eq!(order, ["B", "Z", "a_", "aa", "b", "default", "e", "f", "c", "d"]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"B":2,"Z":5,"a_":3,"aa":4,"b":1,"default":{},"e":2,"f":1,"c":2,"d":1}"#);
}

#[test]
fn the_environment_goes_from_one_run_to_the_next() {
    let project = Project::with(
        &[
            (
                "config.ts",
                "process.env.URL = 'a' + process.env.GIVEN; process.env.N = 1 as any; delete process.env.GONE; export default {};",
            ),
            (
                "schema.ts",
                "export const a = process.env.URL, b = process.env.N, c = process.env.NONE;",
            ),
        ],
        |options| {
            options.env.insert("GIVEN".into(), "b".into());
            options.env.insert("GONE".into(), "x".into());
        },
    );
    project.exports("config.ts");
    assert_eq!(project.exports("schema.ts"), r#"{"a":"ab","b":"1"}"#);
    let env = project.loader.env().unwrap();
    assert_eq!(format!("{env:?}"), r#"{"GIVEN": "b", "N": "1", "URL": "ab"}"#);
}

#[test]
fn files_of_other_kinds_can_be_imported() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import './style.css';\nimport text from './query.sql';\nimport logo from './logo.svg';\nexport const a = [text, typeof logo];",
        ),
        ("style.css", "a {}"),
        ("query.sql", "select 1"),
        ("logo.svg", "<svg/>"),
    ]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":["select 1","function"]}"#);
}

#[test]
fn long_chains_of_imports_are_fine() {
    let count = 1_000;
    let files: Vec<(String, String)> = (0..count)
        .map(|index| {
            let text = format!("import {{ x as y }} from './f{}';\nexport const x = y;", index + 1);
            (format!("f{index}.ts"), text)
        })
        .chain([(format!("f{count}.ts"), "export const x = 1;".to_owned())])
        .collect();
    let files: Vec<_> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(Project::new(&files).exports("f0.ts"), r#"{"x":1}"#);
}
