//! A scratch project with one drizzle-kit installed and a database of its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use mizzle_db::test_support::TestDatabase;
use tempfile::TempDir;

/// A release of drizzle-kit, by the folder that xtask installs it in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kit {
    /// 0.31.11: journal and snapshot 7
    V0,
    /// 1.0.0-rc.4: snapshot 8
    Rc4,
    /// 1.0.0-rc.5: snapshot 9
    Rc5,
}

/// A tool that works on the project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tool {
    Mizzle,
    Kit,
}

/// The schema at three points: laid out, added to, changed and trimmed.
pub(crate) const SCHEMAS: [&str; 3] =
    [include_str!("schema/0.ts"), include_str!("schema/1.ts"), include_str!("schema/2.ts")];

pub(crate) struct Project {
    folder: TempDir,
    database: TestDatabase,
}

/// What a program printed and how it ended.
pub(crate) struct Said {
    pub(crate) text: String,
    pub(crate) success: bool,
}

impl Project {
    pub(crate) fn new(kit: Kit) -> Self {
        let kits = std::env::var_os("MIZZLE_TEST_KITS_DIR")
            .expect("MIZZLE_TEST_KITS_DIR: run `cargo xtask test --lane interop`");
        let name = match kit {
            Kit::V0 => "0.31",
            Kit::Rc4 => "rc.4",
            Kit::Rc5 => "rc.5",
        };
        let project = Self {
            folder: tempfile::Builder::new().prefix("mizzle-interop-").tempdir().unwrap(),
            database: TestDatabase::new(),
        };
        let modules = Path::new(&kits).join(name).join("node_modules");
        std::os::unix::fs::symlink(modules, project.path().join("node_modules")).unwrap();
        project.write("package.json", "{ \"private\": true, \"type\": \"module\" }\n");
        project.write(
            "drizzle.config.ts",
            "import { defineConfig } from \"drizzle-kit\";\n\nexport default defineConfig({\n  \
             dialect: \"postgresql\",\n  schema: \"./db/schema.ts\",\n  out: \"./drizzle\",\n  \
             dbCredentials: { url: process.env.DATABASE_URL! },\n});\n",
        );
        project
    }

    /// Writes the schema at one of its points.
    pub(crate) fn edit(&self, point: usize) {
        self.write("db/schema.ts", SCHEMAS[point]);
    }

    /// Runs a command of one of the tools.
    pub(crate) fn run(&self, tool: Tool, arguments: &[&str]) -> Said {
        let mut command = match tool {
            Tool::Mizzle => Command::new(env!("CARGO_BIN_EXE_mizzle")),
            Tool::Kit => {
                let mut node = Command::new("node");
                node.arg("node_modules/drizzle-kit/bin.cjs");
                node
            }
        };
        command.args(arguments);
        said(&self.in_project(&mut command))
    }

    /// Runs a command that must succeed.
    pub(crate) fn must(&self, tool: Tool, arguments: &[&str]) -> String {
        let said = self.run(tool, arguments);
        assert!(said.success, "{tool:?} {arguments:?} failed:\n{}", said.text);
        said.text
    }

    /// Runs a script with the project's packages; its output.
    pub(crate) fn node(&self, script: &str) -> String {
        let mut node = Command::new("node");
        node.args(["--input-type=module", "--eval", script]);
        let said = said(&self.in_project(&mut node));
        assert!(said.success, "the script failed:\n{}", said.text);
        said.text
    }

    /// The rows of a query, one JSON array.
    pub(crate) fn query(&self, sql: &str) -> serde_json::Value {
        let script = format!(
            "import pg from \"pg\";\nconst client = new pg.Client(process.env.DATABASE_URL);\n\
             await client.connect();\nconst {{ rows }} = await client.query({});\n\
             console.log(JSON.stringify(rows));\nawait client.end();\n",
            serde_json::Value::from(sql)
        );
        serde_json::from_str(&self.node(&script)).unwrap()
    }

    /// The files of the migrations folder with their bytes, in order.
    pub(crate) fn migrations(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let mut found = Vec::new();
        collect(&self.path().join("drizzle"), &mut found);
        found.sort();
        found
    }

    /// How many migrations there are.
    pub(crate) fn count(&self) -> usize {
        // Ways back are none: `down/NAME.sql`, and `down.sql` beside a migration.
        let is_down = |path: &PathBuf| {
            path.components()
                .any(|part| ["down", "down.sql"].iter().any(|it| part.as_os_str() == *it))
        };
        let sql =
            |path: &&PathBuf| path.extension().is_some_and(|it| it == "sql") && !is_down(path);
        self.migrations().iter().map(|(path, _)| path).filter(sql).count()
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().canonicalize().unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn in_project(&self, command: &mut Command) -> Output {
        command.current_dir(self.path()).env_remove("CI").env("NO_COLOR", "1");
        command.env("DATABASE_URL", self.database.url());
        command.stdin(std::process::Stdio::null()).output().unwrap()
    }
}

impl Tool {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Mizzle => Self::Kit,
            Self::Kit => Self::Mizzle,
        }
    }
}

fn said(output: &Output) -> Said {
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.push_str(&String::from_utf8_lossy(&output.stderr));
    Said { text, success: output.status.success() }
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, found);
        } else {
            let bytes = std::fs::read(&path).unwrap();
            found.push((path, bytes));
        }
    }
}
