//! What a migration file asks of the runner: comments that begin `-- mizzle:`.

use std::time::Duration;

use crate::sql::lines::Position;

/// A marker as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Marker {
    /// `-- mizzle:no-transaction`
    NoTransaction,
    /// `-- mizzle:commit`
    Commit,
    /// `-- mizzle:lock-timeout 5s`
    LockTimeout(Duration),
    /// `-- mizzle:allow CODE reason`
    Allow {
        /// The finding that is accepted.
        code: String,
        /// Why, in the author's words.
        reason: String,
    },
}

/// A finding that the file accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allow {
    /// The finding's code.
    pub code: String,
    /// Why, in the author's words; may be empty.
    pub reason: String,
    /// Where the marker stands.
    pub position: Position,
    /// The statement it speaks of, counted from 0 over the whole file: the one
    /// that holds it, the one that ends on its line, or the next one. `None`
    /// where no statement follows.
    pub statement: Option<usize>,
}

/// Why a comment that begins like a marker is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MarkerError {
    /// No such marker.
    #[error(
        "unknown marker `mizzle:{0}`: there are `no-transaction`, `commit`, \
         `lock-timeout TIME` and `allow CODE reason`"
    )]
    Unknown(String),
    /// A time that Postgres would not read.
    #[error("`{0}` is no time: write a number and `ms`, `s` or `min`, as in `5s`")]
    Time(String),
    /// `allow` without a code.
    #[error("`mizzle:allow` needs the code of a finding and a reason")]
    NoCode,
    /// Something behind a marker that takes nothing.
    #[error("`mizzle:{0}` takes nothing behind it, but there is `{1}`")]
    Surplus(&'static str, String),
    /// A marker of the whole file that comes too late.
    #[error("`mizzle:{0}` speaks of the whole file: put it before the first statement")]
    TooLate(&'static str),
    /// A commit in the middle of a statement.
    #[error("`mizzle:commit` stands inside a statement: put it between two")]
    CommitInside,
}

/// Reads a `-- …` comment; `None` where it is an ordinary one.
pub fn read(comment: &str) -> Option<Result<Marker, MarkerError>> {
    let body = comment.trim_start_matches('-').trim().strip_prefix("mizzle:")?;
    let (word, rest) = body.split_once(char::is_whitespace).unwrap_or((body, ""));
    let rest = rest.trim();
    let bare = |name, marker| {
        if rest.is_empty() { Ok(marker) } else { Err(MarkerError::Surplus(name, rest.to_owned())) }
    };
    Some(match word {
        "no-transaction" => bare("no-transaction", Marker::NoTransaction),
        "commit" => bare("commit", Marker::Commit),
        "lock-timeout" => parse_time(rest)
            .map(Marker::LockTimeout)
            .ok_or_else(|| MarkerError::Time(rest.to_owned())),
        "allow" => match rest.split_once(char::is_whitespace).unwrap_or((rest, "")) {
            ("", _) => Err(MarkerError::NoCode),
            (code, reason) => {
                Ok(Marker::Allow { code: code.to_owned(), reason: reason.trim().to_owned() })
            }
        },
        _ => Err(MarkerError::Unknown(word.to_owned())),
    })
}

/// A time as Postgres writes it: a whole number with `ms`, `s`, `min`, `h` or
/// `d`, or alone in milliseconds.
pub fn parse_time(text: &str) -> Option<Duration> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number: u64 = text.get(..digits)?.parse().ok()?;
    let unit: u64 = match text.get(digits..)?.trim() {
        "" | "ms" => 1,
        "s" => 1_000,
        "min" => 60_000,
        "h" => 3_600_000,
        "d" => 86_400_000,
        _ => return None,
    };
    let millis = number.checked_mul(unit)?;
    // The server keeps its timeouts in a signed 32-bit number of milliseconds.
    (millis <= i32::MAX.unsigned_abs().into()).then(|| Duration::from_millis(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_postgres() {
        assert_eq!(parse_time("5s"), Some(Duration::from_secs(5)));
        assert_eq!(parse_time("250"), Some(Duration::from_millis(250)));
        assert_eq!(parse_time("2 min"), Some(Duration::from_secs(120)));
        assert_eq!(parse_time("0"), Some(Duration::ZERO));
        for wrong in ["", "s", "5 years", "-1s", "99999999999", "30d"] {
            assert_eq!(parse_time(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn comments_that_are_markers() {
        assert_eq!(read("-- a mizzle:commit"), None);
        assert_eq!(read("--mizzle:commit"), Some(Ok(Marker::Commit)));
        assert_eq!(
            read("-- mizzle:allow ML1  it is fine "),
            Some(Ok(Marker::Allow { code: "ML1".into(), reason: "it is fine".into() }))
        );
        assert_eq!(read("-- mizzle:allow"), Some(Err(MarkerError::NoCode)));
        assert_eq!(
            read("-- mizzle:no-transaktion"),
            Some(Err(MarkerError::Unknown("no-transaktion".into())))
        );
        assert_eq!(
            read("-- mizzle:lock-timeout soon"),
            Some(Err(MarkerError::Time("soon".into())))
        );
    }
}
