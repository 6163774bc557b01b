//! Packages that are not installed.

use crate::project::{Project, error_of};
use insta::assert_snapshot;
use mizzle_loader::Embedded;
use std::collections::BTreeMap;
use std::sync::Arc;

#[test]
fn what_only_passes_through_is_stood_in_for() {
    let text = "
        import { z } from 'zod';
        import auth, { betterAuth as make } from 'better-auth';
        import * as dates from 'date-fns';
        import '@acme/side-effect/register';
        import type { X } from 'types-only';
        const user = z.object({ name: z.string().min(1).optional(), tags: z.array(z.enum(['a'])) });
        export const validate = (x: unknown): X => user.parse(x) as any;
        class Own extends make { own = 1; method() { return 'own method' } }
        const client = new auth.Client({ url: 'x' });
        client.on('error', () => {}); client.settings = 5;
        export const a = [new Own().method(), new Own().own, new Own() instanceof make, client.settings, typeof dates.format(1)];
        if (client.ready) client.start();
    ";
    let project = Project::new(&[("schema.ts", text)]);
    assert_snapshot!(project.exports("schema.ts"), @r#"{"a":["own method",1,true,5,"function"]}"#);
    let stand_ins = project.loader.stand_ins().unwrap();
    assert_eq!(stand_ins, ["@acme/side-effect", "better-auth", "date-fns", "zod"]);
}

#[test]
fn a_value_that_would_become_data_is_refused() {
    assert_snapshot!(error_of("import { env } from '@acme/env';\nexport const table = `${env.PREFIX}users`;"), @"
    StandIn: the package '@acme/env' is not installed, and the schema needs a value of it: @acme/env.env.PREFIX
      --> schema.ts:2:25
       | export const table = `${env.PREFIX}users`;
       |                         ^^^
      at  schema.ts:2:25
      imported as '@acme/env' schema.ts:1:21
      hint: install the package: @acme/env
    ");
    assert_snapshot!(error_of("import { limit } from '@acme/env';\nexport const a = limit + 1;"), @"
    StandIn: the package '@acme/env' is not installed, and the schema needs a value of it: @acme/env.limit
      --> schema.ts:2:26
       | export const a = limit + 1;
       |                          ^
      at  schema.ts:2:26
      imported as '@acme/env' schema.ts:1:23
      hint: install the package: @acme/env
    ");
    assert_snapshot!(error_of("import { config } from '@acme/env';\nexport const a = JSON.stringify({ config: config.tables() });"), @"
    StandIn: the package '@acme/env' is not installed, and the schema needs a value of it: @acme/env.config.tables()
      --> schema.ts:2:50
       | export const a = JSON.stringify({ config: config.tables() });
       |                                                  ^^^^^^
      at  schema.ts:2:50
      imported as '@acme/env' schema.ts:1:24
      hint: install the package: @acme/env
    ");
    assert_snapshot!(error_of("import { roles } from '@acme/env';\nexport const a = [...roles];"), @"
    StandIn: the package '@acme/env' is not installed, and the schema needs a value of it: @acme/env.roles
      --> schema.ts:2:22
       | export const a = [...roles];
       |                      ^^^^^
      at  schema.ts:2:22
      imported as '@acme/env' schema.ts:1:23
      hint: install the package: @acme/env
    ");
    assert_snapshot!(error_of("import { columns } from '@acme/env';\nexport const a = { ...columns };"), @"
    StandIn: the package '@acme/env' is not installed, and the schema needs a value of it: @acme/env.columns
      --> schema.ts:2:23
       | export const a = { ...columns };
       |                       ^^^^^^^
      at  schema.ts:2:23
      imported as '@acme/env' schema.ts:1:25
      hint: install the package: @acme/env
    ");
    assert_snapshot!(error_of("import { value } from '@acme/env';\nexport const a = String(value['odd key'](1).x);"), @r#"
    StandIn: the package '@acme/env' is not installed, and the schema needs a value of it: @acme/env.value["odd key"]().x
      --> schema.ts:2:25
       | export const a = String(value['odd key'](1).x);
       |                         ^^^^^
      at  schema.ts:2:25
      imported as '@acme/env' schema.ts:1:23
      hint: install the package: @acme/env
    "#);
}

#[test]
fn a_table_built_by_a_missing_package_is_refused() {
    let text = "
        import { createTable } from '@acme/tables';
        class TextBuilder { static [Symbol.for('drizzle:entityKind')] = 'PgTextBuilder' }
        export const users = createTable('users', { name: new TextBuilder() });
    ";
    assert_snapshot!(error_of(text), @"
    StandIn: the package '@acme/tables' is not installed, and the schema needs a value of it: @acme/tables.createTable
      --> schema.ts:4:63
       |         export const users = createTable('users', { name: new TextBuilder() });
       |                                                               ^^^^^^^^^^^
      at  schema.ts:4:63
      imported as '@acme/tables' schema.ts:2:37
      hint: install the package: @acme/tables
    ");
}

#[test]
fn scripts_can_tell_a_stand_in() {
    let project = Project::new(&[(
        "schema.ts",
        "import { pgTable } from 'drizzle-ormm/pg-core';\nexport const users = pgTable('users', {});\nexport const a = {};",
    )]);
    let script = mizzle_loader::Script {
        name: "script.js",
        source: "export default ([{ exports }], args, tools) => [tools.standIn(exports.users), tools.standIn(exports.a), tools.standIn(1)];",
    };
    let result = project.loader.run(&["schema.ts".into()], script, &serde_json::Value::Null);
    assert_snapshot!(result.unwrap(), @r#"[{"package":"drizzle-ormm/pg-core","label":"drizzle-ormm/pg-core.pgTable()"},null,null]"#);
}

#[test]
fn the_embedded_drizzle_orm_is_used_where_there_is_none() {
    let modules = BTreeMap::from([
        ("drizzle-orm".to_owned(), "export { kind } from 'chunk';\nexport const sql = 1;".into()),
        (
            "drizzle-orm/pg-core".to_owned(),
            "import { kind } from 'chunk';\nexport const pgTable = (name) => ({ kind, name });"
                .into(),
        ),
        ("chunk".to_owned(), "export const kind = 'embedded';".into()),
    ]);
    let embedded = Arc::new(Embedded { version: "0.0.1".into(), modules });
    let schema = "import { pgTable } from 'drizzle-orm/pg-core';\nimport { kind } from 'drizzle-orm';\nexport const users = pgTable('users');\nexport const k = kind;";
    let project = Project::new(&[
        ("schema.ts", schema),
        ("gone.ts", "import { x } from 'drizzle-orm/sqlite-core';\nexport const a = x;"),
        ("slip.ts", "import { pgTabel } from 'drizzle-orm/pg-core';\nexport const a = pgTabel;"),
        (
            "own/node_modules/drizzle-orm/package.json",
            r#"{ "type": "module", "exports": { ".": "./index.js", "./pg-core": "./pg-core.js" } }"#,
        ),
        ("own/node_modules/drizzle-orm/index.js", "export const kind = 'installed';"),
        (
            "own/node_modules/drizzle-orm/pg-core.js",
            "export const pgTable = (name) => ({ kind: 'installed', name });",
        ),
        ("own/schema.ts", schema),
    ]);
    project.loader.embed(Some(embedded)).unwrap();
    assert_snapshot!(project.exports("schema.ts"), @r#"{"k":"embedded","users":{"kind":"embedded","name":"users"}}"#);
    assert_snapshot!(project.exports("own/schema.ts"), @r#"{"k":"installed","users":{"kind":"installed","name":"users"}}"#);
    assert_snapshot!(project.error("gone.ts"), @"
    MissingModule: cannot find module 'drizzle-orm/sqlite-core'
      --> gone.ts:1:19
       | import { x } from 'drizzle-orm/sqlite-core';
       |                   ^^^^^^^^^^^^^^^^^^^^^^^^^
      hint: the copy inside mizzle has no such module; install drizzle-orm in the project
    ");
    assert_snapshot!(project.error("slip.ts"), @"
    MissingExport: 'drizzle-orm/pg-core' has no export named 'pgTabel'
      --> slip.ts:1:10
       | import { pgTabel } from 'drizzle-orm/pg-core';
       |          ^^^^^^^
      hint: there is 'pgTable'
    ");
}

#[test]
fn inert_builtins_refuse_to_become_data() {
    assert_snapshot!(error_of("import v8 from 'node:v8';\nexport const a = `${v8.cachedDataVersionTag()}`;\n"), @"
    StandIn: 'node:v8' does nothing while a schema or config is read, and a value of it is needed: v8.cachedDataVersionTag()
      --> schema.ts:2:24
       | export const a = `${v8.cachedDataVersionTag()}`;
       |                        ^^^^^^^^^^^^^^^^^^^^
      at  schema.ts:2:24
      imported as 'node:v8' schema.ts:1:16
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
    let project = Project::new(&[
        ("schema.ts", "import { name } from './deep';\nexport const table = `t_${name}`;"),
        (
            "deep.ts",
            "import { Database } from 'bun:sqlite';\nexport const name = new Database('x').filename;",
        ),
    ]);
    assert_snapshot!(project.error("schema.ts"), @"
    StandIn: 'bun:sqlite' does nothing while a schema or config is read, and a value of it is needed: new bun:sqlite.Database().filename
      --> schema.ts:2:27
       | export const table = `t_${name}`;
       |                           ^^^^
      at  schema.ts:2:27
      imported as 'bun:sqlite' deep.ts:1:26
      imported as './deep' schema.ts:1:22
      hint: move it out of these files, or load them with `--loader node`, which has no such limits
    ");
}
