//! Options of sequences that the server refuses.
//!
//! <https://www.postgresql.org/docs/current/sql-createsequence.html>

use crate::postgres::schema::SequenceOptions;
use crate::postgres::sequences::{Range, fill};

/// What is wrong with options, those that nobody wrote included. What is no number is
/// left to the server.
pub(super) fn impossible_options(options: &SequenceOptions, range: Range) -> Option<String> {
    let filled = fill(options, range);
    let number = |text: &str| text.parse::<i128>().ok();
    let (increment, min, max) =
        (number(&filled.increment)?, number(&filled.min)?, number(&filled.max)?);
    let (start, cache) = (number(&filled.start)?, number(&filled.cache)?);
    let (least, most) = (number(range.min)?, number(range.max)?);
    if increment == 0 {
        Some("an increment of 0 leads nowhere".to_owned())
    } else if cache < 1 {
        Some(format!("a cache of {cache} holds no value"))
    } else if min < least || max > most {
        Some(format!(
            "it goes from {min} to {max}, and its type only from {} to {}",
            range.min, range.max
        ))
    } else if min >= max {
        Some(format!("its smallest value, {min}, is not below its greatest, {max}"))
    } else if start < min || start > max {
        Some(format!("it starts with {start}, outside of {min} to {max}"))
    } else {
        None
    }
}
