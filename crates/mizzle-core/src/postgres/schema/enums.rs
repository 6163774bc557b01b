//! Enum types.

/// `CREATE TYPE … AS ENUM`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enum {
    /// Labels in sort order.
    pub values: Vec<String>,
}
