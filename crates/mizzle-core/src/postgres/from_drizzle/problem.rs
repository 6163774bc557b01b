//! What can be wrong with an exported schema.

use crate::postgres::drizzle::Source;
use crate::postgres::schema::QName;
use std::fmt;

/// Something wrong with the schema, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub wrong: Wrong,
    /// The object that it was found at.
    pub at: Site,
    /// The other one, where two of them do not go together.
    pub other: Option<Site>,
}

impl Problem {
    /// What to say at the other place.
    pub fn other_label(&self) -> &'static str {
        match self.wrong {
            Wrong::UnknownForeignColumn { .. } => "referenced",
            Wrong::DuplicateSchema(_)
            | Wrong::DuplicateEnum(_)
            | Wrong::DuplicateLabel { .. }
            | Wrong::DuplicateSequence(_)
            | Wrong::DuplicateRole(_)
            | Wrong::DuplicateTable(_)
            | Wrong::DuplicateView(_)
            | Wrong::DuplicateColumn { .. }
            | Wrong::DuplicateConstraint { .. }
            | Wrong::DuplicateIndex { .. }
            | Wrong::DuplicatePolicy { .. }
            | Wrong::SeveralPrimaryKeys { .. }
            | Wrong::UnknownColumn { .. }
            | Wrong::UnnamedIndex { .. }
            | Wrong::NoOperatorClass { .. }
            | Wrong::NoOrder { .. }
            | Wrong::UnknownSchema(_)
            | Wrong::SerialDefault { .. } => "already declared here",
        }
    }
}

/// The message, without places.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.wrong.fmt(f)
    }
}

impl std::error::Error for Problem {}

/// A place in the schema, which the loader turns into file, line and column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// Position in [`Extract::files`](crate::postgres::drizzle::Extract::files).
    pub file: usize,
    /// The name under which the object is exported.
    pub export: String,
    /// What of it.
    pub part: SitePart,
}

/// What of an exported object is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SitePart {
    /// All of it.
    Whole,
    /// The column of this key.
    Key(String),
    /// What has this name written in it: a constraint, an index, a policy.
    Named(String),
}

impl Site {
    /// An exported object.
    pub fn of(source: &Source) -> Self {
        Self { file: source.file, export: source.export.clone(), part: SitePart::Whole }
    }

    /// A column of an exported table.
    pub fn key(source: &Source, key: &str) -> Self {
        Self { part: SitePart::Key(key.to_owned()), ..Self::of(source) }
    }

    /// What has a name inside an exported object.
    pub fn named(source: &Source, name: &str) -> Self {
        Self { part: SitePart::Named(name.to_owned()), ..Self::of(source) }
    }
}

/// The kinds of problem. Messages say what to do where that is not plain.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Wrong {
    /// Two schemas of one name.
    #[error("two exported schemas are named `{0}`")]
    DuplicateSchema(String),
    /// Two enums of one name.
    #[error("two enums are named `{0}`")]
    DuplicateEnum(QName),
    /// One label twice in an enum.
    #[error("enum `{name}` has the value `{label}` twice")]
    DuplicateLabel {
        /// The enum.
        name: QName,
        /// The label.
        label: String,
    },
    /// Two sequences of one name.
    #[error("two sequences are named `{0}`")]
    DuplicateSequence(QName),
    /// Two roles of one name.
    #[error("two roles are named `{0}`")]
    DuplicateRole(String),
    /// Two tables of one name.
    #[error("two tables are named `{0}`")]
    DuplicateTable(QName),
    /// Two views, or a view and a table, of one name.
    #[error("view `{0}` has the name of another view or table")]
    DuplicateView(QName),
    /// Two columns of one name.
    #[error("table `{table}` has two columns named `{column}`")]
    DuplicateColumn {
        /// The table.
        table: QName,
        /// The name.
        column: String,
    },
    /// Two constraints of one name on one table.
    #[error("table `{table}` has two constraints named `{name}`; give one of them another name")]
    DuplicateConstraint {
        /// The table.
        table: QName,
        /// The name.
        name: String,
    },
    /// Two indexes of one name in one schema.
    #[error(
        "index `{name}` of table `{table}` has the name of an index of table `{other}`; \
         index names are unique in a schema, so give one of them another name"
    )]
    DuplicateIndex {
        /// The table.
        table: QName,
        /// The table that has the name already.
        other: QName,
        /// The name.
        name: String,
    },
    /// Two policies of one name on one table.
    #[error("table `{table}` has two policies named `{name}`")]
    DuplicatePolicy {
        /// The table.
        table: QName,
        /// The name.
        name: String,
    },
    /// More than one primary key.
    #[error(
        "table `{table}` has more than one primary key; \
         a key of several columns is `primaryKey({{ columns: [{}] }})` in the table's extras",
        columns.join(", ")
    )]
    SeveralPrimaryKeys {
        /// The table.
        table: QName,
        /// All columns of these keys, as `t.key`.
        columns: Vec<String>,
    },
    /// A foreign key to a column that its table has not.
    #[error("the foreign key of `{table}` refers to `{target}.{column}`, which does not exist")]
    UnknownForeignColumn {
        /// The referencing table.
        table: QName,
        /// The referenced table.
        target: QName,
        /// The missing column.
        column: String,
    },
    /// A key or index on a column that the table has not.
    #[error("`{name}` is on column `{column}`, which table `{table}` does not have")]
    UnknownColumn {
        /// The table.
        table: QName,
        /// The constraint or index.
        name: String,
        /// The missing column.
        column: String,
    },
    /// An index on an expression without a name.
    #[error(
        "an index of table `{table}` on the expression `{expression}` has no name; \
         write one: `index(\"name\").on(…)`"
    )]
    UnnamedIndex {
        /// The table.
        table: QName,
        /// The expression.
        expression: String,
    },
    /// An index on a vector column without an operator class.
    #[error(
        "index `{name}` on the vector column `{column}` needs an operator class, \
         such as `t.{column}.op(\"vector_cosine_ops\")`"
    )]
    NoOperatorClass {
        /// The index.
        name: String,
        /// The column.
        column: String,
    },
    /// An index on a type that has no order.
    #[error(
        "index `{name}` is on the column `{column}`, whose type {ty} has no order; {}",
        instead_of_order(.ty, .column)
    )]
    NoOrder {
        /// The index.
        name: String,
        /// The column.
        column: String,
        /// Its type.
        ty: String,
    },
    /// An object in a schema that nobody creates.
    #[error(
        "`{0}` is in the schema `{schema}`, which is not exported; \
         export it (`export const {schema} = pgSchema(\"{schema}\")`) so that it is created, \
         or create it in a migration of your own (`generate --custom`)",
        schema = .0.schema
    )]
    UnknownSchema(QName),
    /// A default on a serial column.
    #[error(
        "column `{column}` of table `{table}` is `{ty}`, which has a default of its own; \
         remove the default, or make it an integer"
    )]
    SerialDefault {
        /// The table.
        table: QName,
        /// The column.
        column: String,
        /// Its type.
        ty: String,
    },
}

/// The ways out for an index on a type without an order.
fn instead_of_order(ty: &str, column: &str) -> String {
    if ty == "json" {
        format!(
            "use an expression such as sql`${{t.{column}}}->>'key'`, or name an operator class; \
             what gin can search is jsonb"
        )
    } else {
        "use another method, such as gist, or name an operator class".to_owned()
    }
}
