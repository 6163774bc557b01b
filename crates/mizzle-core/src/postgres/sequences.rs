//! What a sequence does where nothing is said, by its type and direction.
//!
//! <https://www.postgresql.org/docs/current/sql-createsequence.html>

use super::schema::{SequenceOptions, Type};
use super::types::normal;

/// The values that a sequence's type allows, as decimal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The smallest.
    pub min: &'static str,
    /// The largest.
    pub max: &'static str,
}

impl Range {
    /// A sequence that stands alone.
    pub const BIGINT: Self = Self { min: "-9223372036854775808", max: "9223372036854775807" };
    const INTEGER: Self = Self { min: "-2147483648", max: "2147483647" };
    const SMALLINT: Self = Self { min: "-32768", max: "32767" };

    /// The sequence of an identity column of this type.
    pub fn of(ty: &Type) -> Self {
        match normal(&ty.text).as_str() {
            "bigint" => Self::BIGINT,
            "smallint" => Self::SMALLINT,
            _ => Self::INTEGER,
        }
    }
}

/// Every option of a sequence, as decimal text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// `INCREMENT BY`
    pub increment: String,
    /// `MINVALUE`
    pub min: String,
    /// `MAXVALUE`
    pub max: String,
    /// `START WITH`
    pub start: String,
    /// `CACHE`
    pub cache: String,
    /// `CYCLE`
    pub cycle: bool,
}

/// The options that the server ends up with.
pub fn fill(options: &SequenceOptions, range: Range) -> Filled {
    let increment = options.increment.clone().unwrap_or_else(|| "1".to_owned());
    let descending = increment.starts_with('-');
    let or = |option: &Option<String>, default: &str| {
        option.clone().unwrap_or_else(|| default.to_owned())
    };
    let min = or(&options.min, if descending { range.min } else { "1" });
    let max = or(&options.max, if descending { "-1" } else { range.max });
    let start = or(&options.start, if descending { &max } else { &min });
    Filled { increment, start, min, max, cache: or(&options.cache, "1"), cycle: options.cycle }
}

/// The options without those that say what the server does anyway, so that equal
/// sequences are equal values.
pub fn fold(options: SequenceOptions, range: Range) -> SequenceOptions {
    let silent = SequenceOptions { increment: options.increment.clone(), ..Default::default() };
    let bounds = fill(&silent, range);
    let drop = |option: Option<String>, default: &str| option.filter(|text| text != default);
    let min = drop(options.min, &bounds.min);
    let max = drop(options.max, &bounds.max);
    let bounded = SequenceOptions { min, max, ..silent };
    let start = drop(options.start, &fill(&bounded, range).start);
    SequenceOptions {
        increment: drop(options.increment, "1"),
        start,
        cache: drop(options.cache, "1"),
        cycle: options.cycle,
        ..bounded
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_and_filling_undo_each_other() {
        let some = |text: &str| Some(text.to_owned());
        let down = SequenceOptions {
            increment: some("-1"),
            min: some("-2147483648"),
            max: some("50"),
            start: some("50"),
            cache: some("1"),
            cycle: true,
        };
        let folded = fold(down.clone(), Range::INTEGER);
        assert_eq!(
            folded,
            SequenceOptions {
                increment: some("-1"),
                max: some("50"),
                cycle: true,
                ..Default::default()
            }
        );
        let filled = fill(&folded, Range::INTEGER);
        assert_eq!(Some(filled.min), down.min);
        assert_eq!(Some(filled.start), down.start);
    }
}
