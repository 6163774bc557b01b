//! TLS against a private server whose certificate nobody else knows.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use mizzle_db::connect::{ConnectError, Reason};
use mizzle_db::connection::Connection;
use mizzle_db::devdb::LocalCluster;
use mizzle_db::target::{Parts, SslObject, SslOption, Target};
use mizzle_db::test_support::listening_cluster;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};

/// A server with TLS on a TCP port, and the files that go with it.
struct Server {
    port: u16,
    folder: tempfile::TempDir,
    _cluster: LocalCluster,
}

impl Server {
    fn file(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.folder.path().join(name)).unwrap()
    }

    fn open(&self, host: &str, user: &str, query: &str) -> Result<Connection, ConnectError> {
        let port = self.port;
        let url = format!("postgres://{user}@{host}:{port}/postgres?{query}");
        Connection::open(&Target::parse(&url, &|_| None).unwrap())
    }
}

/// One server for all of these tests: it is not changed by them.
fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(start)
}

fn start() -> Server {
    let folder = tempfile::tempdir().unwrap();
    certificates(folder.path());
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let cluster = listening_cluster(port);
    let url = format!("postgres://postgres@127.0.0.1:{port}/postgres?sslmode=disable");
    let mut admin = Connection::open(&Target::parse(&url, &|_| None).unwrap()).unwrap();
    let data = admin.query("SHOW data_directory").unwrap();
    let data = PathBuf::from(data[0].text(0).unwrap());
    for file in ["server.crt", "server.key", "ca.crt"] {
        install(&folder.path().join(file), &data.join(file));
    }
    admin.execute("CREATE ROLE certified LOGIN; CREATE ROLE plain LOGIN").unwrap();
    admin.execute("ALTER SYSTEM SET ssl_ca_file = 'ca.crt'").unwrap();
    admin.execute("ALTER SYSTEM SET ssl = on").unwrap();
    std::fs::write(
        data.join("pg_hba.conf"),
        "host all plain 127.0.0.1/32 trust\n\
         hostssl all certified 127.0.0.1/32 cert\n\
         hostssl all postgres 127.0.0.1/32 trust\n",
    )
    .unwrap();
    admin.execute("SELECT pg_reload_conf()").unwrap();
    let server = Server { port, folder, _cluster: cluster };
    // The new settings hold a moment after they were asked for.
    while server.open("127.0.0.1", "postgres", "sslmode=no-verify").is_err() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    server
}

/// Copies a file to where the server's account reads it and nobody else does.
fn install(from: &Path, to: &Path) {
    std::fs::copy(from, to).unwrap();
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
        let owner = std::fs::metadata(to.parent().unwrap()).unwrap();
        std::fs::set_permissions(to, std::fs::Permissions::from_mode(0o600)).unwrap();
        chown(to, Some(owner.uid()), Some(owner.gid())).unwrap();
    }
}

fn certificates(folder: &Path) {
    let mut ca = CertificateParams::new(Vec::new()).unwrap();
    ca.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    ca.distinguished_name.push(DnType::CommonName, "mizzle test authority");
    let ca = CertifiedIssuer::self_signed(ca, KeyPair::generate().unwrap()).unwrap();
    let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
    write("ca.crt", &ca.pem());
    for (name, common, alternative) in [
        ("server", "localhost", vec!["localhost".to_owned()]),
        ("client", "certified", vec![]),
        ("other", "other", vec![]),
    ] {
        let mut params = CertificateParams::new(alternative).unwrap();
        params.distinguished_name.push(DnType::CommonName, common);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &ca).unwrap();
        write(&format!("{name}.crt"), &certificate.pem());
        write(&format!("{name}.key"), &key.serialize_pem());
    }
}

fn ssl_in_use(mut connection: Connection) -> String {
    let rows =
        connection.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()").unwrap();
    rows[0].text(0).unwrap().to_owned()
}

fn certificate_error(result: Result<Connection, ConnectError>) -> String {
    let error = result.unwrap_err();
    assert!(matches!(error.reason, Reason::Certificate(_)), "{error}");
    error.reason.to_string().replace("the server's certificate is not accepted: ", "")
}

#[test]
fn an_unknown_authority_is_refused_and_a_known_one_is_not() {
    let server = server();
    let refused = server.open("localhost", "postgres", "sslmode=require");
    assert_eq!(certificate_error(refused), "it is signed by an authority that is not known here");
    let ca = server.file("ca.crt");
    for query in [
        "sslmode=no-verify".to_owned(),
        "uselibpqcompat=true&sslmode=require".to_owned(),
        format!("sslmode=verify-full&sslrootcert={ca}"),
        format!("sslrootcert={ca}"),
    ] {
        let connection = server.open("localhost", "postgres", &query).unwrap();
        assert_eq!(ssl_in_use(connection), "t", "{query}");
    }
}

