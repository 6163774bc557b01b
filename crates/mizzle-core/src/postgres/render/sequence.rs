//! Sequences: those that stand alone, and those of serial and identity columns.

use super::{Context, Draft, Full, Short};
use crate::plan::Hazard;
use crate::postgres::schema::{Identity, IdentityKind, QName, Sequence, SequenceOptions, Type};
use crate::postgres::sequences::{Filled, Range, fill};
use crate::sql::{Ident, Literal};

pub(super) fn create(name: &QName, sequence: &Sequence) -> Draft {
    let options = written(&fill(&sequence.options, Range::BIGINT));
    Draft::new(format!("CREATE SEQUENCE {}{options};", Full(name)))
}

pub(super) fn drop(context: &Context<'_>, name: &QName) -> Draft {
    Draft::new(format!("DROP SEQUENCE {};", Full(&context.address.current(name))))
        .hazard(Hazard::DeletesData { what: format!("the counter of {name}") })
}

pub(super) fn alter(
    context: &Context<'_>,
    name: &QName,
    from: &Sequence,
    to: &Sequence,
) -> Vec<Draft> {
    let (from, to) = (fill(&from.options, Range::BIGINT), fill(&to.options, Range::BIGINT));
    let sequence = Short(&context.address.sequence(name)).to_string();
    let counter = counter(&from, &to);
    let mut drafts = Vec::new();
    if counter == Counter::Moves {
        drafts.push(Draft::new(move_counter(&Literal(&sequence).to_string(), &to)));
    }
    let (clauses, restart) = (difference(&from, &to), counter.restart());
    let mut draft = Draft::new(format!("ALTER SEQUENCE {sequence}{clauses}{restart};"));
    if counter == Counter::Restarts {
        draft = draft.hazard(Hazard::DeletesData { what: format!("the counter of {name}") });
    }
    drafts.push(draft);
    drafts
}

/// What becomes of a counter whose bounds change. The server refuses bounds that it does
/// not lie between, even before its first use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Counter {
    /// The new bounds hold all that the old ones do, as far as counting gets.
    Fits,
    /// It may lie in front of the new bounds, and goes to where they begin.
    Moves,
    /// It lies outside of them, wherever it is.
    Restarts,
}

impl Counter {
    /// The clause behind the others.
    pub(super) fn restart(self) -> &'static str {
        match self {
            Self::Fits | Self::Moves => "",
            Self::Restarts => " RESTART",
        }
    }
}

pub(super) fn counter(from: &Filled, to: &Filled) -> Counter {
    let number = |text: &str| text.parse::<i128>().unwrap_or_default();
    let (had, wants) =
        ([&from.min, &from.max].map(|it| number(it)), [&to.min, &to.max].map(|it| number(it)));
    if had[1] < wants[0] || wants[1] < had[0] {
        Counter::Restarts
    } else if descends(to) && wants[1] < had[1] || !descends(to) && had[0] < wants[0] {
        Counter::Moves
    } else {
        Counter::Fits
    }
}

/// Moves a counter that lies in front of the bounds to come. What it gave out stays
/// behind it.
pub(super) fn move_counter(sequence: &str, to: &Filled) -> String {
    let (function, bound) = if descends(to) { ("LEAST", &to.max) } else { ("GREATEST", &to.min) };
    format!("SELECT setval({sequence}, {function}(nextval({sequence}), {bound}), false);")
}

fn descends(options: &Filled) -> bool {
    options.increment.starts_with('-')
}

pub(super) fn rename(context: &Context<'_>, from: &QName, to: &QName) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut current = QName::new(context.address.namespace(&from.schema), &from.name);
    if from.schema != to.schema {
        drafts.push(
            Draft::new(format!(
                "ALTER SEQUENCE {} SET SCHEMA {};",
                Short(&current),
                Ident(&to.schema)
            ))
            .hazard(Hazard::BreaksNames { name: from.to_string() }),
        );
        current.schema.clone_from(&to.schema);
    }
    if from.name != to.name {
        drafts.push(
            Draft::new(format!(
                "ALTER SEQUENCE {} RENAME TO {};",
                Short(&current),
                Ident(&to.name)
            ))
            .hazard(Hazard::BreaksNames { name: from.to_string() }),
        );
    }
    drafts
}

/// A sequence that no snapshot records may have another name than the rule says,
/// which must not stop the migration.
pub(super) fn rename_owned(
    context: &Context<'_>,
    table: &QName,
    from: &str,
    to: &str,
    recorded: bool,
) -> Draft {
    let schema = context.address.table(table).schema;
    let guard = if recorded { "" } else { "IF EXISTS " };
    Draft::new(format!(
        "ALTER SEQUENCE {guard}{} RENAME TO {};",
        Short(&QName::new(schema, from)),
        Ident(to)
    ))
}

/// `GENERATED ALWAYS AS IDENTITY (sequence name "q" …)`.
pub(super) fn identity(ty: &Type, identity: &Identity) -> String {
    let options = written(&fill(&identity.options, Range::of(ty)));
    format!(
        "GENERATED {} AS IDENTITY (sequence name {}{options})",
        kind(identity.kind),
        Ident(&identity.sequence.text)
    )
}

/// `ALWAYS` or `BY DEFAULT`.
pub(super) fn kind(kind: IdentityKind) -> &'static str {
    match kind {
        IdentityKind::Always => "ALWAYS",
        IdentityKind::ByDefault => "BY DEFAULT",
    }
}

/// `SET INCREMENT BY 2 SET CACHE 5`: what ALTER COLUMN takes.
pub(super) fn identity_difference(from: &Filled, to: &Filled) -> String {
    let clauses = clauses(from, to);
    clauses.into_iter().map(|clause| format!(" SET {clause}")).collect()
}

/// Sets a sequence so that its next value lies beyond every value of the column.
pub(super) fn set_above(
    sequence: &str,
    table: &str,
    column: &str,
    options: &SequenceOptions,
    ty: &Type,
) -> String {
    let filled = fill(options, Range::of(ty));
    let (function, bound, far) = if descends(&filled) {
        ("LEAST", "min", filled.increment.clone())
    } else {
        ("GREATEST", "max", format!("+{}", filled.increment))
    };
    let (start, column) = (&filled.start, Ident(column));
    format!(
        "SELECT setval({sequence}, (SELECT {function}(COALESCE({bound}({column}){far}, {start}), {start}) FROM {table}), false);"
    )
}

fn written(options: &Filled) -> String {
    format!(
        " INCREMENT BY {} MINVALUE {} MAXVALUE {} START WITH {} CACHE {}{}",
        options.increment,
        options.min,
        options.max,
        options.start,
        options.cache,
        if options.cycle { " CYCLE" } else { "" }
    )
}

fn difference(from: &Filled, to: &Filled) -> String {
    clauses(from, to).into_iter().map(|clause| format!(" {clause}")).collect()
}

fn clauses(from: &Filled, to: &Filled) -> Vec<String> {
    let mut clauses = Vec::new();
    for (from, to, word) in [
        (&from.increment, &to.increment, "INCREMENT BY"),
        (&from.min, &to.min, "MINVALUE"),
        (&from.max, &to.max, "MAXVALUE"),
        (&from.start, &to.start, "START WITH"),
        (&from.cache, &to.cache, "CACHE"),
    ] {
        if from != to {
            clauses.push(format!("{word} {to}"));
        }
    }
    if from.cycle != to.cycle {
        clauses.push(if to.cycle { "CYCLE" } else { "NO CYCLE" }.to_owned());
    }
    clauses
}
