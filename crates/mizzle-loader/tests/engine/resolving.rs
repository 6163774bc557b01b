//! Where specifiers lead.

use crate::project::Project;
use insta::assert_snapshot;
use mizzle_loader::{Resolved, Way};

/// A module that exports its own name.
fn named(name: &str) -> String {
    format!("export const name = '{name}';")
}

#[track_caller]
fn names(files: &[(&str, &str)], specifiers: &[&str]) -> String {
    let mut schema = String::new();
    for (index, specifier) in specifiers.iter().enumerate() {
        schema += &format!("import {{ name as n{index} }} from '{specifier}';\n");
    }
    let list: Vec<_> = (0..specifiers.len()).map(|index| format!("n{index}")).collect();
    schema += &format!("export const a = [{}].join(' ');", list.join(", "));
    let mut files = files.to_vec();
    files.push(("src/schema.ts", &schema));
    Project::new(&files).exports("src/schema.ts")
}

#[test]
fn extensions_and_folders_are_found() {
    let files = [
        ("src/a.ts", named("a.ts")),
        ("src/b.tsx", named("b.tsx")),
        ("src/c.mts", named("c.mts")),
        ("src/d.js", named("d.js")),
        ("src/folder/index.ts", named("folder/index.ts")),
        ("src/both.ts", named("both.ts")),
        ("src/both/index.ts", named("both/index.ts")),
        ("src/e.mjs", named("e.mjs")),
        ("src/with.dots.ts", named("with.dots.ts")),
        ("src/only.cts", named("only.cts")),
    ];
    let files: Vec<_> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let specifiers = [
        "./a",
        "./a.js",
        "./a.ts",
        "./b",
        "./b.js",
        "./b.jsx",
        "./c.mjs",
        "./c",
        "./d",
        "./d.js",
        "./folder",
        "./folder/",
        "./folder/index.js",
        "./both",
        "./both/",
        "./e",
        "./e.mjs",
        "./with.dots",
        "../src/a",
        "./only.cjs",
    ];
    assert_snapshot!(names(&files, &specifiers), @r#"{"a":"a.ts a.ts a.ts b.tsx b.tsx b.tsx c.mts c.mts d.js d.js folder/index.ts folder/index.ts folder/index.ts both.ts both/index.ts e.mjs e.mjs with.dots.ts a.ts only.cts"}"#);
}

#[test]
fn tsconfig_paths_are_followed() {
    let tsconfig = r#"{
        // comments and trailing commas are allowed
        "extends": "./tsconfig.base.json",
        "compilerOptions": { "strict": true, },
    }"#;
    let base = r#"{ "extends": ["./config/one.json", "@acme/tsconfig/two.json"] }"#;
    let files = [
        ("tsconfig.json", tsconfig),
        ("tsconfig.base.json", base),
        (
            "config/one.json",
            r##"{ "compilerOptions": { "paths": { "never": ["../src/lib/x"] } } }"##,
        ),
        ("node_modules/@acme/tsconfig/package.json", r#"{ "name": "@acme/tsconfig" }"#),
        (
            "node_modules/@acme/tsconfig/two.json",
            r#"{ "compilerOptions": { "paths": { "@/*": ["${configDir}/gone/*", "${configDir}/src/*"], "@/lib/*": ["../../../src/lib/*"], "exact": ["${configDir}/src/lib/x.ts"], "*.end": ["${configDir}/src/lib/*"] } } }"#,
        ),
        ("src/plain.ts", "export const name = 'plain';"),
        ("src/lib/x.ts", "export const name = 'lib/x';"),
        ("src/lib/index.ts", "export const name = 'lib';"),
    ];
    assert_snapshot!(names(&files, &["@/plain", "@/plain.js", "@/lib/x", "@/lib", "exact", "x.end"]), @r#"{"a":"plain plain lib/x lib lib/x lib/x"}"#);
}

#[test]
fn base_url_and_jsconfig_are_followed() {
    let files = [
        (
            "src/tsconfig.json",
            r#"{ "compilerOptions": { "baseUrl": "./deep", "paths": { "~/*": ["./*"] } } }"#,
        ),
        ("src/deep/x.ts", "export const name = 'deep/x';"),
        ("jsconfig.json", r#"{ "compilerOptions": { "paths": { "$lib/*": ["./lib/*"] } } }"#),
        ("lib/y.ts", "export const name = 'lib/y';"),
    ];
    assert_snapshot!(names(&files, &["x", "~/x", "$lib/y"]), @r#"{"a":"deep/x deep/x lib/y"}"#);
}

#[test]
fn a_tsconfig_need_not_include_the_file() {
    let files = [
        (
            "tsconfig.json",
            r#"{ "files": [], "references": [{ "path": "./tsconfig.app.json" }, { "path": "./gone" }] }"#,
        ),
        (
            "tsconfig.app.json",
            r#"{ "include": ["app"], "compilerOptions": { "paths": { "@/*": ["./app/*"] } } }"#,
        ),
        ("app/x.ts", "export const name = 'app/x';"),
    ];
    assert_snapshot!(names(&files, &["@/x"]), @r#"{"a":"app/x"}"#);
}

#[test]
fn an_extends_that_leads_nowhere_is_passed_over() {
    let files = [
        (
            "tsconfig.json",
            r#"{ "extends": ["./.generated/tsconfig.json", "@gone/tsconfig"], "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }"#,
        ),
        ("src/x.ts", "export const name = 'x';"),
    ];
    assert_snapshot!(names(&files, &["@/x", "./x"]), @r#"{"a":"x x"}"#);
    let broken = [("tsconfig.json", "{ nonsense"), ("src/x.ts", "export const name = 'x';")];
    assert_snapshot!(names(&broken, &["./x"]), @r#"{"a":"x"}"#);
}

#[test]
fn packages_are_entered_by_their_exports() {
    let manifest = r##"{
        "name": "pkg", "type": "module", "main": "./main.js",
        "exports": {
            ".": { "types": "./index.d.ts", "browser": "./browser.js", "import": "./import.js", "default": "./default.cjs" },
            "./sub": { "node": { "import": "./sub.js" } },
            "./files/*": "./files/*.js",
            "./array": [{ "unknown": "./no.js" }, "./array.js"]
        },
        "imports": { "#inner": "./inner.js" }
    }"##;
    let files = [
        ("node_modules/pkg/package.json", manifest),
        ("node_modules/pkg/import.js", "export const name = 'import';"),
        ("node_modules/pkg/sub.js", "export { name } from '#inner';"),
        ("node_modules/pkg/inner.js", "export const name = 'inner';"),
        ("node_modules/pkg/files/a.js", "export const name = 'files/a';"),
        (
            "node_modules/pkg/array.js",
            "import { name as own } from 'pkg';\nexport const name = own + '-array';",
        ),
        ("node_modules/main/package.json", r#"{ "main": "lib/main" }"#),
        ("node_modules/main/lib/main.js", "exports.name = 'main';"),
        ("node_modules/field/package.json", r#"{ "module": "esm/index.js" }"#),
        ("node_modules/field/esm/index.js", "export const name = 'field';"),
        ("node_modules/none/index.js", "exports.name = 'none';"),
        ("node_modules/@scope/name/package.json", r#"{ "exports": "./x.mjs" }"#),
        ("node_modules/@scope/name/x.mjs", "export const name = 'scoped';"),
        (
            "package.json",
            r##"{ "name": "app", "exports": { "./self": "./src/self.ts" }, "imports": { "#db/*": "./src/db/*.ts", "#one": { "default": "./src/self.ts" } } }"##,
        ),
        ("src/self.ts", "export const name = 'self';"),
        ("src/db/x.ts", "export const name = 'db/x';"),
    ];
    let specifiers = [
        "pkg",
        "pkg/sub",
        "pkg/files/a",
        "pkg/array",
        "main",
        "field",
        "none",
        "@scope/name",
        "app/self",
        "#db/x",
        "#one",
    ];
    assert_snapshot!(names(&files, &specifiers), @r#"{"a":"import inner files/a import-array main field none scoped self db/x self"}"#);
}

#[test]
fn packages_that_are_not_built_are_entered_by_their_source() {
    let files = [
        (
            "node_modules/unbuilt/package.json",
            r#"{ "exports": { ".": { "development": "./src/index.ts", "import": "./dist/index.js" }, "./x": { "source": "./src/x.ts", "default": "./dist/x.js" } } }"#,
        ),
        ("node_modules/unbuilt/src/index.ts", "export const name: string = 'development';"),
        ("node_modules/unbuilt/src/x.ts", "export { name } from './y.js';"),
        ("node_modules/unbuilt/src/y.ts", "export const name: string = 'source';"),
        (
            "node_modules/built/package.json",
            r#"{ "exports": { ".": { "development": "./src/index.ts", "import": "./dist/index.js" } } }"#,
        ),
        ("node_modules/built/src/index.ts", "export const name: string = 'wrong';"),
        ("node_modules/built/dist/index.js", "export const name = 'dist';"),
    ];
    assert_snapshot!(names(&files, &["unbuilt", "unbuilt/x", "built"]), @r#"{"a":"development source dist"}"#);
}

#[test]
#[cfg(unix)]
fn workspace_packages_are_found_through_their_links() {
    let project = Project::new(&[
        (
            "apps/web/schema.ts",
            "export * from '@acme/db';\nexport { name as raw } from '@acme/raw/deep';",
        ),
        (
            "packages/db/package.json",
            r#"{ "name": "@acme/db", "type": "module", "exports": "./src/index.ts" }"#,
        ),
        (
            "packages/db/src/index.ts",
            "import { x } from 'only-here';\nexport const name: string = `db ${x}`;\nexport * from '@/more';",
        ),
        ("packages/db/src/more.ts", "export const more: string = 'more';"),
        (
            "packages/db/tsconfig.json",
            r#"{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }"#,
        ),
        ("packages/db/node_modules/only-here/package.json", "{}"),
        ("packages/db/node_modules/only-here/index.js", "exports.x = 'own';"),
        ("packages/raw/package.json", r#"{ "name": "@acme/raw" }"#),
        ("packages/raw/deep.ts", "export const name: string = 'raw';"),
    ]);
    let link = |from: &str, to: &str| {
        let to = project.path(to);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::os::unix::fs::symlink(project.path(from), to).unwrap();
    };
    link("packages/db", "apps/web/node_modules/@acme/db");
    link("packages/raw", "apps/web/node_modules/@acme/raw");
    assert_snapshot!(project.exports("apps/web/schema.ts"), @r#"{"raw":"raw","name":"db own","more":"more"}"#);
    let importers = project.loader.importers("only-here").unwrap();
    assert_eq!(importers, [project.path("packages/db/src/index.ts")]);
}

#[test]
fn callers_can_ask_where_a_specifier_leads() {
    let project = Project::new(&[
        ("src/schema.ts", ""),
        (
            "node_modules/dual/package.json",
            r#"{ "exports": { "import": "./a.mjs", "require": "./b.cjs" } }"#,
        ),
        ("node_modules/dual/a.mjs", ""),
        ("node_modules/dual/b.cjs", ""),
    ]);
    let ask =
        |specifier: &str, way| project.loader.resolve(specifier, "src/schema.ts".as_ref(), way);
    let file = |name: &str| Resolved::File(project.path(name));
    assert_eq!(ask("dual", Way::Import).unwrap(), file("node_modules/dual/a.mjs"));
    assert_eq!(ask("dual", Way::Require).unwrap(), file("node_modules/dual/b.cjs"));
    assert_eq!(ask("./schema", Way::Import).unwrap(), file("src/schema.ts"));
    assert_eq!(ask("fs", Way::Import).unwrap(), Resolved::Builtin("node:fs".into()));
    assert!(ask("gone", Way::Import).is_err());
}

#[test]
fn urls_and_absolute_paths_are_files() {
    let project = Project::new(&[("x.ts", "export const name = 'x';")]);
    let path = project.path("x.ts").to_string_lossy().into_owned();
    std::fs::write(
        project.path("schema.ts"),
        format!("import {{ name as a }} from '{path}';\nconst b = await import('file://{path}');\nexport const c = [a, b.name];"),
    )
    .unwrap();
    assert_eq!(project.exports("schema.ts"), r#"{"c":["x","x"]}"#);
}

#[test]
fn an_error_in_a_dependency_shows_the_users_import() {
    let project = Project::new(&[
        ("schema.ts", "import { a } from './db';\nexport const b = a;"),
        ("db.ts", "export { a } from 'pkg';"),
        ("node_modules/pkg/package.json", r#"{ "type": "module", "main": "index.js" }"#),
        ("node_modules/pkg/index.js", "export { a } from './lib.js';"),
        ("node_modules/pkg/lib.js", "import 'peer';\nexport const a = 1;"),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    MissingModule: cannot find module 'peer', imported by node_modules/pkg/lib.js
      --> db.ts:1:19
       | export { a } from 'pkg';
       |                   ^^^^^
      imported as 'peer' node_modules/pkg/lib.js:0:0
      imported as './lib.js' node_modules/pkg/index.js:0:0
      imported as 'pkg' db.ts:1:19
      imported as './db' schema.ts:1:19
      hint: install the package: peer
    ");
}
