//! Row-level security policies.

use super::QName;

/// A row-level security policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Policy {
    /// Its name, in its table.
    pub name: String,
    /// `AS PERMISSIVE` or `AS RESTRICTIVE`.
    pub kind: PolicyKind,
    /// `FOR …`
    pub command: PolicyCommand,
    /// `TO …`: role names, `public`, `current_user` and the like, in order.
    pub roles: Vec<String>,
    /// `USING (…)`, without the parentheses.
    pub using: Option<String>,
    /// `WITH CHECK (…)`, without the parentheses.
    pub with_check: Option<String>,
}

/// A policy on a table that the project does not own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkedPolicy {
    /// That table.
    pub table: QName,
    /// The policy.
    pub policy: Policy,
}

/// How policies combine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyKind {
    /// Joined by OR
    #[default]
    Permissive,
    /// Joined by AND
    Restrictive,
}

impl PolicyKind {
    /// The keyword.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::Permissive => "PERMISSIVE",
            Self::Restrictive => "RESTRICTIVE",
        }
    }
}

/// The statements a policy covers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicyCommand {
    /// `ALL`
    #[default]
    All,
    /// `SELECT`
    Select,
    /// `INSERT`
    Insert,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
}

impl PolicyCommand {
    /// The keyword.
    pub fn as_sql(self) -> &'static str {
        match self {
            Self::All => "ALL",
            Self::Select => "SELECT",
            Self::Insert => "INSERT",
            Self::Update => "UPDATE",
            Self::Delete => "DELETE",
        }
    }

    /// The command of a keyword in any case; every other word is `ALL`.
    pub fn parse(word: &str) -> Self {
        [Self::Select, Self::Insert, Self::Update, Self::Delete]
            .into_iter()
            .find(|command| command.as_sql().eq_ignore_ascii_case(word))
            .unwrap_or_default()
    }
}
