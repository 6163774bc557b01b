//! Places of exports and of their properties.

use crate::project::Project;
use insta::assert_snapshot;
use mizzle_loader::Within;

/// A key, or in quotes a text.
fn within(what: Option<&str>) -> Within {
    let text = what.and_then(|what| what.strip_prefix('\'')?.strip_suffix('\''));
    match (text, what) {
        (Some(text), _) => Within::Text(text.to_owned()),
        (None, Some(key)) => Within::Key(key.to_owned()),
        (None, None) => Within::Itself,
    }
}

#[test]
fn exports_and_columns_are_located() {
    let project = Project::new(&[
        (
            "schema.ts",
            "import { pgTable, text } from 'drizzle-orm/pg-core';
import { timestamps as common } from './common';
export * from './more';
export { renamed as other } from './more';
const base = { id: text('id') };
export const users = pgTable('users', {
  ...base,
  ...common,
  name: text('name'),
  'quoted': text(),
}, (t) => [t.name]);
export const posts = pgTable('posts', (c) => ({ title: c.text() })).enableRLS();
export const blocks = pgTable('blocks', () => {
  return { body: text() };
});
const hidden = pgTable('hidden', { x: text() });
export { hidden as shown };
export function helper() {}
export class Thing {}
export const [one, { two }] = [1, { two: 2 }];
export default pgTable('d', { y: text() });
",
        ),
        ("common.ts", "export const timestamps = {\n  createdAt: 1,\n};\n"),
        (
            "more.ts",
            "export const extra = { z: 1 };\nconst inner = { q: 1 };\nexport { inner as renamed };\nexport * from './schema';\n",
        ),
    ]);
    let mut found = String::new();
    for (export, key) in [
        ("users", None),
        ("users", Some("name")),
        ("users", Some("quoted")),
        ("users", Some("id")),
        ("users", Some("createdAt")),
        ("users", Some("none")),
        ("users", Some("'name'")),
        ("users", Some("'users'")),
        ("users", Some("'none'")),
        ("posts", Some("title")),
        ("blocks", Some("body")),
        ("shown", None),
        ("shown", Some("x")),
        ("helper", None),
        ("Thing", None),
        ("two", None),
        ("default", None),
        ("default", Some("y")),
        ("extra", Some("z")),
        ("other", Some("q")),
        ("nowhere", None),
    ] {
        let place = project.loader.locate("schema.ts".as_ref(), export, within(key));
        let shown = place.map_or("none".to_owned(), |place| {
            let file = place.file.file_name().unwrap().to_string_lossy().into_owned();
            let text: String = place
                .line_text
                .chars()
                .skip(place.column as usize - 1)
                .take(place.length as usize)
                .collect();
            format!("{file}:{}:{} {text}", place.line, place.column)
        });
        found += &format!("{export}.{}: {shown}\n", key.unwrap_or("-"));
    }
    assert_snapshot!(found, @"
    users.-: schema.ts:6:14 users
    users.name: schema.ts:9:3 name
    users.quoted: schema.ts:10:3 'quoted'
    users.id: schema.ts:5:16 id
    users.createdAt: common.ts:2:3 createdAt
    users.none: schema.ts:6:14 users
    users.'name': schema.ts:9:14 'name'
    users.'users': schema.ts:6:30 'users'
    users.'none': schema.ts:6:14 users
    posts.title: schema.ts:12:49 title
    blocks.body: schema.ts:14:12 body
    shown.-: schema.ts:16:7 hidden
    shown.x: schema.ts:16:36 x
    helper.-: schema.ts:18:17 helper
    Thing.-: schema.ts:19:14 Thing
    two.-: schema.ts:20:22 two
    default.-: schema.ts:21:16 pgTable('d', { y: text() })
    default.y: schema.ts:21:31 y
    extra.z: more.ts:1:24 z
    other.q: more.ts:2:17 q
    nowhere.-: none
    ");
}

#[test]
fn a_script_can_place_its_own_errors() {
    let project = Project::new(&[(
        "schema.ts",
        "export const users = table('users', {\n  name: 1,\n});\nfunction table(name: string, columns: object) { return { name, columns } }\n",
    )]);
    let script = mizzle_loader::Script {
        name: "script.js",
        source: "export default ([{ file }], args, tools) => { throw tools.invalid('two columns are named name', { file, export: 'users', key: 'name', hint: 'rename one' }) };",
    };
    let error =
        project.loader.run(&["schema.ts".into()], script, &serde_json::Value::Null).unwrap_err();
    assert_snapshot!(crate::project::show(&error, &project.path("")), @"
    Invalid: two columns are named name
      --> schema.ts:2:3
       |   name: 1,
       |   ^^^^
      hint: rename one
    ");
}
