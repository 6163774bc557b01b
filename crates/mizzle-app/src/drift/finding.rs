//! What is not as it should be, and the statements that take it back.

use crate::compare::Compared;
use mizzle_core::naming::Line;
use mizzle_core::plan::{Plan, Statement};
use mizzle_core::postgres::difference::{Adopter, Adopting, Difference, Kind, NamedOtherwise};

/// One object that is not as it should be.
#[derive(Debug, Clone)]
pub struct Finding {
    /// How it differs.
    pub kind: Kind,
    /// What it is: `column users.age`.
    pub object: String,
    /// The same as a sentence: `column users.age is missing`.
    pub sentence: String,
    /// Is it nothing that a schema file could say?
    pub is_unmodelled: bool,
    /// What should be there, as DDL.
    pub expected: Option<String>,
    /// What is there, as DDL.
    pub found: Option<String>,
    /// The statements that take it back; none where there are none that could be said.
    pub restore: Vec<Restoring>,
    /// What to do in the schema files to keep it instead: where, and the lines.
    pub adopt: Option<(String, Option<String>)>,
}

/// A statement that takes something back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restoring {
    /// Its text.
    pub sql: String,
    /// What to know before it is run: code, words, and whether something is lost.
    pub hazards: Vec<(&'static str, String, bool)>,
}

impl Restoring {
    pub(super) fn of(statement: &Statement) -> Self {
        let hazards = statement.hazards.iter();
        let hazards = hazards.map(|it| (it.code(), it.to_string(), it.is_loss()));
        Self { sql: statement.sql.clone(), hazards: hazards.collect() }
    }

    pub(super) fn plain(sql: impl Into<String>) -> Self {
        Self { sql: sql.into(), hazards: Vec::new() }
    }
}

pub(crate) fn findings(compared: &Compared, line: Line) -> Vec<Finding> {
    if compared.differences.is_empty() {
        return Vec::new();
    }
    let adopter = Adopter::new(&compared.actual, line);
    let one = |difference| finding(difference, &compared.plan, &adopter);
    compared.differences.iter().map(one).collect()
}

/// One difference, with the statements of the whole plan that settle it.
fn finding(difference: &Difference, plan: &Plan, adopter: &Adopter) -> Finding {
    let own = plan.statements().filter(|own| difference.changes.contains(&own.change));
    Finding {
        kind: difference.kind,
        object: difference.name.clone(),
        sentence: difference.to_string(),
        is_unmodelled: false,
        expected: difference.expected.clone(),
        found: difference.found.clone(),
        restore: own.map(Restoring::of).collect(),
        adopt: match adopter.adopting(difference) {
            Some(Ok(Adopting { place, code })) => Some((place, code)),
            Some(Err(unsaid)) => Some((unsaid.to_string(), None)),
            None => None,
        },
    }
}

/// What came goes first, where something hangs on it; what went comes back last.
pub(super) fn restoring(plan: &Plan, others: &[Finding]) -> String {
    let of_kind = |kind: Kind| {
        let own = others.iter().filter(move |finding| finding.kind == kind);
        let texts = own.flat_map(|finding| &finding.restore).map(|own| format!("{}\n", own.sql));
        texts.collect::<String>()
    };
    let (before, behind) = (of_kind(Kind::Unexpected), of_kind(Kind::Missing));
    format!("{before}{}{behind}{}", plan.to_file(false), of_kind(Kind::Different))
}

pub(crate) fn named(otherwise: &NamedOtherwise) -> String {
    let NamedOtherwise { table, noun, found, rule } = otherwise;
    format!("{noun} {found} on {table}, which the migrations call {rule}")
}
