//! A server that is thrown away, for development databases: a private cluster, where
//! databases are made much faster than on a server that keeps them; without an
//! installation the test server.

use mizzle_db::devdb::LocalCluster;
use mizzle_db::test_support;
use std::sync::OnceLock;

/// The URL of one of its databases.
pub(crate) fn url(database: &str) -> String {
    static CLUSTER: OnceLock<Option<LocalCluster>> = OnceLock::new();
    let own = || test_support::install(None).map(|_| test_support::cluster(None));
    if let Some(cluster) = CLUSTER.get_or_init(own) {
        return cluster.url(database);
    }
    let server = test_support::server();
    let (before, options) = server.split_once('?').unwrap_or((server, ""));
    let (address, _) = before.rsplit_once('/').unwrap_or((before, ""));
    format!("{address}/{database}?{options}")
}