#[test]
fn the_name_counts_unless_only_the_authority_is_asked_for() {
    let server = server();
    let ca = server.file("ca.crt");
    let query = format!("sslmode=verify-full&sslrootcert={ca}");
    let refused = server.open("127.0.0.1", "postgres", &query);
    assert_eq!(
        certificate_error(refused),
        "it is made out to DnsName(\"localhost\"), not to 127.0.0.1"
    );
    let query = format!("uselibpqcompat=true&sslmode=verify-ca&sslrootcert={ca}");
    assert_eq!(ssl_in_use(server.open("127.0.0.1", "postgres", &query).unwrap()), "t");
    // The server's own certificate as its authority, as Node takes it.
    let own = server.file("server.crt");
    let query = format!("sslmode=verify-full&sslrootcert={own}");
    assert_eq!(ssl_in_use(server.open("localhost", "postgres", &query).unwrap()), "t");
    certificate_error(server.open("127.0.0.1", "postgres", &query));
}

#[test]
fn a_client_certificate_logs_in() {
    let server = server();
    let with = |name: &str| {
        let [cert, key] = ["crt", "key"].map(|kind| server.file(&format!("{name}.{kind}")));
        server.open(
            "127.0.0.1",
            "certified",
            &format!("sslmode=no-verify&sslcert={cert}&sslkey={key}"),
        )
    };
    assert_eq!(ssl_in_use(with("client").unwrap()), "t");
    assert!(with("other").is_err());
    let refused = server.open("127.0.0.1", "certified", "sslmode=no-verify").unwrap_err();
    assert!(refused.to_string().contains("client certificate"), "{refused}");
    let half = format!("sslmode=no-verify&sslcert={}", server.file("client.crt"));
    let refused = server.open("127.0.0.1", "certified", &half).unwrap_err();
    assert_eq!(refused.reason, Reason::HalfClientCertificate("sslcert", "sslkey"));
    let none = format!("sslmode=verify-full&sslrootcert={}", server.file("client.key"));
    let refused = server.open("127.0.0.1", "postgres", &none).unwrap_err();
    assert!(matches!(refused.reason, Reason::NoPem(_, "certificate")), "{refused}");
}

#[test]
fn the_ssl_option_of_a_config_works_the_same() {
    let server = server();
    let open = |user: &str, ssl: Option<SslOption>| {
        let parts = Parts {
            host: Some("127.0.0.1".into()),
            port: Some(server.port),
            user: Some(user.into()),
            database: Some("postgres".into()),
            ssl,
            ..Parts::default()
        };
        Connection::open(&parts.to_target(&|_| None).unwrap())
    };
    assert_eq!(ssl_in_use(open("postgres", Some(SslOption::Word("require".into()))).unwrap()), "t");
    assert_eq!(ssl_in_use(open("plain", Some(SslOption::Bool(false))).unwrap()), "f");
    certificate_error(open("postgres", None));
    let object = SslObject {
        ca: vec![server.text("ca.crt")],
        server_name: Some("localhost".into()),
        ..SslObject::default()
    };
    assert_eq!(ssl_in_use(open("postgres", Some(SslOption::Object(object))).unwrap()), "t");
}

#[test]
fn a_server_that_wants_tls_or_has_none_says_what_to_change() {
    let server = server();
    let refused = server.open("127.0.0.1", "postgres", "").unwrap_err();
    assert!(matches!(refused.reason, Reason::NotAdmitted(_)), "{refused}");
    assert!(refused.hint().unwrap().contains("sslmode=verify-full"));

    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let _without = listening_cluster(port);
    let open = |query: &str| {
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres?{query}");
        Connection::open(&Target::parse(&url, &|_| None).unwrap())
    };
    let refused = open("sslmode=require").unwrap_err();
    assert_eq!(refused.reason, Reason::TlsRefused);
    assert!(refused.hint().unwrap().contains("sslmode=disable"));
    // Parts without `ssl` take what the server has.
    let parts = Parts {
        host: Some("127.0.0.1".into()),
        port: Some(port),
        user: Some("postgres".into()),
        database: Some("postgres".into()),
        ..Parts::default()
    };
    let connection = Connection::open(&parts.to_target(&|_| None).unwrap()).unwrap();
    assert_eq!(ssl_in_use(connection), "f");
}
