//! What a `case.json` may say.

use serde::Deserialize;

/// A reported fault.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Case {
    /// Where it was reported.
    #[expect(dead_code, reason = "for readers")]
    pub(crate) source: String,
    /// What is right, and why.
    pub(crate) why: String,
    /// What happens, in order.
    pub(crate) steps: Vec<Step>,
}

/// One step of a case.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Step {
    /// A command, with its arguments.
    Run(Run),
    /// A file becomes `schema.ts`.
    Schema(Schema),
    /// A folder's files are laid over another.
    Copy(Copy),
    /// The newest migration gets another text.
    Newest(Newest),
    /// SQL in the database.
    Sql(Sql),
    /// Commands get another `DATABASE_URL`.
    Url(Url),
    /// A query, and its rows: one a line, values parted by `|`.
    Query(Query),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Run {
    pub(crate) run: Vec<String>,
    /// Its exit code.
    #[serde(default)]
    pub(crate) exit: i32,
    /// How many of it are started together.
    #[serde(default = "one")]
    pub(crate) at_once: usize,
    /// What it prints.
    #[serde(default)]
    pub(crate) says: Text,
    /// The SQL that it writes.
    #[serde(default)]
    pub(crate) writes: Text,
    /// That it writes no SQL.
    #[serde(default)]
    pub(crate) writes_nothing: bool,
}

/// Regular expressions about a text; case does not count, and `.` is any character.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    /// All are found.
    #[serde(default, rename = "match")]
    pub(crate) found: Vec<String>,
    /// None is.
    #[serde(default)]
    pub(crate) not: Vec<String>,
    /// Found one behind the other.
    #[serde(default)]
    pub(crate) order: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Schema {
    pub(crate) schema: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Copy {
    pub(crate) copy: String,
    pub(crate) to: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Newest {
    pub(crate) newest: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sql {
    pub(crate) sql: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Url {
    pub(crate) url: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    pub(crate) query: String,
    pub(crate) equals: String,
}

fn one() -> usize {
    1
}
