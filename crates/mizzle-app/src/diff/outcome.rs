//! What a comparison came to, as values.

use crate::generate::Planned;
use mizzle_core::diff::Question;

/// What `diff` came to.
#[derive(Debug)]
pub enum Outcome {
    /// The two were compared.
    Compared(Box<Compared>),
    /// Somebody has to say what was renamed.
    Undecided(Vec<Question>),
}

/// Two sides, compared.
#[derive(Debug)]
pub struct Compared {
    /// The one that was started from.
    pub from: String,
    /// The one to arrive at.
    pub to: String,
    /// What leads from one to the other, as far as the model goes.
    pub planned: Planned,
    /// How the two differ in what the model has no word for. The SQL does not change it.
    pub outside: Vec<Difference>,
    /// What only one side can speak of, so that it was not compared.
    pub not_compared: Vec<String>,
    /// What could not be read, so that nobody knows whether it is the same.
    pub unknown: Vec<String>,
    /// What is no difference, and yet not the same.
    pub notes: Vec<String>,
    /// What came of the proof, where one was asked for.
    pub proof: Option<Proof>,
}

impl Compared {
    /// Is it certain that there is no difference, as far as both sides can say?
    #[must_use]
    pub fn is_equal(&self) -> bool {
        self.planned.statements.is_empty() && self.outside.is_empty() && self.unknown.is_empty()
    }
}

/// Something outside of the model in which two sides differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// `function f()`
    pub what: String,
    /// Its definition on the one side.
    pub from: Option<String>,
    /// Its definition on the other.
    pub to: Option<String>,
}

/// What came of running the SQL on top of the one side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// It leads to the other side.
    Reached {
        /// On what it ran.
        engine: String,
    },
    /// It runs, and something is missing.
    Short {
        /// On what it ran.
        engine: String,
        /// What is not as on the other side.
        missing: Vec<String>,
    },
    /// It does not run.
    Refused {
        /// On what it was tried.
        engine: String,
        /// The statement.
        statement: String,
        /// What the server says.
        why: String,
    },
}
