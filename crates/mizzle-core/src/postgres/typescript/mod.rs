//! A schema as the lines of a Drizzle schema file that declare it.
//!
//! What comes out reads back to the same model. Names that follow from a rule of the line
//! are left out, as a person would; every other one is written. What drizzle-orm has no
//! word for is an [`Unsaid`], never something that is almost the same.
//!
//! Knows nothing of files and of what else stands in them: where a line goes, and what its
//! neighbours are called, is told by [`Names`].

mod columns;
mod module;
mod names;
mod objects;
mod parts;
mod types;
mod words;

pub use columns::Pieces;
pub use module::{excerpt, module};
pub use names::Names;
pub use words::{is_identifier, quoted};

use super::schema::QName;
use crate::naming::Line;
use std::collections::BTreeSet;

/// Something that a schema file cannot say.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} cannot be written with drizzle-orm: {why}")]
pub struct Unsaid {
    /// What it is.
    pub what: String,
    /// Why not.
    pub why: String,
}

/// A name that the lines need from drizzle-orm.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The module.
    pub module: &'static str,
    /// The name in it.
    pub name: &'static str,
    /// Is it a type, for `import { type … }`?
    pub is_type: bool,
}

/// Writes the lines, and keeps what they need.
#[derive(Debug)]
pub struct Writer<'a> {
    line: Line,
    names: &'a Names,
    /// What the extras of a table call the table.
    table: &'a str,
    imports: BTreeSet<Import>,
    /// Are defaults written as SQL where a builder's options decide what its values are?
    careful: bool,
    /// Tables that may be named without a type: those that stand in front.
    earlier: BTreeSet<QName>,
}

impl<'a> Writer<'a> {
    /// For a line of drizzle-orm and names of the file.
    #[must_use]
    pub fn new(line: Line, names: &'a Names) -> Self {
        let (imports, earlier) = (BTreeSet::new(), BTreeSet::new());
        Self { line, names, table: "t", imports, careful: false, earlier }
    }

    /// The same where the extras call their table by another name than `t`.
    #[must_use]
    pub fn calling_the_table(self, table: &'a str) -> Self {
        Self { table, ..self }
    }

    /// The same for builders that are there already, in a mode that nobody knows.
    #[must_use]
    pub fn careful(self) -> Self {
        Self { careful: true, ..self }
    }

    /// What was needed so far.
    #[must_use]
    pub fn imports(&self) -> &BTreeSet<Import> {
        &self.imports
    }

    /// A builder of Postgres, by its name.
    fn core(&mut self, name: &'static str) -> &'static str {
        self.imports.insert(Import { module: "drizzle-orm/pg-core", name, is_type: false });
        name
    }

    /// `` sql`…` ``
    fn sql(&mut self, text: &str) -> String {
        self.imports.insert(Import { module: "drizzle-orm", name: "sql", is_type: false });
        format!("sql`{}`", words::in_template(text))
    }
}

fn unsaid(what: impl Into<String>, why: impl Into<String>) -> Unsaid {
    Unsaid { what: what.into(), why: why.into() }
}
