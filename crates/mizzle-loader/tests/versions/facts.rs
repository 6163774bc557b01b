//! What the extracted data says, where a mistake would show in a migration.

use crate::project::{BETA_21, Project, RC_5, Release, V0_30, V0_36, V0_45};
use mizzle_core::naming::Casing;
use mizzle_core::postgres::drizzle::{Column, Extract, Given, Literal, Sql, Table};
use mizzle_loader::LoadErrorKind;

fn extract(release: Release, schema: &str) -> Extract {
    let project = Project::new(release);
    project.copy_schema(schema);
    project.extract(false, &["schema.ts"])
}

fn table<'a>(extract: &'a Extract, name: &str) -> &'a Table {
    extract.tables.iter().find(|table| table.name == name).unwrap()
}

fn column<'a>(extract: &'a Extract, name: &str) -> &'a Column {
    let mut columns = extract.tables.iter().flat_map(|table| &table.columns);
    columns.find(|column| column.name == name).unwrap()
}

#[track_caller]
fn default(extract: &Extract, name: &str, expected: Literal) {
    assert_eq!(column(extract, name).default, Some(Given::Value(expected)), "{name}");
}

fn sql(text: &str) -> Sql {
    Sql { sql: text.into(), params: Vec::new(), bare: None }
}

#[test]
fn literals_are_exact() {
    for release in [V0_30, V0_45, RC_5] {
        let it = extract(release, "columns");
        default(&it, "bigint", Literal::Bigint("9223372036854775807".into()));
        default(&it, "negative_zero", Literal::Number("-0".into()));
        default(&it, "double", Literal::Number("NaN".into()));
        default(&it, "infinite", Literal::Number("-Infinity".into()));
        default(&it, "real", Literal::Number("1e+21".into()));
        default(&it, "numeric", Literal::String("1.50".into()));
        default(&it, "quoted", Literal::String("it's \"a\" \\ \n\t$1 😀".into()));
        default(&it, "half", Literal::String("a\u{FFFD}b".into()));
        default(&it, "zoned", Literal::Date("1970-01-01T00:00:00.000Z".into()));
        default(&it, "bytes", Literal::Bytes("00ff27".into()));
        let huge = r#"{"n":12345678901234567890,"when":"1970-01-01T00:00:00.000Z"}"#;
        let Some(Given::Value(Literal::Json(value))) = &column(&it, "huge").default else {
            panic!("{:?}", column(&it, "huge"));
        };
        assert_eq!(value.to_string(), huge);
    }
}

#[test]
fn custom_types_map_their_defaults() {
    for release in [V0_30, V0_45, RC_5] {
        let it = extract(release, "columns");
        let money = Given::Value(Literal::String("10.50".into()));
        assert_eq!(column(&it, "money").default_mapped, Some(money));
        let lower = Sql { params: vec![Literal::String("ABC".into())], ..sql("lower($1)") };
        assert_eq!(column(&it, "lower").default_mapped, Some(Given::Sql(lower)));
        assert_eq!(column(&it, "strict").default_mapped, None);
        assert_eq!(column(&it, "money").ty, "numeric(12, 2) /* USD */");
    }
}

#[test]
fn the_same_object_is_one_and_what_is_not_exported_is_only_referred_to() {
    for release in [V0_30, V0_36, V0_45, BETA_21, RC_5] {
        let it = extract(release, "constraints");
        let names: Vec<_> = it.tables.iter().map(|table| table.name.as_str()).collect();
        assert_eq!(names, ["memberships", "app_pairs", "users", "teams"]);
        assert_eq!(table(&it, "users").source.export, "people");
        let schemas: Vec<_> = it.schemas.iter().map(|schema| schema.name.as_str()).collect();
        assert_eq!(schemas, ["app"]);
        let to_auth = &table(&it, "users").foreign_keys[0];
        assert_eq!((to_auth.table.as_str(), to_auth.schema.as_deref()), ("users", Some("auth")));
    }
}

