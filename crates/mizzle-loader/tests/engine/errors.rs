//! What broken projects are told.

use crate::project::{Project, error_of};
use insta::assert_snapshot;
use std::time::Duration;

#[test]
fn a_syntax_error_has_its_place() {
    assert_snapshot!(error_of("export const a = 1;\nexport const = 2;\n"), @"
    Syntax: Unexpected token
      --> schema.ts:2:14
       | export const = 2;
       |              ^
    ");
    assert_snapshot!(error_of("export const a = {\n  b: 1\n  c: 2,\n};\n"), @"
    Syntax: Expected `,` or `}` but found `Identifier`
      --> schema.ts:3:3
       |   c: 2,
       |   ^
    ");
    assert_snapshot!(error_of("const a = 1;\nconst a = 2;\n"), @"
    Syntax: Identifier `a` has already been declared
      --> schema.ts:2:7
       | const a = 2;
       |       ^
    ");
}

#[test]
fn a_syntax_error_in_an_imported_file_has_its_place_there() {
    let project = Project::new(&[
        ("schema.ts", "import { a } from './a';\nexport const b = a;\n"),
        ("a.ts", "export * from './deep/b';\n"),
        ("deep/b.ts", "export const a = 'open;\n"),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    Syntax: Unterminated string
      --> deep/b.ts:1:18
       | export const a = 'open;
       |                  ^^^^^^
      imported as './deep/b' a.ts:1:15
      imported as './a' schema.ts:1:19
    ");
}

#[test]
fn an_undefined_name_has_its_place() {
    let text = "// types above\ninterface A { b: string }\nconst emoji = '😀'; export const a = postz.id;\n";
    assert_snapshot!(error_of(text), @"
    Thrown: ReferenceError: postz is not defined
      --> schema.ts:3:37
       | const emoji = '😀'; export const a = postz.id;
       |                                     ^^^^^
      at  schema.ts:3:37
    ");
    let text = "export const later = () => postz.id;\nexport const a: number = later();\n";
    assert_snapshot!(error_of(text), @"
    Thrown: ReferenceError: postz is not defined
      --> schema.ts:1:28
       | export const later = () => postz.id;
       |                            ^^^^^
      at later schema.ts:1:28
      at  schema.ts:2:26
    ");
}

#[test]
fn a_missing_module_is_named_with_the_import_that_asked() {
    let project = Project::new(&[
        ("schema.ts", "export * from './a';\n"),
        ("a.ts", "import { x } from './gone.js';\nexport const a = x;\n"),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    MissingModule: cannot find module './gone.js'
      --> a.ts:1:19
       | import { x } from './gone.js';
       |                   ^^^^^^^^^^^
      imported as './a' schema.ts:1:15
    ");
    assert_snapshot!(error_of("import { db } from '@/db';\nexport const a = db;\n"), @"
    MissingModule: cannot find module '@/db'
      --> schema.ts:1:20
       | import { db } from '@/db';
       |                    ^^^^^^
      hint: if it is an alias, define it in `paths` of tsconfig.json
    ");
    assert_snapshot!(error_of("import { db } from '#db';\nexport const a = db;\n"), @"
    MissingModule: cannot find module '#db'
      --> schema.ts:1:20
       | import { db } from '#db';
       |                    ^^^^^
      hint: names with # are defined in `imports` of package.json
    ");
    assert_snapshot!(error_of("export const a = await import('pkg-that-is-missing');\n"), @"
    MissingModule: cannot find module 'pkg-that-is-missing'
      --> schema.ts:1:31
       | export const a = await import('pkg-that-is-missing');
       |                               ^^^^^^^^^^^^^^^^^^^^^
      hint: install the package: pkg-that-is-missing
    ");
    assert_snapshot!(error_of("export const a = require('pkg-that-is-missing');\n"), @"
    MissingModule: cannot find module 'pkg-that-is-missing'
      --> schema.ts:1:14
       | export const a = require('pkg-that-is-missing');
       |              ^
      at  schema.ts:1:14
      hint: install the package: pkg-that-is-missing
    ");
    assert_snapshot!(error_of("import { pgTable } from 'drizzle-orm/pg-core';\nexport const a = pgTable;\n"), @"
    MissingModule: cannot find module 'drizzle-orm/pg-core'
      --> schema.ts:1:25
       | import { pgTable } from 'drizzle-orm/pg-core';
       |                         ^^^^^^^^^^^^^^^^^^^^^
      hint: install drizzle-orm in the project (this build of mizzle has no copy of its own)
    ");
    assert_snapshot!(error_of("import x from 'node:fss';\nexport const a = x;\n"), @"
    MissingModule: cannot find module 'node:fss'
      --> schema.ts:1:15
       | import x from 'node:fss';
       |               ^^^^^^^^^^
    ");
}

#[test]
fn a_missing_part_of_a_package_says_so() {
    let project = Project::new(&[
        ("schema.ts", "import { x } from 'pkg/part';\nexport const a = x;\n"),
        ("node_modules/pkg/package.json", r#"{ "name": "pkg", "exports": { ".": "./index.js" } }"#),
        ("node_modules/pkg/index.js", "exports.x = 1;"),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    MissingModule: cannot find module 'pkg/part'
      --> schema.ts:1:19
       | import { x } from 'pkg/part';
       |                   ^^^^^^^^^^
      hint: pkg is installed in node_modules/pkg, but this part of it is not there: is the package built, and does its package.json export it?
    ");
}

#[test]
fn a_missing_export_is_named() {
    let project = Project::new(&[
        ("schema.ts", "import {\n  one,\n  twoo,\n} from './a';\nexport const a = [one, twoo];\n"),
        ("a.ts", "export const one = 1;\nexport * from './b';\n"),
        ("b.ts", "export const two = 2;\n"),
        ("default.ts", "import a from './b';\nexport const b = a;\n"),
        ("again.ts", "export { three } from './b';\n"),
        ("module.ts", "import { thre } from 'pkg';\nexport const b = thre;\n"),
        ("builtin.ts", "import { joyn } from 'node:path';\nexport const b = joyn;\n"),
        (
            "node_modules/pkg/package.json",
            r#"{ "name": "pkg", "type": "module", "main": "index.js" }"#,
        ),
        ("node_modules/pkg/index.js", "export const three = 3;"),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    MissingExport: './a' has no export named 'twoo'
      --> schema.ts:3:3
       |   twoo,
       |   ^^^^
      hint: there is 'two'
    ");
    assert_snapshot!(project.error("default.ts"), @"
    MissingExport: './b' has no default export
      --> default.ts:1:8
       | import a from './b';
       |        ^
    ");
    assert_snapshot!(project.error("again.ts"), @"
    MissingExport: './b' has no export named 'three'
      --> again.ts:1:10
       | export { three } from './b';
       |          ^^^^^
    ");
    assert_snapshot!(project.error("module.ts"), @"
    MissingExport: 'pkg' has no export named 'thre'
      --> module.ts:1:10
       | import { thre } from 'pkg';
       |          ^^^^
      hint: there is 'three'
    ");
    assert_snapshot!(project.error("builtin.ts"), @"
    MissingExport: 'node:path' has no export named 'joyn'
      --> builtin.ts:1:10
       | import { joyn } from 'node:path';
       |          ^^^^
      hint: there is 'join'
    ");
}

#[test]
fn what_is_not_a_function_is_named() {
    assert_snapshot!(error_of("const table = { text: 1 };\nexport const a = table.text('x');\n"), @"
    Thrown: TypeError: table.text is not a function
      --> schema.ts:2:24
       | export const a = table.text('x');
       |                        ^^^^
      at  schema.ts:2:24
    ");
    assert_snapshot!(error_of("const f: any = {};\nexport const a = f('x')\n  .notNull();\n"), @"
    Thrown: TypeError: f is not a function
      --> schema.ts:2:18
       | export const a = f('x')
       |                  ^
      at  schema.ts:2:18
    ");
    assert_snapshot!(error_of("const f: any = () => ({});\nexport const a = f('x')\n  .notNull();\n"), @"
    Thrown: TypeError: f('x').notNull is not a function
      --> schema.ts:3:4
       |   .notNull();
       |    ^^^^^^^
      at  schema.ts:3:4
    ");
    assert_snapshot!(error_of("const C: any = 1;\nexport const a = [new C(1)];\n"), @"
    Thrown: TypeError: C is not a constructor
      --> schema.ts:2:23
       | export const a = [new C(1)];
       |                       ^
      at  schema.ts:2:23
    ");
    assert_snapshot!(error_of("const sql: any = {};\nexport const a = sql`now()`;\n"), @"
    Thrown: TypeError: sql is not a function
      --> schema.ts:2:18
       | export const a = sql`now()`;
       |                  ^^^
      at  schema.ts:2:18
    ");
    assert_snapshot!(error_of("const f: any = () => ({});\nexport const a = [f().a.b];\n"), @"
    Thrown: TypeError: cannot read property 'b' of undefined: f().a is undefined
      --> schema.ts:2:19
       | export const a = [f().a.b];
       |                   ^
      at  schema.ts:2:19
    ");
}

#[test]
fn a_thrown_error_shows_the_calls_and_causes() {
    let project = Project::new(&[
        ("schema.ts", "import { check } from './env';\nexport const a = check();\n"),
        (
            "env.ts",
            "export function check() {\n  try { JSON.parse('{'); } catch (cause) {\n    throw new Error('bad env', { cause });\n  }\n}\n",
        ),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    Thrown: Error: bad env
      --> env.ts:3:15
       |     throw new Error('bad env', { cause });
       |               ^^^^^
      caused by: Expected property name or '}' in JSON at position 1 (line 1 column 2)
      at check env.ts:3:15
      at  schema.ts:2:18
      imported as './env' schema.ts:1:23
    ");
    assert_snapshot!(error_of("throw 'a string';\n"), @"Thrown: 'a string' was thrown, which is not an Error");
    assert_snapshot!(error_of("throw { code: 1 };\n"), @"Thrown: { code: 1 } was thrown, which is not an Error");
    assert_snapshot!(error_of("export const a = null;\nthrow null;\n"), @"Thrown: null was thrown, which is not an Error");
}

#[test]
fn use_before_definition_in_a_cycle_has_its_place() {
    let project = Project::new(&[
        ("schema.ts", "import { b } from './b';\nexport const a = { b };\n"),
        ("b.ts", "import { a } from './schema';\nexport const b = { a };\n"),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    Thrown: ReferenceError: 'a' is used before it is initialized
      --> b.ts:2:20
       | export const b = { a };
       |                    ^
      imported as './b' schema.ts:1:19
      hint: './schema', where it comes from, imports this file as well and is not done yet: use it in a function, as in `references(() => a.id)`
    ");
}

#[test]
fn json_is_checked() {
    let project = Project::new(&[
        ("schema.ts", "import data from './data.json';\nexport const a = data;\n"),
        ("data.json", "{\n  \"a\": 1,\n  \"b\" 2\n}\n"),
    ]);
    assert_snapshot!(project.error("schema.ts"), @r#"
    Syntax: this is not JSON: expected `:`
      --> data.json:3:7
       |   "b" 2
       |       ^
      imported as './data.json' schema.ts:1:18
    "#);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let project = Project::new(&[("folder/a.ts", "")]);
    assert_snapshot!(project.error("gone.ts"), @"NotFound: gone.ts is not there");
    assert_snapshot!(project.error("folder"), @"NotFound: folder is a folder, not a file");
}

#[test]
fn a_file_that_is_not_text_is_named() {
    let project = Project::new(&[("schema.ts", "import './bytes';\n")]);
    std::fs::write(project.path("bytes.ts"), [0xff, 0xfe, 0x00]).unwrap();
    assert_snapshot!(project.error("schema.ts"), @"
    Unreadable: bytes.ts is not a UTF-8 text file
      --> schema.ts:1:8
       | import './bytes';
       |        ^^^^^^^^^
    ");
}

#[test]
fn a_rejection_that_nobody_handles_is_an_error() {
    assert_snapshot!(error_of("export const a = 1;\nasync function seed() {\n  await null;\n  throw new Error('no seed');\n}\nvoid seed();\nawait new Promise((resolve) => setTimeout(resolve, 5));\n"), @"
    Thrown: Error: no seed
      --> schema.ts:4:13
       |   throw new Error('no seed');
       |             ^^^^^
      at seed schema.ts:4:13
    ");
    let handled =
        "const p = Promise.reject(new Error('x'));\np.catch(() => {});\nexport const a = 1;\n";
    assert_eq!(Project::new(&[("schema.ts", handled)]).exports("schema.ts"), r#"{"a":1}"#);
}

#[test]
fn a_failed_run_leaves_the_loader_usable() {
    let project =
        Project::new(&[("bad.ts", "throw new Error('x');"), ("good.ts", "export const a = 1;")]);
    project.load("bad.ts").unwrap_err();
    assert_eq!(project.exports("good.ts"), r#"{"a":1}"#);
}

#[test]
fn what_failed_is_loaded_again() {
    for (first, of) in [
        ("export const a = ;", "Syntax: "),
        ("throw new Error('x');", "Thrown: Error: x"),
        ("import './gone';", "MissingModule: "),
        ("await new Promise(() => {});", "NeverSettles: "),
        ("const f = (): number => 1 + f();\nf();", "Thrown: RangeError: "),
        ("for (;;) {}", "Timeout: "),
        ("let list: any;\nfor (;;) list = { list };", "Memory: "),
    ] {
        let project = Project::with(
            &[("env.ts", "process.env.SET = 'by the config';"), ("schema.ts", first)],
            |options| {
                options.limits.time = Duration::from_secs(2);
                options.limits.memory = 32 << 20;
            },
        );
        project.exports("env.ts");
        let error = project.error("schema.ts");
        assert!(error.starts_with(of), "{error}");
        assert_eq!(project.error("schema.ts"), error);
        std::fs::write(project.path("schema.ts"), "export const a = process.env.SET;").unwrap();
        assert_eq!(project.exports("schema.ts"), r#"{"a":"by the config"}"#);
    }
}
