//! A project with every module feature that real projects use, loaded both ways.

use crate::project::{self, Project, RC_5, Release, V0_45, link};
use mizzle_core::postgres::drizzle::{Extract, Given, Literal};
use mizzle_loader::{Config, ConfigSource, Credentials, LoadErrorKind, embedded};
use std::fs;
use std::path::Path;

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn torture(release: Release) -> Project {
    let project = Project::new(release);
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/torture"), &project.path());
    // A workspace package, as the package managers link one, that is never built.
    let shared = project.path().join("packages/shared");
    link(&shared, &project.path().join("node_modules/@acme/shared"));
    project
}

/// Config and schema in one run-time, as `generate` does it.
fn load(project: &Project, node: bool) -> (Config, Extract) {
    let loader = project.loader(node);
    let config = loader.config(&ConfigSource::Default).unwrap_or_else(|error| panic!("{error:#?}"));
    let patterns: Vec<_> = config.schema.iter().map(String::as_str).collect();
    let source = project.source(&patterns, config.casing);
    let extract = loader.schema(&source).unwrap_or_else(|error| panic!("{error:#?}"));
    assert_eq!(loader.env().unwrap()["TABLE_PREFIX"], "shop", "the config sets it");
    (config, extract)
}

#[test]
fn the_engine_gives_what_node_gives() {
    for release in [V0_45, RC_5] {
        let project = torture(release);
        let (_, ours) = load(&project, false);
        let (config, theirs) = load(&project, true);
        project::assert_same(release.version, &ours, &theirs);
        assert_eq!(config.out.as_deref(), Some("./migrations"));
        let Credentials::Url { url, .. } = config.credentials else { panic!("{config:?}") };
        assert_eq!((url.given(), url.variable()), (None, Some("TORTURE_URL")));
    }
}

#[test]
fn the_order_is_drizzle_kits() {
    let (_, extract) = load(&torture(V0_45), false);
    let tables: Vec<_> = extract.tables.iter().map(|table| table.name.as_str()).collect();
    // The barrel's own names, then each `export *` by the same rule; what the folder
    // reaches again is known.
    assert_eq!(tables, ["audit", "shop_users", "shop_posts", "z_b", "apple"]);
    assert_eq!(extract.files[0], "src/db/schema.ts");
    let posts = &extract.tables[2];
    let title = posts.columns.iter().find(|column| column.name == "title").unwrap();
    let expected = Literal::String("compiled-3-legacy-lib".into());
    assert_eq!(title.default, Some(Given::Value(expected)));
}

#[test]
fn without_drizzle_orm_the_embedded_copy_serves_or_the_error_says_so() {
    let schema = "import { pgTable, integer, text } from 'drizzle-orm/pg-core';\n\
                  export const users = pgTable('users', { id: integer('id').primaryKey(), name: text('name').unique() });\n";
    for release in [V0_45, RC_5] {
        let installed = Project::new(release);
        installed.write("schema.ts", schema);
        let bare = Project::bare(release);
        bare.write("schema.ts", schema);
        for node in [false, true] {
            if embedded::versions().is_empty() {
                let error = bare.failure(node, &["schema.ts"]);
                assert_eq!(error.kind, LoadErrorKind::MissingModule, "{error:?}");
                assert!(error.hint.as_ref().unwrap().contains("drizzle-orm"), "{error:?}");
                continue;
            }
            let mut ours = bare.extract(node, &["schema.ts"]);
            assert!(ours.orm.embedded);
            ours.orm.embedded = false;
            project::assert_same(release.version, &ours, &installed.extract(node, &["schema.ts"]));
        }
    }
}

#[test]
fn a_schema_that_only_hands_on_a_package_uses_the_packages_own_drizzle_orm() {
    for release in [V0_45, RC_5] {
        let project = Project::bare(release);
        let package = project.path().join("packages/db");
        project.write("apps/web/schema.ts", "export * from '@acme/db';\n");
        project.write(
            "packages/db/package.json",
            r#"{ "name": "@acme/db", "exports": "./index.ts" }"#,
        );
        project.write(
            "packages/db/index.ts",
            "import { pgTable, integer } from 'drizzle-orm/pg-core';\nexport const users = pgTable('users', { id: integer('id') });\n",
        );
        link(&package, &project.path().join("apps/web/node_modules/@acme/db"));
        project.install(&package);
        for node in [false, true] {
            let it = project.extract(node, &["apps/web/schema.ts"]);
            assert_eq!(it.orm.version.as_deref(), Some(release.version), "in node: {node}");
            assert_eq!((it.tables.len(), it.orm.embedded), (1, false), "in node: {node}");
        }
    }
}

