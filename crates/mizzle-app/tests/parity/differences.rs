//! The steps that are meant to end differently, each with its reason: `differences.toml`,
//! and the same list in `docs/reference/parity.md` for people.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// One reason and the steps that it holds for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Difference {
    why: String,
    steps: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    difference: Vec<Difference>,
}

/// The reasons by step.
#[derive(Debug)]
pub(crate) struct Differences {
    groups: Vec<Difference>,
    by_step: BTreeMap<String, usize>,
}

const BEGIN: &str = "<!-- from crates/mizzle-app/tests/parity/differences.toml -->\n";
const END: &str = "<!-- end -->";

impl Differences {
    /// Reads the file.
    pub(crate) fn read() -> Self {
        Self::parse(include_str!("differences.toml")).unwrap()
    }

    fn parse(text: &str) -> Result<Self, String> {
        let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
        let mut by_step = BTreeMap::new();
        for (position, group) in file.difference.iter().enumerate() {
            for step in &group.steps {
                if by_step.insert(step.clone(), position).is_some() {
                    return Err(format!("{step} is listed twice"));
                }
            }
        }
        Ok(Self { groups: file.difference, by_step })
    }

    /// Is this step meant to end differently?
    pub(crate) fn has(&self, step: &str) -> bool {
        self.by_step.contains_key(step)
    }

    /// Every step that is listed.
    pub(crate) fn steps(&self) -> impl Iterator<Item = &str> {
        self.by_step.keys().map(String::as_str)
    }

    /// The list as Markdown.
    fn markdown(&self) -> String {
        let mut text = String::new();
        for group in &self.groups {
            writeln!(text, "- {}", group.why.trim()).unwrap();
            let steps: Vec<String> = group.steps.iter().map(|step| format!("`{step}`")).collect();
            writeln!(text, "  ({})", steps.join(", ")).unwrap();
        }
        text
    }
}

/// The document says what the file says; `UPDATE_EXPECT=1` makes it so.
pub(crate) fn documented() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/reference/parity.md");
    let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let (head, rest) = text.split_once(BEGIN).unwrap();
    let (found, tail) = rest.split_once(END).unwrap();
    let expected = Differences::read().markdown();
    if found == expected {
        return;
    }
    assert!(
        std::env::var_os("UPDATE_EXPECT").is_some(),
        "{} lists other differences; run with UPDATE_EXPECT=1",
        path.display()
    );
    std::fs::write(&path, format!("{head}{BEGIN}{expected}{END}{tail}")).unwrap();
}

/// A step has one reason.
pub(crate) fn listed_once() {
    let group = |steps: &str| format!("[[difference]]\nwhy = \"w\"\nsteps = [{steps}]\n");
    let parsed = Differences::parse(&group("\"a#0\", \"a#1\"")).unwrap();
    assert!(parsed.has("a#1") && !parsed.has("a#2"));
    assert_eq!(parsed.markdown(), "- w\n  (`a#0`, `a#1`)\n");
    let twice = group("\"a#0\"") + &group("\"a#0\"");
    assert_eq!(Differences::parse(&twice).unwrap_err(), "a#0 is listed twice");
}
