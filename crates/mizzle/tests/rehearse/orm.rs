//! A project with npm's drizzle-orm: `MIZZLE_TEST_ORM_DIR` names the folder of its releases.

use crate::project::Project;
use std::path::{Path, PathBuf};

impl Project {
    /// A folder with nothing but a release of drizzle-orm, whose migrations are rehearsed on
    /// this server.
    pub(crate) fn with_orm(release: &str, server: &str) -> Self {
        let folder = std::env::var_os("MIZZLE_TEST_ORM_DIR").map_or_else(
            || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/npm/orm-matrix"),
            PathBuf::from,
        );
        let modules = folder.join(release).join("node_modules");
        assert!(modules.is_dir(), "no drizzle-orm {release} in {}", folder.display());
        let project = Self::empty().with_env("MIZZLE_DEV_URL", server);
        #[cfg(unix)]
        std::os::unix::fs::symlink(modules, project.path().join("node_modules")).unwrap();
        #[cfg(windows)]
        std::os::windows::fs::symlink_dir(modules, project.path().join("node_modules")).unwrap();
        project
    }
}