#[test]
fn errors_in_node_have_their_place() {
    let project = torture(V0_45);
    project.write("bad/syntax.ts", "export const a = 1;\nexport const = 2;\n");
    project.write(
        "bad/thrown.ts",
        "type A = {\n  a: 1;\n};\nconst x = undefined as any as A;\nexport const y = x.a;\n",
    );
    project.write("bad/missing.ts", "import '@/nowhere/at/all';\n");
    for node in [false, true] {
        let failure = |file: &str| project.failure(node, &[file]);
        let lines = ["bad/syntax.ts", "bad/thrown.ts", "bad/missing.ts"].map(|file| {
            let error = failure(file);
            let place =
                error.place.clone().unwrap_or_else(|| panic!("{file} in node: {node}: {error:#?}"));
            assert!(place.file.ends_with(file), "{place:?}");
            (error.kind, place.line)
        });
        use LoadErrorKind::{MissingModule, Syntax, Thrown};
        assert_eq!(lines, [(Syntax, 2), (Thrown, 5), (MissingModule, 1)], "in node: {node}");
    }
}

#[test]
fn node_is_not_in_the_sandbox_and_not_without_limits() {
    let project = Project::new(V0_45);
    project.write("drizzle.config.ts", "import { execFileSync } from 'node:child_process';\nconsole.log('a secret is fetched');\nexport default { dialect: 'postgresql', out: execFileSync(process.execPath, ['-p', '6 * 7']).toString().trim() };\n");
    let config = project.loader(true).config(&ConfigSource::Default).unwrap();
    assert_eq!(config.out.as_deref(), Some("42"));
    let error = project.loader(false).config(&ConfigSource::Default).unwrap_err();
    assert_eq!(error.kind, LoadErrorKind::Sandbox, "{error:?}");

    project.write("drizzle.config.ts", "for (;;) {}");
    let error = project.slow_loader().config(&ConfigSource::Default).unwrap_err();
    assert_eq!(error.kind, LoadErrorKind::Timeout, "{error:?}");
    project.write("drizzle.config.ts", "console.error('about to end'); process.exit(3);");
    let error = project.loader(true).config(&ConfigSource::Default).unwrap_err();
    assert!(error.message.contains("ended Node itself"), "{error:?}");
}

#[test]
fn folders_may_have_any_name() {
    let outer = Project::new(V0_45);
    let name = "my (projekt) ü #1 100% [x]";
    outer.write(
        &format!("{name}/tsconfig.json"),
        r#"{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }"#,
    );
    outer.write(
        &format!("{name}/lib/naming.cts"),
        "export = { prefix: __dirname.endsWith('lib') ? 'app_' : '' };\n",
    );
    outer.write(
        &format!("{name}/schema.ts"),
        "import { pgTable, integer } from 'drizzle-orm/pg-core';\nimport naming = require('./lib/naming.cts');\n\
         import { prefix } from '@/lib/naming.cts';\nexport const a = pgTable(naming.prefix + 'a', { id: integer('id') });\n\
         export const b = pgTable(prefix + 'b', { id: integer('id') });\n",
    );
    outer.write(&format!("{name}/bad.ts"), "\nthrow new Error('here');\n");
    for node in [false, true] {
        let names: Vec<_> = outer
            .extract(node, &[&format!("{name}/schema.ts")])
            .tables
            .into_iter()
            .map(|table| table.name)
            .collect();
        assert_eq!(names, ["app_a", "app_b"], "in node: {node}");
        let error = outer.failure(node, &[&format!("{name}/bad.ts")]);
        assert_eq!(error.place.map(|place| place.line), Some(2), "in node: {node}");
    }
}
