//! drizzle-orm's migrator, run by Node.

use std::path::{Path, PathBuf};
use std::process::Command;

use mizzle_core::naming::Line;

/// A release, with the driver it migrates by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Orm {
    V0_45,
    Rc4,
    Rc5,
}

impl Orm {
    pub(crate) const ALL: [Self; 3] = [Self::V0_45, Self::Rc4, Self::Rc5];

    /// The line whose folders it reads.
    pub(crate) fn line(self) -> Line {
        match self {
            Self::V0_45 => Line::V0,
            Self::Rc4 | Self::Rc5 => Line::V1,
        }
    }

    fn folder(self) -> PathBuf {
        let kits = std::env::var_os("MIZZLE_TEST_KITS_DIR");
        assert!(
            kits.is_some(),
            "MIZZLE_TEST_KITS_DIR is not set: run `cargo xtask test interop`, which installs them"
        );
        PathBuf::from(kits.unwrap()).join(match self {
            Self::V0_45 => "0.31",
            Self::Rc4 => "rc.4",
            Self::Rc5 => "rc.5",
        })
    }

    /// Runs `migrate()` as an application does when it starts. It must end well.
    pub(crate) fn migrate(self, url: &str, folder: &Path, place: Option<(&str, &str)>) {
        let script = r"
            const { drizzle } = require('drizzle-orm/node-postgres');
            const { migrate } = require('drizzle-orm/node-postgres/migrator');
            const { Pool } = require('pg');
            const [url, migrationsFolder, migrationsSchema, migrationsTable] = process.argv.slice(1);
            const pool = new Pool({ connectionString: url, max: 1 });
            const config = { migrationsFolder };
            if (migrationsSchema) Object.assign(config, { migrationsSchema, migrationsTable });
            migrate(drizzle({ client: pool }), config).then(() => pool.end());
        ";
        let (schema, table) = place.unwrap_or_default();
        let output = Command::new("node")
            .args(["-e", script, url])
            .arg(folder)
            .args([schema, table])
            .current_dir(self.folder())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{self:?}: {said}");
    }
}
