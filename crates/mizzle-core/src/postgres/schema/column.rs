//! A column: its type, and where its values come from.

use super::{Name, SequenceOptions};

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Its type.
    pub ty: Type,
    /// `NOT NULL`, written or implied by a primary key, serial or identity.
    pub not_null: bool,
    /// Is `not_null` more than what a primary key of the extras implies? 0.x
    /// snapshots record only this; to the database it is the same.
    pub not_null_written: bool,
    /// `DEFAULT`. A run-time default (`$defaultFn`) is none.
    pub default: Option<DefaultValue>,
    /// `GENERATED ALWAYS AS (…) STORED`.
    pub generated: Option<Generated>,
    /// `GENERATED … AS IDENTITY`.
    pub identity: Option<Identity>,
}

impl Column {
    /// A column of a type of which nothing more is said.
    pub fn of(ty: Type) -> Self {
        Self {
            ty,
            not_null: false,
            not_null_written: false,
            default: None,
            generated: None,
            identity: None,
        }
    }
}

/// A column's type.
///
/// The text is kept as its author wrote it (`numeric(10, 2)`), because snapshot
/// files hold it that way; `types` compares two of them by meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// The type of one element, without array brackets. For an enum of the
    /// project: its bare name.
    pub text: String,
    /// Set when the type is an enum (or another type the project owns): its schema.
    pub schema: Option<String>,
    /// One entry for each array dimension, outermost first; the size where one was
    /// written. Postgres ignores sizes.
    pub dimensions: Vec<Option<u32>>,
}

/// The value that a column takes when an INSERT does not name it.
///
/// Literals are kept as values, not as SQL, so that quoting is decided once, by
/// `render`, and two spellings of one value compare equal.
#[derive(Debug, Clone, PartialEq)]
pub enum DefaultValue {
    /// `true`, `false`
    Bool(bool),
    /// A number as its exact decimal text.
    Number(String),
    /// The value of a quoted literal, without quotes or escapes: text, dates, json
    /// text, array text such as `{a,b}`, enum labels, bytea as `\x…`.
    Text(String),
    /// `NULL`, written out.
    Null,
    /// SQL that is not a literal, as written.
    Expression(String),
}

/// A generated column. Postgres stores them; virtual ones came with version 18 and
/// Drizzle cannot declare them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generated {
    /// The expression, without the outer parentheses.
    pub expression: String,
}

/// `GENERATED ALWAYS | BY DEFAULT AS IDENTITY (…)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Which of the two forms.
    pub kind: IdentityKind,
    /// The sequence's name, in the schema of its table.
    pub sequence: Name,
    /// What the sequence was given.
    pub options: SequenceOptions,
}

/// Whether an INSERT may give a value of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentityKind {
    /// `ALWAYS`
    Always,
    /// `BY DEFAULT`
    ByDefault,
}
