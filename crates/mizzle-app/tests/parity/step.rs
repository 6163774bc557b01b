//! One step of one of drizzle-kit's own tests, as the extractor wrote it: two schema
//! files, what was renamed between them, and the SQL that their authors expect.

use mizzle_core::diff::Question;
use mizzle_core::hints::{Hint, Kind};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// `case.json`.
#[derive(Debug, Deserialize)]
struct File {
    steps: Vec<Step>,
}

/// What a step asks for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "op", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(crate) enum Step {
    /// A migration from one schema to another.
    Diff {
        /// The schema before; nothing where it is empty.
        #[serde(default)]
        from: Option<String>,
        /// The step whose end this one starts from.
        #[serde(default)]
        chain: Option<usize>,
        /// The schema after; nothing where it is empty.
        #[serde(default)]
        to: Option<String>,
        /// `schema.table.column->schema.table.column`
        #[serde(default)]
        renames: Vec<String>,
        /// The statements; `None` where the test does not say.
        #[serde(default)]
        expected: Option<Vec<String>>,
        /// Must it be refused?
        #[serde(default)]
        rejects: bool,
    },
    /// The default of the column `column` of the table `table`.
    DiffDefault {
        /// The schema.
        to: String,
        /// What follows DEFAULT.
        expected_default: String,
    },
}

/// The steps of one test.
#[derive(Debug, Clone)]
pub(crate) struct Test {
    /// `pg-enums/012-drop-value`
    pub(crate) name: String,
    /// Its folder.
    pub(crate) dir: PathBuf,
    /// Its steps in order.
    pub(crate) steps: Vec<Step>,
}

impl Test {
    /// Every test below a folder, by name.
    pub(crate) fn all(root: &Path) -> Vec<Self> {
        let mut tests = Vec::new();
        for group in folders(root) {
            for dir in folders(&group) {
                let text = std::fs::read_to_string(dir.join("case.json")).unwrap();
                let name = dir.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                let file: File =
                    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
                tests.push(Self { name, dir, steps: file.steps });
            }
        }
        tests
    }

    /// What a step is called in reports and in the list of differences.
    pub(crate) fn id(&self, step: usize) -> String {
        format!("{}#{step}", self.name)
    }
}

fn folders(root: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root).unwrap_or_else(|error| panic!("{root:?}: {error}"));
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir() && !path.ends_with("node_modules"))
        .collect();
    found.sort();
    found
}

/// The answer that a test's renames give to a question: what is not among them is new.
pub(crate) fn answer(question: &Question, renames: &[String]) -> Hint {
    let full = question.created.join(".");
    let renamed =
        renames.iter().filter_map(|rename| rename.split_once("->")).find_map(|(from, to)| {
            if to != full {
                return None;
            }
            question.candidates.iter().find(|candidate| candidate.from.join(".") == from)
        });
    match renamed {
        Some(candidate) => question.rename_hint(candidate),
        None => question.create_hint(),
    }
}

/// The steps of `case.json`, and the answers that renames give.
pub(crate) fn reads_steps_and_answers() {
    let text = r#"{ "test": "t", "steps": [
        { "op": "diff", "from": "s1.ts", "to": "s2.ts", "renames": [], "expected": ["a"] },
        { "op": "diff", "chain": 0, "renames": [], "rejects": true },
        { "op": "diffDefault", "to": "s3.ts", "expectedDefault": "1" }
    ] }"#;
    let file: File = serde_json::from_str(text).unwrap();
    assert!(matches!(&file.steps[1], Step::Diff { chain: Some(0), to: None, rejects: true, .. }));
    assert!(
        matches!(&file.steps[2], Step::DiffDefault { expected_default, .. } if expected_default == "1")
    );

    let name = |parts: &[&str]| parts.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
    let question = |kind, created: &[&str], from: &[&str]| Question {
        kind,
        created: name(created),
        candidates: vec![mizzle_core::diff::Candidate {
            from: name(from),
            likelihood: 0,
            reason: String::new(),
            loss: String::new(),
        }],
    };
    let column = question(Kind::Column, &["public", "t", "b"], &["public", "t", "a"]);
    let renames = ["public.t.a->public.t.b".to_owned()];
    assert_eq!(answer(&column, &renames), column.rename_hint(&column.candidates[0]));
    assert_eq!(answer(&column, &[]), column.create_hint());
    let role = question(Kind::Role, &["b"], &["a"]);
    assert_eq!(answer(&role, &["a->b".to_owned()]), role.rename_hint(&role.candidates[0]));
}
