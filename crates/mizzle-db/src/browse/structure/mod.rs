//! How a table or view is made, in the server's words, as the statements that make it, and
//! as a schema file says it.

mod ddl;

use mizzle_core::naming::Line;
use mizzle_core::postgres::from_catalog::{Fidelity, from_catalog};
use mizzle_core::postgres::schema::QName;
use mizzle_core::postgres::typescript::excerpt;

use super::run::{PATIENCE, begin_reading};
use super::table::open;
use super::{BrowseError, Browser};
use crate::cancel::Cancel;
use crate::connect::Row;
use crate::introspect::{self, Options};

/// How a table or view is made; its columns and keys are in [`Table`](super::Table).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Structure {
    /// Indexes, those of constraints included.
    pub indexes: Vec<Part>,
    /// Primary key, uniques, checks, exclusions, foreign keys.
    pub constraints: Vec<Part>,
    /// Row security policies.
    pub policies: Vec<Part>,
    /// Do the policies hold?
    pub is_row_security_on: bool,
    /// Triggers and rules.
    pub others: Vec<Part>,
    /// The statements that make it.
    pub ddl: String,
    /// The same in a schema file; `None` where a schema file cannot say it.
    pub typescript: Option<String>,
    /// What the two leave out.
    pub notes: Vec<String>,
}

/// Something that belongs to a table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Its name.
    pub name: String,
    /// `unique`, `check`, `btree`, `trigger`, …
    pub kind: String,
    /// In the server's words.
    pub definition: String,
    /// Its size on disk.
    pub bytes: Option<u64>,
}

impl Browser {
    /// Reads how a table or view is made. `line` decides how the schema file is written.
    ///
    /// # Errors
    /// As for [`Browser::table`].
    pub fn structure(
        &self,
        name: &QName,
        line: Line,
        cancel: &Cancel,
    ) -> Result<Structure, BrowseError> {
        self.read(cancel, async |session| {
            let table = open(session, name, &begin_reading(Some(PATIENCE))).await?;
            let queries = ddl::queries(table.oid);
            let texts = queries.iter().map(String::as_str).chain(["COMMIT"]);
            let answers = session.query_all(texts).await;
            let answers: Vec<Vec<Row>> = answers.into_iter().collect::<Result<_, _>>()?;
            let options = Options { lock_timeout: Some(PATIENCE), ..Options::DATABASE };
            let catalog = introspect::read(session, &options).await?;
            let found = from_catalog(&catalog, &options.take);
            let mut structure = Structure { notes: notes(name, &found.fidelity), ..of(&answers) };
            let about = answers.get(4).and_then(|rows| rows.first());
            match ddl::statements(&found.schema, &table, line) {
                Some(ddl) => {
                    structure.ddl = ddl;
                    let (text, unsaid) = excerpt(&found.schema, name, line);
                    structure.notes.extend(unsaid.iter().map(ToString::to_string));
                    structure.typescript = Some(text).filter(|_| unsaid.is_empty());
                }
                None => {
                    structure.ddl = ddl::in_the_servers_words(&table, &structure, about);
                    structure.notes.push(format!("no schema file can say what {name} is"));
                }
            }
            Ok(structure)
        })
    }
}

fn of(answers: &[Vec<Row>]) -> Structure {
    let parts = |place: usize| answers.get(place).into_iter().flatten().map(part).collect();
    let about = answers.get(4).and_then(|rows| rows.first());
    Structure {
        indexes: parts(0),
        constraints: parts(1),
        policies: parts(2),
        others: parts(3),
        is_row_security_on: about.is_some_and(|row| row.is_true(0)),
        ..Structure::default()
    }
}

fn part(row: &Row) -> Part {
    let text = |column| row.text(column).unwrap_or_default().to_owned();
    Part { name: text(0), kind: text(1), definition: text(2), bytes: row.number(3) }
}

/// What the model has no word for, of this table.
fn notes(name: &QName, fidelity: &Fidelity) -> Vec<String> {
    let shown = name.to_string();
    let is_of = |other: &str| {
        other == shown
            || other.strip_prefix(&shown).is_some_and(|rest| rest.starts_with(['.', ' ']))
            || other.ends_with(&format!(" on {shown}"))
    };
    let omitted = fidelity.omitted.iter().map(|it| (it.kind.nouns().0, &it.name));
    let unmodelled = fidelity.unmodelled.iter().map(|it| (it.kind.nouns().0, &it.name));
    omitted
        .chain(unmodelled)
        .filter(|(_, other)| is_of(other))
        .map(|(noun, other)| format!("not in the model: {noun} {other}"))
        .collect()
}
