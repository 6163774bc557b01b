//! Sequences, and the options that identity columns share with them.

/// A sequence that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sequence {
    /// What it was given.
    pub options: SequenceOptions,
}

/// Options of a sequence, as exact decimal text. `None` means the server's default
/// for the sequence's type and direction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SequenceOptions {
    /// `INCREMENT BY`
    pub increment: Option<String>,
    /// `MINVALUE`
    pub min: Option<String>,
    /// `MAXVALUE`
    pub max: Option<String>,
    /// `START WITH`
    pub start: Option<String>,
    /// `CACHE`
    pub cache: Option<String>,
    /// `CYCLE`
    pub cycle: bool,
}
