//! A golden case: a folder with a schema before and after, and what it is about.

use mizzle_core::hints::{self, Answers, Hint};
use mizzle_core::naming::{Casing, Line};
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::{Diff, DiffOptions, diff};
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::Schema;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// `case.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct About {
    /// What would be wrong, and for whom, if this case failed.
    pub(crate) why: String,
    /// The thread where users met it.
    #[serde(default)]
    pub(crate) issue: Option<String>,
    /// `--hints`, as JSON.
    #[serde(default)]
    pub(crate) hints: Option<String>,
    /// `v0`, `v1`; both where nothing is said.
    #[serde(default)]
    pub(crate) lines: Option<Vec<String>>,
    /// `casing` of the config, for the 0.x line.
    #[serde(default)]
    pub(crate) casing: Option<String>,
    /// Which servers know what the case uses.
    #[serde(default)]
    pub(crate) pg: Servers,
    /// SQL that fills the tables of `before`.
    #[serde(default)]
    pub(crate) rows: Option<String>,
    /// What the tables of `after` must hold then.
    #[serde(default)]
    pub(crate) after: Vec<Expected>,
    /// The migration must fail on `rows` with this in the message, and change nothing.
    #[serde(default)]
    pub(crate) fails: Option<String>,
    /// Changes leave a build to the server that does not fit into a transaction, or the
    /// way back is another migration than the opposite: why it is not proved.
    #[serde(default)]
    pub(crate) one_way: Option<String>,
}

/// Which servers a case runs on.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Servers {
    /// The first major version.
    pub(crate) min: u32,
}

impl Default for Servers {
    fn default() -> Self {
        Self { min: 13 }
    }
}

/// One query over the migrated database.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    /// The query.
    pub(crate) query: String,
    /// Its rows, columns between `|`, rows between line ends.
    pub(crate) gives: String,
}

/// A folder under `tests/cases`.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    /// `postgres/column/add_text`
    pub(crate) name: String,
    /// The folder.
    pub(crate) dir: PathBuf,
    /// Its `case.toml`.
    pub(crate) about: About,
}

impl Case {
    /// Every case, by name.
    pub(crate) fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases");
        let mut cases = Vec::new();
        collect(&root, &root, &mut cases);
        cases.sort_by(|a, b| a.name.cmp(&b.name));
        assert!(!cases.is_empty(), "no case under {}", root.display());
        cases
    }

    /// The lines it is for.
    pub(crate) fn lines(&self) -> Vec<Line> {
        let names = self.about.lines.clone().unwrap_or_else(|| vec!["v0".into(), "v1".into()]);
        names
            .iter()
            .map(|name| match name.as_str() {
                "v0" => Line::V0,
                "v1" => Line::V1,
                other => panic!("{}: no line {other}", self.name),
            })
            .collect()
    }

    /// The casing it is read with.
    pub(crate) fn casing(&self) -> Option<Casing> {
        self.about.casing.as_deref().map(|casing| match casing {
            "snake_case" => Casing::Snake,
            "camelCase" => Casing::Camel,
            other => panic!("{}: no casing {other}", self.name),
        })
    }

    /// The decisions it gives.
    pub(crate) fn hints(&self) -> Vec<Hint> {
        let text = self.about.hints.as_deref().unwrap_or("[]");
        hints::parse(text).unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// The same decisions for the way back.
    pub(crate) fn hints_back(&self) -> Vec<Hint> {
        self.hints()
            .into_iter()
            .filter_map(|hint| match hint {
                Hint::Rename { kind, from, to } => Some(Hint::Rename { kind, from: to, to: from }),
                Hint::Create { .. } | Hint::ConfirmDataLoss { .. } => None,
            })
            .collect()
    }
}

fn collect(root: &Path, folder: &Path, cases: &mut Vec<Case>) {
    let about = folder.join("case.toml");
    if about.is_file() {
        let name = folder.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
        let text = std::fs::read_to_string(&about).unwrap();
        let about = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
        cases.push(Case { name, dir: folder.to_owned(), about });
        return;
    }
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, cases);
        }
    }
}

/// The word for a line in file names.
pub(crate) fn word(line: Line) -> &'static str {
    match line {
        Line::V0 => "v0",
        Line::V1 => "v1",
    }
}

/// A diff that leaves nothing open, and its plan. Questions that the hints leave open
/// are answered with "new" where `create` says so.
pub(crate) fn steps(
    from: &Schema,
    to: &Schema,
    line: Line,
    hints: Vec<Hint>,
    create: bool,
) -> Result<(Diff, Plan), String> {
    let mut answers = Answers::new(hints);
    loop {
        match diff(from, to, &DiffOptions { line, answers: &answers }) {
            Ok(found) => {
                let plan = plan(&found, line);
                return Ok((found, plan));
            }
            Err(mizzle_core::postgres::diff::DiffError::Undecided(questions)) if create => {
                for question in questions {
                    answers.push(question.create_hint());
                }
            }
            Err(error) => return Err(error.to_string()),
        }
    }
}
