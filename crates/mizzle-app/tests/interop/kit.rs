//! A real drizzle-kit, run by Node.

use std::path::{Path, PathBuf};
use std::process::Command;

/// A release under test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kit {
    V0_31,
    Rc4,
    Rc5,
}

impl Kit {
    fn folder(self) -> &'static str {
        match self {
            Self::V0_31 => "0.31",
            Self::Rc4 => "rc.4",
            Self::Rc5 => "rc.5",
        }
    }

    /// The `node_modules` with the kit and its drizzle-orm.
    pub(crate) fn modules(self) -> PathBuf {
        let kits = std::env::var_os("MIZZLE_TEST_KITS_DIR").expect(
            "MIZZLE_TEST_KITS_DIR is not set: run `cargo xtask test interop`, which installs the kits",
        );
        let modules = PathBuf::from(kits).join(self.folder()).join("node_modules");
        assert!(
            modules.join("drizzle-kit/bin.cjs").is_file(),
            "no drizzle-kit in {}: run `cargo xtask test interop`",
            modules.display()
        );
        modules
    }

    /// Runs the kit in a project, and returns what it says. It must end well.
    pub(crate) fn run(self, project: &Path, arguments: &[&str]) -> String {
        let (ended_well, said) = start(project, arguments);
        assert!(ended_well, "drizzle-kit {arguments:?} failed:\n{said}");
        said
    }

    /// As `run`, but it must not end well.
    pub(crate) fn fail(self, project: &Path, arguments: &[&str]) -> String {
        let (ended_well, said) = start(project, arguments);
        assert!(!ended_well, "drizzle-kit {arguments:?} did not fail:\n{said}");
        said
    }
}

fn start(project: &Path, arguments: &[&str]) -> (bool, String) {
    let output = Command::new("node")
        .arg("node_modules/drizzle-kit/bin.cjs")
        .args(arguments)
        .current_dir(project)
        .env("NO_COLOR", "1")
        .output()
        .expect("node runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.success(), text(&output.stdout) + &text(&output.stderr))
}
