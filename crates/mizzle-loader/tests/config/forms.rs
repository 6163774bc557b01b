//! Where a config is found, what it may export, and every option.

use crate::Project;
use mizzle_core::dialect::Dialect;
use mizzle_core::naming::Casing;
use mizzle_loader::config::{IntrospectCasing, MigrationsTable, Prefix, Roles};
use mizzle_loader::{ConfigSource, Driver};

const OUT: &str = "{ dialect: 'postgresql', out: 'x' }";

#[track_caller]
fn reads(files: &[(&str, &str)]) {
    assert_eq!(Project::new(files).config().out.as_deref(), Some("x"), "{files:?}");
}

#[test]
fn a_module_may_give_its_config_in_many_ways() {
    for text in [
        format!("export default {OUT};"),
        format!(
            "import {{ defineConfig }} from 'drizzle-kit'; export default defineConfig({OUT});"
        ),
        format!("import {{ defineConfig }} from 'mizzle'; export default defineConfig({OUT});"),
        format!(
            "import type {{ Config }} from 'drizzle-kit'; export default {OUT} satisfies Config;"
        ),
        format!("module.exports = {OUT};"),
        format!(
            "const {{ defineConfig }} = require('drizzle-kit'); module.exports = defineConfig({OUT});"
        ),
        format!("export = {OUT};"),
        format!("export default Promise.resolve({OUT});"),
        format!("export default async () => ({OUT});"),
        format!("const out = await Promise.resolve('x'); export default {{ ...{OUT}, out }};"),
        format!(
            "Object.defineProperty(exports, '__esModule', {{ value: true }}); exports.default = {OUT};"
        ),
    ] {
        reads(&[("drizzle.config.ts", &text)]);
    }
    reads(&[("drizzle.config.js", &format!("module.exports = {OUT};"))]);
    reads(&[("drizzle.config.js", &format!("export default {OUT};"))]);
    reads(&[("drizzle.config.json", "{ \"dialect\": \"postgresql\", \"out\": \"x\" }")]);
    reads(&[
        (
            "drizzle.config.ts",
            "import { out } from './settings.js'; export default { dialect: 'postgresql', out };",
        ),
        ("settings.ts", "export const out: string = 'x';"),
    ]);
}

#[test]
fn typescript_comes_before_javascript_before_json() {
    let named = |out: &str| format!("module.exports = {{ dialect: 'postgresql', out: '{out}' }};");
    let (ts, js) = (named("ts"), named("js"));
    let json = "{ \"dialect\": \"postgresql\", \"out\": \"json\" }";
    let files =
        [("drizzle.config.ts", &*ts), ("drizzle.config.js", &*js), ("drizzle.config.json", json)];
    for (first, out) in [(0, "ts"), (1, "js"), (2, "json")] {
        assert_eq!(Project::new(&files[first..]).config().out.as_deref(), Some(out));
    }
}

#[test]
fn any_file_can_be_named() {
    for name in ["db/drizzle.prod.config.ts", "x.mts", "x.cjs", "x.json"] {
        let text = match name {
            "x.json" => "{ \"dialect\": \"postgresql\", \"out\": \"x\" }".to_owned(),
            "x.cjs" => format!("module.exports = {OUT};"),
            _ => format!("export default {OUT};"),
        };
        let project = Project::new(&[(name, &text)]);
        let config = project.load(&ConfigSource::File(name.into())).unwrap();
        assert_eq!(config.out.as_deref(), Some("x"));
        assert_eq!(config.file, project.path().join(name));
    }
}

#[test]
fn every_option_is_read() {
    let config = Project::with_config(
        "{
            dialect: 'postgresql', driver: 'pglite', schema: ['./a.ts', './b/*.ts'], out: './out',
            migrations: { table: 't', schema: 's', prefix: 'timestamp' }, breakpoints: false,
            tablesFilter: 'app_*', schemaFilter: ['public', 'auth'], extensionsFilters: ['postgis'],
            casing: 'snake_case', introspect: { casing: 'preserve' }, verbose: true, strict: true,
            entities: { roles: { provider: 'supabase', include: ['a'], exclude: 'b' } },
        }",
    )
    .config();
    assert_eq!((config.dialect, config.driver), (Dialect::Postgres, Some(Driver::PgLite)));
    assert_eq!(config.schema, ["./a.ts", "./b/*.ts"]);
    assert_eq!(config.out.as_deref(), Some("./out"));
    let migrations = MigrationsTable {
        table: Some("t".into()),
        schema: Some("s".into()),
        prefix: Some(Prefix::Timestamp),
    };
    assert_eq!(config.migrations, migrations);
    assert_eq!(config.breakpoints, Some(false));
    assert_eq!(config.tables_filter, ["app_*"]);
    assert_eq!(config.schema_filter, Some(vec!["public".into(), "auth".into()]));
    assert_eq!(config.extensions_filters, ["postgis"]);
    assert_eq!(config.casing, Some(Casing::Snake));
    assert_eq!(config.introspect_casing, Some(IntrospectCasing::Preserve));
    assert!(config.verbose && config.strict);
    let roles = Roles::Filtered {
        provider: Some("supabase".into()),
        include: vec!["a".into()],
        exclude: vec!["b".into()],
    };
    assert_eq!(config.roles, roles);
    assert!(config.notices.is_empty(), "{:?}", config.notices);
}

#[test]
fn what_is_not_written_stays_open() {
    let config = Project::with_config("{ dialect: 'sqlite', out: undefined }").config();
    assert_eq!((config.out, config.breakpoints, config.schema_filter), (None, None, None));
    assert_eq!((config.casing, config.introspect_casing), (None, None));
    assert_eq!(config.migrations, MigrationsTable::default());
    assert_eq!(config.roles, Roles::Ignored);
    assert!(config.schema.is_empty() && !config.verbose && !config.strict);
}

#[test]
fn old_and_odd_configs_load_with_a_notice() {
    let config = Project::with_config("{ driver: 'pg', schema: 's.ts', tableFilter: 'x', dbCredentials: { connectionString: 'postgres://h/d' } }").config();
    assert_eq!((config.dialect, config.driver), (Dialect::Postgres, None));
    assert_eq!(
        config.notices,
        [
            "the config has an unknown option `tableFilter`; did you mean `tablesFilter`?",
            "driver \"pg\" is from drizzle-kit 0.20; write `dialect: \"postgresql\"` instead",
        ]
    );
    let config = Project::with_config("{ driver: 'd1-http' }").config();
    assert_eq!((config.dialect, config.driver), (Dialect::Sqlite, Some(Driver::D1Http)));
    assert_eq!(config.notices.len(), 1);
}
