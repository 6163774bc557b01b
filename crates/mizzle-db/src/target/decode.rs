//! Percent signs in connection strings, as Node's `URL` and `decodeURI` treat them.

/// Does the text hold a `%` that begins no escape, or a blank?
///
/// `pg-connection-string` then escapes the whole text first, so that only
/// escapes of two decimal digits survive.
pub(super) fn has_stray_percent(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b' ' => true,
        b'%' => match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(first), _) if !first.is_ascii_hexdigit() => true,
            (Some(_), Some(second)) => !second.is_ascii_hexdigit(),
            (Some(_) | None, _) => false,
        },
        _ => false,
    })
}

/// Which escapes of a text are escapes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Escapes {
    /// `%` and two hexadecimal digits.
    All,
    /// `%` and two decimal digits; any other `%` is itself.
    Decimal,
}

/// Decodes a part of the string; what is no text once decoded stays as it is.
pub(super) fn decode(text: &str, escapes: Escapes) -> String {
    decode_except(text, escapes, "")
}

/// As `decodeURI` does, which leaves the escapes of reserved characters alone.
pub(super) fn decode_path(text: &str, escapes: Escapes) -> String {
    decode_except(text, escapes, ";/?:@&=+$,#")
}

fn decode_except(text: &str, escapes: Escapes, kept: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match escape_at(bytes, at, escapes) {
            Some(value) if !kept.as_bytes().contains(&value) => {
                decoded.push(value);
                at += 3;
            }
            Some(_) | None => {
                decoded.push(*byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

fn escape_at(bytes: &[u8], at: usize, escapes: Escapes) -> Option<u8> {
    let [b'%', high, low] = bytes.get(at..at + 3)? else { return None };
    let radix = match escapes {
        Escapes::All => 16,
        Escapes::Decimal if high.is_ascii_digit() && low.is_ascii_digit() => 16,
        Escapes::Decimal => return None,
    };
    let high = char::from(*high).to_digit(radix)?;
    let low = char::from(*low).to_digit(radix)?;
    u8::try_from(high * 16 + low).ok()
}
