//! Tests on real servers: everything on the local Postgres, the golden corpus
//! on the oldest and the newest supported release too, and both on the
//! embedded one. What depends on a release's own rules runs on those as well.

use std::path::{Path, PathBuf};

use super::{Options, Outcome, environment, loader, targets, test_targets, variable};
use crate::build;
use crate::cargo::{self, APART, Count};
use crate::error::Result;
use crate::npm;
use crate::server::{self, Durability, Server};
use crate::system;
use crate::tools;

/// Releases whose servers come from npm: the ends of what is supported.
const ENDS: &[&str] = &["13", "18"];

/// The releases between, for the long campaigns.
const BETWEEN: &[&str] = &["14", "16", "17"];

pub(super) fn run(options: &Options) -> Result<Outcome> {
    let bin = match local_binaries() {
        Ok(bin) => bin,
        Err(missing) => return Ok(Outcome::Skipped(missing.to_string())),
    };
    if let Err(missing) = system::need("npm", "npm") {
        return Ok(Outcome::Skipped(missing.to_string()));
    }
    let pgbouncer = match pgbouncer() {
        Ok(pgbouncer) => pgbouncer,
        Err(missing) => return Ok(Outcome::Skipped(missing.to_string())),
    };
    let mut env = environment(options);
    env.push(variable("MIZZLE_TEST_PGBOUNCER", pgbouncer));
    let mut count = Count::default();
    if std::env::var_os("MIZZLE_PG").is_none() {
        // In release, as it is built: its engine would be compiled once more.
        let arguments = ["--release", "--package", APART].map(str::to_owned);
        count = count + cargo::test(&arguments, &[])?;
    }
    env.push(variable("MIZZLE_PG", build::embedded_postgres()?));
    env.push(loader::orm_matrix()?);
    env.push(loader::typescript()?);
    env.push(variable("MIZZLE_TEST_PG_DUMP", tools::pg_dump()?));
    let mut releases = ENDS.to_vec();
    if options.full {
        releases.extend(BETWEEN);
    }
    let sets: Vec<String> = releases.iter().map(|it| format!("postgres/{it}")).collect();
    let folder = npm::install_all("postgres", &sets)?;
    env.push(variable("MIZZLE_TEST_PG_NPM_DIR", &folder));

    let all = targets("database")?;
    let corpus = targets("corpus")?;
    let mut both = targets("corpus")?;
    both.extend(targets("releases")?);
    eprintln!("--> on the local Postgres, {}", bin.display());
    let mut with_extensions = env.clone();
    if has_postgis(&bin)? {
        with_extensions.push(("MIZZLE_TEST_EXTENSIONS".to_owned(), "postgis".to_owned()));
    } else {
        eprintln!("without PostGIS, whose types are left out (on Debian: postgresql-N-postgis-3)");
    }
    let local = Server::start(&bin, Durability::None)?;
    count = count + test_targets(&all, &with_url(&with_extensions, &local))?;
    count = count + test_targets(&corpus, &with_url(&env, &local))?;
    drop(local);

    for release in releases {
        eprintln!("--> the golden corpus and the rules of servers on Postgres {release} from npm");
        let server = Server::start(&server::in_npm(&folder.join(release))?, Durability::None)?;
        count = count + test_targets(&both, &with_url(&env, &server))?;
    }
    eprintln!("--> the golden corpus on the embedded Postgres");
    let mut embedded = env.clone();
    embedded.push(variable("MIZZLE_TEST_ENGINE", "embedded"));
    count = count + test_targets(&corpus, &embedded)?;
    Ok(Outcome::Ran(count))
}

/// The server binaries of this machine, installed where that is ours to do.
pub(crate) fn local_binaries() -> Result<PathBuf> {
    if let Some(bin) = server::find() {
        return Ok(bin);
    }
    // The newest release that this Debian has.
    system::install("postgresql")?;
    server::find().ok_or_else(|| {
        "no Postgres server is installed (on Debian: apt-get install postgresql)".into()
    })
}

/// Is PostGIS there for the server of these binaries? It is where Debian's server is and we may
/// install it; a machine of ours that lacks it then is a failure.
fn has_postgis(bin: &Path) -> Result<bool> {
    let Some(release) = bin
        .strip_prefix("/usr/lib/postgresql")
        .ok()
        .and_then(|rest| rest.components().next()?.as_os_str().to_str())
    else {
        return Ok(false);
    };
    let control = format!("/usr/share/postgresql/{release}/extension/postgis.control");
    if Path::new(&control).is_file() {
        return Ok(true);
    }
    system::install(&format!("postgresql-{release}-postgis-3"))?;
    let is_there = Path::new(&control).is_file();
    if !is_there && system::is_ci() {
        return Err(format!("PostGIS is missing: there is no {control}").into());
    }
    Ok(is_there)
}

/// The pooler. Debian puts it where not everybody's search path leads.
fn pgbouncer() -> Result<PathBuf> {
    let usual = PathBuf::from("/usr/sbin/pgbouncer");
    if usual.is_file() { Ok(usual) } else { system::need("pgbouncer", "pgbouncer") }
}

fn with_url(env: &[(String, String)], server: &Server) -> Vec<(String, String)> {
    let mut env = env.to_vec();
    env.push(variable("MIZZLE_TEST_PG_URL", server.url("postgres")));
    env
}
