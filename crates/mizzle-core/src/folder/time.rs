//! Times as folder names write them: `YYYYMMDDHHMMSS`, UTC.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// The fourteen digits of a moment, given in milliseconds since 1970. Fractions of a
/// second are dropped.
pub fn stamp(millis: i64) -> String {
    let moment = Timestamp::from_millisecond(millis).unwrap_or(Timestamp::UNIX_EPOCH);
    TimeZone::UTC.to_datetime(moment).strftime("%Y%m%d%H%M%S").to_string()
}

/// The moment that the first fourteen characters of a name write, in milliseconds
/// since 1970. `None` where they are no such time.
pub fn millis_of(name: &str) -> Option<i64> {
    let digits = name.get(..14).filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()))?;
    let civil = DateTime::strptime("%Y%m%d%H%M%S", digits).ok()?;
    Some(TimeZone::UTC.to_timestamp(civil).ok()?.as_millisecond())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_is_read_back() {
        assert_eq!(stamp(1_700_000_000_123), "20231114221320");
        assert_eq!(millis_of("20231114221320_init"), Some(1_700_000_000_000));
        assert_eq!(millis_of("20231314221320_init"), None);
        assert_eq!(millis_of("0000_init"), None);
    }
}