#[test]
fn sql_comes_with_its_parameters_apart() {
    for release in [V0_36, V0_45, RC_5] {
        let it = extract(release, "constraints");
        let check = &table(&it, "memberships").checks[0].value;
        let qualified = r#""app"."memberships"."team" > 0 and "app"."memberships"."level" <> $1"#;
        assert_eq!(check.sql, qualified);
        assert_eq!(check.bare.as_deref(), Some(r#""team" > 0 and "level" <> $1"#));
        assert_eq!(check.params, [Literal::String("high".into())]);
    }
    // That release has no way to leave the table out, and forgets the schema.
    let it = extract(V0_30, "constraints");
    let check = &table(&it, "memberships").checks[0].value;
    assert_eq!((check.bare.as_ref(), check.sql.contains("\"memberships\".\"team\"")), (None, true));
}

#[test]
fn names_that_nobody_wrote_stay_open() {
    for release in [V0_30, V0_45, BETA_21, RC_5] {
        let it = extract(release, "constraints");
        let memberships = table(&it, "memberships");
        let names = |keys: &[mizzle_core::postgres::drizzle::Key]| {
            keys.iter().map(|key| key.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(&memberships.uniques), [None, Some("memberships_once".into())]);
        assert_eq!(names(&memberships.primary_keys), [None]);
        let foreign: Vec<_> =
            memberships.foreign_keys.iter().map(|key| key.name.as_deref()).collect();
        assert_eq!(foreign, [None, None, Some("memberships_named")]);
        assert_eq!(table(&it, "teams").indexes[0].name, None);
        let email = column(&it, "email").unique.clone().unwrap();
        match release.line {
            mizzle_core::naming::Line::V0 => {
                assert_eq!(email.name.as_deref(), Some("users_email_unique"));
                assert_eq!(email.explicit, None);
            }
            mizzle_core::naming::Line::V1 => {
                assert_eq!((email.name, email.explicit), (None, Some(false)));
            }
        }
    }
}

#[test]
fn arrays_of_both_lines() {
    let old = extract(V0_45, "arrays_0");
    let nested = column(&old, "nested");
    assert_eq!((nested.ty.as_str(), nested.kind.as_str()), ("varchar(5)[2][]", "PgArray"));
    assert_eq!(nested.element_kind.as_deref(), Some("PgVarchar"));
    assert_eq!(nested.dimensions, None);
    assert_eq!(column(&old, "sizes").r#enum.as_ref().unwrap().name, "size");
    let new = extract(RC_5, "since_1_0");
    let nested = column(&new, "nested");
    assert_eq!((nested.ty.as_str(), nested.dimensions), ("integer", Some(2)));
    // In 0.x the same property is the length of a vector.
    assert_eq!(column(&extract(V0_45, "since_0_36"), "vector").dimensions, None);
}

#[test]
fn casing_reaches_sql_where_the_dialect_applies_it() {
    let project = Project::new(V0_45);
    project.copy_schema("since_0_36");
    let source = project.source(&["schema.ts"], Some(Casing::Snake));
    let it = project.loader(false).schema(&source).unwrap();
    let first = column(&it, "firstName");
    assert!(first.key_as_name);
    let options = it.views.iter().find(|view| view.name == "options").unwrap();
    assert!(options.query.as_ref().unwrap().sql.contains("\"first_name\""));
    assert!(!column(&it, "last_name_given").key_as_name);
    let cased = extract(RC_5, "since_1_0_rc");
    assert!(!column(&cased, "first_name").key_as_name);
}

#[test]
fn policies_roles_sequences_and_views() {
    for release in [V0_36, V0_45, BETA_21, RC_5] {
        let it = extract(release, "since_0_36");
        let guarded = table(&it, "guarded");
        assert!(guarded.rls);
        assert_eq!(guarded.policies[1].to, ["reader", "public", "writer"]);
        assert!(guarded.policies[0].to.is_empty());
        let linked: Vec<_> = it.policies.iter().map(|it| it.policy.name.as_str()).collect();
        assert_eq!(linked, ["linked"]);
        let roles: Vec<_> = it.roles.iter().map(|role| (&*role.name, role.existing)).collect();
        assert_eq!(roles, [("anon", true), ("reader", false), ("writer", false)]);
        let steps = &it.sequences[1].options;
        assert_eq!(steps.max_value.as_deref(), Some("10000"));
        let views: Vec<_> = it.views.iter().map(|view| view.name.as_str()).collect();
        assert_eq!(views, ["options", "declared", "stored"], "plain before materialized");
        let second = column(&it, "second").identity.clone().unwrap();
        assert_eq!(second.options.min_value.as_deref(), Some("-9223372036854775808"));
    }
}

#[test]
fn other_dialects_in_the_folder_are_counted_and_left_out() {
    for release in [V0_45, RC_5] {
        let project = Project::new(release);
        project.write("db/pg.ts", "import { pgTable, integer } from 'drizzle-orm/pg-core'; export const users = pgTable('users', { id: integer('id') });");
        project.write("db/mysql.ts", "import { mysqlTable, int } from 'drizzle-orm/mysql-core'; export const users = mysqlTable('users', { id: int('id') });");
        project.write("db/sqlite.ts", "import { sqliteTable, int } from 'drizzle-orm/sqlite-core'; export const users = sqliteTable('users', { id: int('id') });");
        let it = project.extract(false, &["db"]);
        assert_eq!((it.tables.len(), it.other_tables), (1, 2));
        assert_eq!(it.files, ["db/mysql.ts", "db/pg.ts", "db/sqlite.ts"]);
        assert_eq!(it.tables[0].source.file, 1);
    }
}

#[test]
fn what_no_schema_can_mean_is_an_error_at_its_place() {
    let project = Project::new(V0_45);
    project.write(
        "schema.ts",
        "import { pgTable, text, integer } from 'drizzle-orm/pg-core';\n\
         export const users = pgTable('users', {\n  id: integer('id'),\n  name: text('name').default((() => 'x') as any),\n});\n",
    );
    for node in [false, true] {
        let error = project.failure(node, &["schema.ts"]);
        assert_eq!(error.kind, LoadErrorKind::Invalid, "{error:?}");
        assert!(error.message.contains("\"name\" is a function"), "{error}");
        assert_eq!(error.place.as_ref().map(|place| place.line), Some(4), "{error:?}");
    }
    project.write(
        "schema.ts",
        "import { pgTable, integer } from 'drizzle-orm/pg-core';\n\
         export const a = pgTable('a', { id: integer('id') });\n\
         export const b = pgTable('b', { a: integer('a').references(() => (a as any).nope) });\n",
    );
    for node in [false, true] {
        let error = project.failure(node, &["schema.ts"]);
        assert!(error.message.contains("refers to a column that does not exist"), "{error}");
        assert_eq!(error.place.as_ref().map(|place| place.line), Some(3), "{error:?}");
    }
}

#[test]
fn exports_that_are_no_part_of_a_schema_are_left_out() {
    let text = "import { alias, pgTable, integer } from 'drizzle-orm/pg-core';\n\
                export * as again from './other';\n\
                export const users = pgTable('users', { id: integer('id') });\n\
                export const bare = Object.create(null), nothing = null, number = 1;\n\
                export const tables = { users }, list = [users], make = () => users;\n\
                export const throwing = new Proxy({}, { get() { throw new Error('not here'); } });\n\
                export class Users {}\n\
                export const u = alias(users, 'u');\n\
                export default users;\n";
    for release in [V0_36, V0_45, BETA_21, RC_5] {
        let project = Project::new(release);
        project.write("schema.ts", text);
        project.write("other.ts", "export const x = 1;");
        for node in [false, true] {
            let it = project.extract(node, &["schema.ts"]);
            let exports: Vec<_> = it.tables.iter().map(|it| it.source.export.as_str()).collect();
            assert_eq!(exports, ["default"], "{} in node: {node}", release.version);
        }
    }
}

#[test]
fn what_a_missing_package_gives_is_never_taken_for_nothing() {
    let project = Project::new(V0_45);
    project.write(
        "schema.ts",
        "import { makeTable } from '@acme/tables';\nexport const users = makeTable('users');\n",
    );
    let error = project.failure(false, &["schema.ts"]);
    assert!(error.message.contains("@acme/tables"), "{error:#?}");
    assert_eq!(error.place.as_ref().map(|place| place.line), Some(2), "{error:#?}");
    project.write("schema.ts", "export * from '@acme/tables';\n");
    let error = project.failure(false, &["schema.ts"]);
    assert_eq!(error.kind, LoadErrorKind::MissingModule, "{error:#?}");
    assert!(error.message.contains("@acme/tables"), "{error:#?}");
    project.write("schema.ts", "export { users } from '@acme/tables';\n");
    assert!(project.failure(false, &["schema.ts"]).message.contains("@acme/tables"));
}
