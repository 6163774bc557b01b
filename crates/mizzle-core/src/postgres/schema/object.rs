//! A reference to something in a schema, for messages that are about it.

use super::QName;

/// Something in a schema.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Object {
    /// A schema.
    Namespace(String),
    /// An enum.
    Enum(QName),
    /// A sequence that stands alone.
    Sequence(QName),
    /// A role.
    Role(String),
    /// A table.
    Table(QName),
    /// A column of a table.
    Column(QName, String),
    /// A constraint or an index of a table, by its name.
    Part(QName, String),
    /// A view.
    View(QName),
    /// A policy: its table, and its name. It may be exported beside the table.
    Policy(QName, String),
}
