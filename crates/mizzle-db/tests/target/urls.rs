//! What connection strings mean. The expected values are those that
//! `pg-connection-string` 2.14.1 and `pg` 8.23.1 make of the same text, where
//! they take it at all.

use mizzle_db::target::{Parts, Password, SslObject, SslOption, Target, Tls, UrlError, Verify};

fn nothing(_: &str) -> Option<String> {
    None
}

/// `host|port|user|database|tls`
fn show(target: &Target) -> String {
    let host = match &target.host {
        mizzle_db::target::Host::Tcp(host) => host.clone(),
        mizzle_db::target::Host::Socket(folder) => format!("socket:{}", folder.display()),
    };
    let tls = match &target.tls {
        Tls::Off => "off".to_owned(),
        Tls::Required(options) => format!("{:?}", options.verify).to_lowercase(),
        Tls::IfOffered(options) => format!("offered {:?}", options.verify).to_lowercase(),
    };
    format!("{host}|{}|{}|{}|{tls}", target.port, target.user, target.database)
}

fn parsed(text: &str) -> String {
    match Target::parse(text, &nothing) {
        Ok(target) => show(&target),
        Err(error) => format!("{error:?}"),
    }
}

/// The password can only be compared, never read.
fn has_password(text: &str, password: &str) {
    let target = Target::parse(text, &nothing).unwrap();
    assert_eq!(target.password, Some(Password::new(password)), "{}", show(&target));
    for shown in [format!("{target}"), format!("{target:?}"), format!("{:#?}", target.password)] {
        assert!(!shown.contains(password), "{shown}");
    }
}

#[test]
fn hosts_and_databases() {
    for (text, wanted) in [
        ("postgres://u:p@h:5433/d", "h|5433|u|d|off"),
        ("postgresql://u@h/d", "h|5432|u|d|off"),
        ("pg://u@h/d", "h|5432|u|d|off"),
        ("POSTGRES://u@h/d", "h|5432|u|d|off"),
        ("  postgres://u@h/d\n", "h|5432|u|d|off"),
        ("postgres://u@h", "h|5432|u|u|off"),
        ("postgres://u@h/", "h|5432|u|u|off"),
        ("postgres://u@/d", "localhost|5432|u|d|off"),
        ("postgres:///d?user=u", "localhost|5432|u|d|off"),
        ("postgres://u@h/d?port=6000&host=other", "other|6000|u|d|off"),
        ("postgres://u@h/my%20db", "h|5432|u|my db|off"),
        ("postgres://u@h/my db", "h|5432|u|my db|off"),
        ("postgres://us%65r@h/d", "h|5432|user|d|off"),
        ("postgres://u@h/d?schema=public&pgbouncer=true", "h|5432|u|d|off"),
        ("postgres://u@h/d#fragment", "h|5432|u|d|off"),
    ] {
        assert_eq!(parsed(text), wanted, "{text}");
    }
}

#[test]
fn sockets_and_addresses() {
    for (text, wanted) in [
        ("postgres://u@[::1]:5433/d", "::1|5433|u|d|off"),
        ("postgres://u@[2001:db8::7]/d", "2001:db8::7|5432|u|d|off"),
        ("postgres://u@%2Frun%2Fpostgresql/d", "socket:/run/postgresql|5432|u|d|off"),
        ("postgres://u@%2Frun%2Fpostgresql:5433/d", "socket:/run/postgresql|5433|u|d|off"),
        ("postgres://u@/d?host=/run/postgresql", "socket:/run/postgresql|5432|u|d|off"),
        ("postgres:///d?host=/cloudsql/a:b:c&user=u", "socket:/cloudsql/a:b:c|5432|u|d|off"),
        ("socket://u@/run/pg?db=d", "socket:/run/pg|5432|u|d|off"),
        ("postgres://u@[::1/d", "Bracket"),
    ] {
        assert_eq!(parsed(text), wanted, "{text}");
    }
    let env = |name: &str| (name == "USER").then(|| "me".to_owned());
    let target = Target::parse("/run/postgresql shop", &env).unwrap();
    assert_eq!(show(&target), "socket:/run/postgresql|5432|me|shop|off");
    let target = Target::parse("socket:/run/pg?db=d", &env).unwrap();
    assert_eq!(show(&target), "socket:/run/pg|5432|me|d|off");
}

#[test]
fn passwords_of_every_kind() {
    for (text, password) in [
        ("postgres://u:p%40ss@h/d", "p@ss"),
        ("postgres://u:p@ss@h/d", "p@ss"),
        ("postgres://u:50%@h/d", "50%"),
        ("postgres://u:50%of@h/d", "50%of"),
        ("postgres://u:a%zz%40@h/d", "a%zz@"),
        ("postgres://u:a]b[c^d@h/d", "a]b[c^d"),
        ("postgres://u:p:q@h/d", "p:q"),
        ("postgres://u:p q@h/d", "p q"),
        ("postgres://u:p/q@h/d", "p/q"),
        ("postgres://u:p?q#r@h:5433/d", "p?q#r"),
        ("postgres://u:%E4@h/d", "%E4"),
        ("postgres://u:%C3%A4@h/d", "ä"),
        ("postgres://u@h/d?password=x%26y", "x&y"),
    ] {
        has_password(text, password);
        assert!(parsed(text).starts_with("h|543"), "{text}: {}", parsed(text));
    }
    assert_eq!(Target::parse("postgres://u:@h/d", &nothing).unwrap().password, None);
}

