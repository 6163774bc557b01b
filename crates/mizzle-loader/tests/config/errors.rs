//! What is wrong in a config, at its place in the file.

use crate::Project;
use mizzle_core::naming::Line;
use mizzle_loader::{ConfigSource, LoadErrorKind, SchemaSource};

/// The message, the text that the place spans, and the hint.
#[track_caller]
fn check(object: &str, message: &str, at: &str, hint: &str) {
    let error = Project::with_config(object).error();
    assert_eq!(error.kind, LoadErrorKind::Invalid, "{error:#?}");
    assert_eq!(error.message, message);
    let place = error.place.unwrap();
    let span: String = place
        .line_text
        .chars()
        .skip(place.column as usize - 1)
        .take(place.length as usize)
        .collect();
    assert_eq!(span, at);
    let said = error.hint.unwrap_or_default();
    assert!(said.contains(hint) && said.is_empty() == hint.is_empty(), "{said}");
}

#[test]
fn options_have_places() {
    let all = "dialect is one of: postgresql, mysql, sqlite, turso, singlestore, gel, mssql, cockroach, duckdb";
    check("{ dialect: 'oracle' }", "unknown dialect \"oracle\"", "'oracle'", all);
    check(
        "{ dialect: 'postgres' }",
        "unknown dialect \"postgres\"",
        "'postgres'",
        "did you mean \"postgresql\"?",
    );
    check(
        "{ dialect: 'postgresql', out: 7 }",
        "`out` must be a string, but is the number 7",
        "7",
        "",
    );
    check(
        "{ dialect: 'postgresql', schema: [1] }",
        "`schema` must hold strings, but holds the number 1",
        "[1]",
        "",
    );
    check(
        "{ dialect: 'mysql', driver: 'pglite' }",
        "driver \"pglite\" is for postgresql, but dialect is \"mysql\"",
        "'pglite'",
        "",
    );
    check(
        "{ dialect: 'postgresql', driver: 'pgLite' }",
        "unknown driver \"pgLite\"",
        "'pgLite'",
        "did you mean \"pglite\"?",
    );
    check(
        "{ dialect: 'postgresql', casing: 'kebab' }",
        "unknown casing \"kebab\"",
        "'kebab'",
        "snake_case, camelCase",
    );
    check(
        "{ dialect: 'postgresql', migrations: { prefix: 'date' } }",
        "unknown migrations.prefix \"date\"",
        "'date'",
        "index, timestamp",
    );
    check(
        "{ dialect: 'postgresql', breakpoints: 'no' }",
        "`breakpoints` must be true or false, but is a string",
        "'no'",
        "",
    );
    check(
        "{ dialect: 'postgresql', dbCredentials: { url: {} } }",
        "`dbCredentials.url` must be a string, but is an object",
        "{}",
        "",
    );
    check(
        "{ dialect: 'postgresql', dbCredentials: 'postgres://h' }",
        "`dbCredentials` must be an object, but is a string",
        "'postgres://h'",
        "",
    );
    check(
        "{ dialect: 'postgresql', entities: { roles: 'all' } }",
        "`entities.roles` must be true, false or an object, but is a string",
        "'all'",
        "",
    );
}

#[test]
fn a_config_without_a_dialect_or_without_anything() {
    let error = Project::with_config("{ schema: 's.ts' }").error();
    assert_eq!(error.message, "the config does not say `dialect`");
    assert!(error.hint.unwrap().starts_with("dialect is one of: postgresql"));
    let error = Project::new(&[("drizzle.config.ts", "export const config = {};\n")]).error();
    assert!(error.hint.is_some(), "{error:#?}");
    let error = Project::with_config("7").error();
    assert_eq!(error.message, "the config is the number 7, not an object");
}

#[test]
fn no_config() {
    let error = Project::new(&[]).error();
    assert_eq!(error.kind, LoadErrorKind::NotFound);
    assert!(error.message.contains("drizzle.config.ts, drizzle.config.js, drizzle.config.json"));
    let error = Project::new(&[("drizzle.config.mts", "")]).error();
    assert!(error.hint.unwrap().contains("--config drizzle.config.mts"));
    let error = Project::new(&[]).load(&ConfigSource::File("db.config.ts".into())).unwrap_err();
    assert_eq!(error.message, "the config db.config.ts does not exist");
    let error = Project::new(&[("db/x", "")]).load(&ConfigSource::File("db".into())).unwrap_err();
    assert_eq!(error.message, "the config db is a folder, not a file");
}

#[test]
fn a_config_that_fails_has_the_place_of_its_own_error() {
    let error =
        Project::new(&[("drizzle.config.ts", "export default {\n  dialect: 'postgresql',,\n};\n")])
            .error();
    assert_eq!((error.kind, error.place.unwrap().line), (LoadErrorKind::Syntax, 2));
    let thrown = "function required(name: string): string {\n  throw new Error(`${name} is not set`);\n}\nexport default { url: required('DB') };\n";
    let error = Project::new(&[("drizzle.config.ts", thrown)]).error();
    assert_eq!((error.kind, error.place.unwrap().line), (LoadErrorKind::Thrown, 2));
    assert!(error.message.contains("DB is not set"), "{}", error.message);
}

#[test]
fn a_schema_that_matches_nothing_is_an_error_at_the_option() {
    let project = Project::with_config("{ dialect: 'postgresql', schema: './nowhere/*.ts' }");
    let loader = project.loader();
    let config = loader.config(&ConfigSource::Default).unwrap();
    let source = SchemaSource { patterns: config.schema, casing: None, line: Line::V0 };
    let error = loader.schema(&source).unwrap_err();
    assert_eq!(error.kind, LoadErrorKind::NotFound);
    assert_eq!(error.message, "no schema file matches \"./nowhere/*.ts\"");
    let place = error.place.unwrap();
    assert_eq!((place.line, place.column, place.length), (1, 49, 16));
}

#[test]
fn broken_json_has_its_place() {
    let broken = "{\n  \"dialect\": \"postgresql\",\n  \"out\": oops\n}\n";
    let error = Project::new(&[("drizzle.config.json", broken)]).error();
    assert_eq!(error.kind, LoadErrorKind::Syntax, "{error:#?}");
    assert_eq!(error.place.map(|place| place.line), Some(3));
    let wrong = "{\n  \"dialect\": \"postgresql\",\n  \"out\": 7\n}\n";
    let error = Project::new(&[("drizzle.config.json", wrong)]).error();
    let place = error.place.unwrap();
    assert_eq!((place.line, place.column, place.length), (3, 10, 1));
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_move_no_place() {
    let text = "\u{FEFF}export default {\r\n  dialect: 'postgresql',\r\n  out: 7,\r\n};\r\n";
    let error = Project::new(&[("drizzle.config.ts", text)]).error();
    let place = error.place.unwrap();
    assert_eq!((place.line, place.column, &*place.line_text), (3, 8, "  out: 7,"));
}
