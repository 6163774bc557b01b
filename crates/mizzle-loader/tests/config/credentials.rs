//! Every form of `dbCredentials`, and what stays visible of a value that is missing.

use crate::Project;
use mizzle_loader::config::{Credentials, Ssl};
use mizzle_loader::config::{SslMode, Tls};

fn credentials(object: &str) -> Credentials {
    Project::with_config(object).config().credentials
}

fn postgres(given: &str) -> Credentials {
    credentials(&format!("{{ dialect: 'postgresql', dbCredentials: {given} }}"))
}

#[track_caller]
fn ssl(given: &str, expected: Ssl) {
    let form = format!("{{ host: 'h', database: 'd', ssl: {given} }}");
    let Credentials::Host { ssl, .. } = postgres(&form) else { panic!("{form}") };
    assert_eq!(ssl, Some(expected), "{given}");
}

#[test]
fn url_and_host() {
    let Credentials::Url { url, auth_token: None } = postgres("{ url: 'postgres://h/d' }") else {
        panic!()
    };
    assert_eq!(url.given(), Some("postgres://h/d"));
    let form = "{ host: 'h', port: 5433, user: 'u', password: 'p', database: 'd' }";
    let Credentials::Host { host, port, user, password, database, ssl: None } = postgres(form)
    else {
        panic!()
    };
    let given = [Some(host), port, user, password, Some(database)]
        .map(|value| value.and_then(|value| value.given().map(str::to_owned)));
    assert_eq!(given, ["h", "5433", "u", "p", "d"].map(|text| Some(text.to_owned())));
    let Credentials::Url { url, .. } = postgres("{ url: new URL('postgres://h/d') }") else {
        panic!()
    };
    assert_eq!(url.given(), Some("postgres://h/d"));
}

#[test]
fn other_drivers_and_dialects() {
    let aws = "{ dialect: 'postgresql', driver: 'aws-data-api', dbCredentials: { database: 'd', secretArn: 's', resourceArn: 'r' } }";
    assert!(
        matches!(credentials(aws), Credentials::AwsDataApi { secret_arn, .. } if secret_arn.given() == Some("s"))
    );
    let pglite = "{ dialect: 'postgresql', driver: 'pglite', dbCredentials: { url: './data' } }";
    assert!(matches!(credentials(pglite), Credentials::Url { .. }));
    let client = "{ dialect: 'postgresql', driver: 'pglite', dbCredentials: { client: new (class PGlite {})() } }";
    assert_eq!(credentials(client), Credentials::Client);
    let dsql = "{ dialect: 'postgresql', driver: 'dsql', dbCredentials: { host: 'h', database: 'd', region: 'r' } }";
    assert!(matches!(credentials(dsql), Credentials::Host { .. }));
    let d1 = "{ dialect: 'sqlite', driver: 'd1-http', dbCredentials: { accountId: 'a', databaseId: 'b', token: 't' } }";
    assert!(matches!(credentials(d1), Credentials::D1 { .. }));
    let turso = "{ dialect: 'turso', dbCredentials: { url: 'libsql://x', authToken: 't' } }";
    assert!(
        matches!(credentials(turso), Credentials::Url { auth_token: Some(token), .. } if token.given() == Some("t"))
    );
    let mssql = "{ dialect: 'mssql', dbCredentials: { server: 's', user: 'u', password: 'p' } }";
    assert!(
        matches!(credentials(mssql), Credentials::Host { host, .. } if host.given() == Some("s"))
    );
    assert_eq!(credentials("{ dialect: 'sqlite', driver: 'expo' }"), Credentials::Absent);
    assert_eq!(postgres("undefined"), Credentials::Absent);
    assert_eq!(postgres("{}"), Credentials::Incomplete { keys: Vec::new() });
    let Credentials::Url { url, .. } =
        credentials("{ driver: 'mysql2', dbCredentials: { uri: 'mysql://h' } }")
    else {
        panic!()
    };
    assert_eq!(url.given(), Some("mysql://h"));
}

#[test]
fn tls() {
    ssl("true", Ssl::Switch(true));
    ssl("'require'", Ssl::Mode(SslMode::Require));
    ssl("'verify-full'", Ssl::Mode(SslMode::VerifyFull));
    ssl("'Amazon RDS'", Ssl::Profile("Amazon RDS".into()));
    let tls = Tls {
        reject_unauthorized: Some(false),
        ca: vec!["A".into(), "B".into()],
        cert: Some("C".into()),
        own_identity_check: true,
        others: vec!["minVersion".into()],
        ..Tls::default()
    };
    ssl(
        "{ rejectUnauthorized: false, ca: ['A', Buffer.from('B')], cert: 'C', checkServerIdentity: () => undefined, minVersion: 'TLSv1.2' }",
        Ssl::Options(tls),
    );
    ssl("{ ca: 'A' }", Ssl::Options(Tls { ca: vec!["A".into()], ..Tls::default() }));
}

#[test]
fn a_missing_value_names_its_variable() {
    let Credentials::Url { url, .. } = postgres("{ url: process.env.DATABASE_URL! }") else {
        panic!()
    };
    assert_eq!((url.given(), url.is_empty()), (None, false));
    assert_eq!(url.variable(), Some("DATABASE_URL"));
    let place = url.place().unwrap();
    assert_eq!((place.line, place.length), (1, 25));
    assert_eq!(format!("{url:?}"), "undefined");

    let project = Project::with_config(
        "{ dialect: 'postgresql', dbCredentials: { url: process.env.DATABASE_URL! } }",
    )
    .variable("DATABASE_URL", "");
    let Credentials::Url { url, .. } = project.config().credentials else { panic!() };
    assert_eq!((url.given(), url.is_empty(), url.variable()), (None, true, Some("DATABASE_URL")));

    let form = "{ host: process.env.PGHOST, database: env.PGDATABASE ?? '' }";
    let text = format!(
        "const env = process.env; export default {{ dialect: 'postgresql', dbCredentials: {form} }};"
    );
    let config = Project::new(&[("drizzle.config.ts", &text)]).config();
    let Credentials::Host { host, database, .. } = config.credentials else { panic!() };
    assert_eq!(host.variable(), Some("PGHOST"));
    assert_eq!((database.is_empty(), database.variable()), (true, Some("PGDATABASE")));
}

#[test]
fn a_url_beside_an_incomplete_host_is_used_and_both_are_noticed() {
    let both = "{ dialect: 'postgresql', dbCredentials: { url: 'postgres://x', host: 'h', database: 'd' } }";
    let config = Project::with_config(both).config();
    assert!(matches!(config.credentials, Credentials::Host { .. }));
    assert_eq!(config.notices.len(), 1);
    let half = "{ url: 'postgres://x', host: process.env.NOPE }";
    assert!(matches!(postgres(half), Credentials::Url { .. }));
}

#[test]
fn secrets_are_not_printed() {
    let config = Project::with_config("{ dialect: 'postgresql', dbCredentials: { host: 'h', password: 'hunter2', database: 'd', ssl: { key: 'hunter3' } } }").config();
    let printed = format!("{config:?}");
    assert!(!printed.contains("hunter"), "{printed}");
}