#[test]
fn what_is_no_connection_string_is_named_without_showing_it() {
    for (text, wanted) in [
        ("", UrlError::Empty),
        ("  ", UrlError::Empty),
        ("mysql://u:secret@h/d", UrlError::Scheme),
        ("undefined", UrlError::Scheme),
        ("localhost:5432/d", UrlError::Scheme),
        ("postgres:secret", UrlError::Scheme),
        ("\"postgres://u:secret@h/d\"", UrlError::Quoted),
        ("jdbc:postgresql://h/d?password=secret", UrlError::Jdbc),
        ("host=h password=secret dbname=d", UrlError::Keywords),
        ("postgres://u:secret@h:port/d", UrlError::Port),
        ("postgres://u:secret@h:99999/d", UrlError::Port),
        ("postgres://u:secret@a,b/d", UrlError::SeveralHosts),
        ("postgres://u:secret@a:1,b:2/d", UrlError::SeveralHosts),
        ("postgres://h/d", UrlError::NoUser),
        ("postgres://u@h/d?uselibpqcompat=true&sslmode=verify-ca", UrlError::VerifyCaWithoutRoot),
    ] {
        let error = Target::parse(text, &nothing).unwrap_err();
        assert_eq!(error, wanted, "{text}");
        assert!(!error.to_string().contains("secret"));
    }
}

#[test]
fn tls_as_node_postgres_understands_it() {
    for (query, wanted) in [
        ("", "off"),
        ("?sslmode=disable", "off"),
        ("?sslmode=prefer", "full"),
        ("?sslmode=require", "full"),
        ("?sslmode=verify-ca", "full"),
        ("?sslmode=verify-full", "full"),
        ("?sslmode=allow", "full"),
        ("?sslmode=no-verify", "nothing"),
        ("?ssl=true", "full"),
        ("?ssl=1", "full"),
        ("?ssl=0", "off"),
        ("?ssl=false", "off"),
        ("?ssl=no-verify", "nothing"),
        ("?ssl=no-verify&sslmode=require", "full"),
        ("?sslnegotiation=direct", "full"),
        ("?sslrootcert=/ca.pem", "full"),
        ("?uselibpqcompat=true&sslmode=disable", "off"),
        ("?uselibpqcompat=true&sslmode=prefer", "nothing"),
        ("?uselibpqcompat=true&sslmode=require", "nothing"),
        ("?uselibpqcompat=true&sslmode=require&sslrootcert=/ca.pem", "issuer"),
        ("?uselibpqcompat=true&sslmode=verify-ca&sslrootcert=/ca.pem", "issuer"),
        ("?uselibpqcompat=true&sslmode=verify-full", "full"),
    ] {
        let text = format!("postgres://u@h/d{query}");
        assert_eq!(parsed(&text), format!("h|5432|u|d|{wanted}"), "{text}");
    }
    let notes = |text: &str| Target::parse(text, &nothing).unwrap().notes.len();
    assert_eq!(notes("postgres://u@h/d?sslmode=require"), 1);
    assert_eq!(notes("postgres://u@h/d?sslmode=verify-full"), 0);
}

#[test]
fn the_environment_fills_what_is_left_out() {
    let env = |name: &str| {
        let value = match name {
            "PGUSER" => "me",
            "PGHOST" => "there",
            "PGPORT" => "6000",
            "PGDATABASE" => "shop",
            "PGPASSWORD" => "hidden",
            "PGSSLMODE" => "no-verify",
            _ => return None,
        };
        Some(value.to_owned())
    };
    let target = Target::parse("postgres://", &env).unwrap();
    assert_eq!(show(&target), "there|6000|me|shop|nothing");
    assert_eq!(target.password, Some(Password::new("hidden")));
    let target = Target::parse("postgres://u:p@h:1/d?sslmode=disable", &env).unwrap();
    assert_eq!(show(&target), "h|1|u|d|off");
}

#[test]
fn the_ssl_option_of_a_config() {
    let word = |word: &str| SslOption::Word(word.to_owned());
    let unchecked = SslObject { reject_unauthorized: Some(false), ..SslObject::default() };
    let own = SslObject { ca: vec!["PEM".into()], ..SslObject::default() };
    for (ssl, wanted) in [
        (None, "offered full"),
        (Some(SslOption::Bool(false)), "off"),
        (Some(SslOption::Bool(true)), "full"),
        (Some(word("require")), "nothing"),
        (Some(word("prefer")), "nothing"),
        (Some(word("allow")), "nothing"),
        (Some(word("verify-full")), "full"),
        (Some(SslOption::Object(unchecked.clone())), "nothing"),
        (Some(SslOption::Object(own)), "full"),
    ] {
        let parts = Parts {
            host: Some("::1".into()),
            user: Some("u".into()),
            database: Some("d".into()),
            ssl,
            ..Parts::default()
        };
        let target = parts.to_target(&nothing).unwrap();
        assert_eq!(show(&target), format!("::1|5432|u|d|{wanted}"));
    }
    // Beside a URL it holds where the URL says nothing.
    let ssl = SslOption::Object(unchecked);
    let beside = |text: &str| Target::parse_with_ssl(text, Some(&ssl), &nothing).unwrap();
    let Tls::Required(options) = beside("postgres://u@h/d").tls else { panic!() };
    assert_eq!(options.verify, Verify::Nothing);
    assert_eq!(beside("postgres://u@h/d?sslmode=disable").tls, Tls::Off);
}

#[test]
fn targets_are_shown_as_connection_strings_without_a_password() {
    for (text, wanted) in [
        ("postgres://u:p@h/d?sslmode=disable", "postgresql://u@h:5432/d"),
        ("postgres://u:p@[::1]:1/d", "postgresql://u@[::1]:1/d"),
        ("postgres://u:p@/d?host=/run", "postgresql://u@/d?host=/run"),
        ("postgres://u:p@/d?host=/run&port=1", "postgresql://u@/d?host=/run&port=1"),
    ] {
        assert_eq!(Target::parse(text, &nothing).unwrap().to_string(), wanted);
    }
}
