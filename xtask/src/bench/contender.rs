//! Who takes part: mizzle and a drizzle-kit on each of the two folder layouts,
//! and `psql` as what the server alone costs.

use std::path::Path;
use std::process::Command;

use crate::build;

/// The two layouts of a migrations folder, each with its drizzle-kit.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    V0,
    V1,
}

/// One of the measured programs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Contender {
    Mizzle(Layout),
    Kit(Layout),
    Psql,
}

/// In the order of the columns.
pub(crate) const ALL: [Contender; 5] = [
    Contender::Mizzle(Layout::V0),
    Contender::Kit(Layout::V0),
    Contender::Mizzle(Layout::V1),
    Contender::Kit(Layout::V1),
    Contender::Psql,
];

impl Layout {
    /// The npm set with the drizzle-kit that writes this layout.
    pub(crate) fn kit(self) -> &'static str {
        match self {
            Self::V0 => "kits/0.31",
            Self::V1 => "kits/rc.5",
        }
    }
}

impl Contender {
    /// What it is called in the table.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Mizzle(Layout::V0) => "mizzle",
            Self::Mizzle(Layout::V1) => "mizzle, 1.0 folder",
            Self::Kit(Layout::V0) => "drizzle-kit 0.31.11",
            Self::Kit(Layout::V1) => "drizzle-kit 1.0.0-rc.5",
            Self::Psql => "psql",
        }
    }

    /// Its name as a folder and a database.
    pub(crate) fn slug(self) -> &'static str {
        match self {
            Self::Mizzle(Layout::V0) => "bench_mizzle_0",
            Self::Mizzle(Layout::V1) => "bench_mizzle_1",
            Self::Kit(Layout::V0) => "bench_kit_0",
            Self::Kit(Layout::V1) => "bench_kit_1",
            Self::Psql => "bench_psql",
        }
    }

    /// The folder layout that it works on; `psql` knows none.
    pub(crate) fn layout(self) -> Option<Layout> {
        match self {
            Self::Mizzle(layout) | Self::Kit(layout) => Some(layout),
            Self::Psql => None,
        }
    }

    /// One of its commands, in a project. drizzle-kit is started as `node bin.cjs`:
    /// `npx` would add its own start to every figure.
    pub(crate) fn command(self, word: &str, project: &Path) -> Command {
        let mut command = match self {
            Self::Mizzle(_) => Command::new(build::mizzle()),
            Self::Kit(_) => {
                let mut node = Command::new("node");
                node.arg("node_modules/drizzle-kit/bin.cjs");
                node
            }
            Self::Psql => {
                let mut psql = Command::new("psql");
                // As a script would run it: quiet, and stopping at the first error.
                psql.args(["-X", "-q", "-v", "ON_ERROR_STOP=1"]);
                psql.current_dir(project);
                return psql;
            }
        };
        command.arg(word).current_dir(project);
        // As at a developer's desk: mizzle leaves the database alone in CI.
        command.env_remove("CI").env_remove("DATABASE_URL").env_remove("FORCE_COLOR");
        command
    }
}
