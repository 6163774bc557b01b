//! From the bytes of a migration file to its text, and to the hash under which
//! the ledger knows it.
//!
//! Editors and shells write UTF-8 with a byte order mark, and PowerShell's `>`
//! writes UTF-16. Both are read; the mark is no part of the text.

use sha2::{Digest, Sha256};

/// Why bytes are not a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Two bytes a character without a byte order mark.
    #[error("the file looks like UTF-16 without a byte order mark: save it as UTF-8")]
    Utf16WithoutMark,
    /// An odd number of bytes, or half a surrogate pair.
    #[error("the file begins as UTF-16 and is broken off or damaged: save it as UTF-8")]
    BrokenUtf16,
    /// Bytes that UTF-8 does not have.
    #[error("line {line} is not UTF-8: save the file as UTF-8")]
    NotUtf8 {
        /// Line of the first such byte, from 1.
        line: usize,
    },
}

/// Reads the bytes of a file as text, without a byte order mark.
pub fn decode(bytes: &[u8]) -> Result<String, DecodeError> {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => utf8(rest),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [_, 0, _, 0, ..] | [0, _, 0, _, ..] => Err(DecodeError::Utf16WithoutMark),
        _ => utf8(bytes),
    }
}

fn utf8(bytes: &[u8]) -> Result<String, DecodeError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(error) => {
            let before = bytes.get(..error.valid_up_to()).unwrap_or(bytes);
            Err(DecodeError::NotUtf8 { line: 1 + before.split(|byte| *byte == b'\n').count() - 1 })
        }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, DecodeError> {
    let pairs = bytes.chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return Err(DecodeError::BrokenUtf16);
    }
    let units = pairs.map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<_, _>>().map_err(|_| DecodeError::BrokenUtf16)
}

/// The hashes that one file can have in a ledger.
///
/// drizzle-orm hashes the text as Node reads it: bytes as UTF-8, the byte order
/// mark included, anything else replaced. A checkout on Windows turns LF to
/// CRLF, so the same migration may be recorded under either.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashes {
    /// Of the file as it is, lower-case hex SHA-256. This is what gets recorded.
    pub exact: String,
    /// With every line end as LF.
    pub lf: String,
    /// With every line end as CRLF.
    pub crlf: String,
}

impl Hashes {
    /// Hashes the bytes of a file.
    pub fn of(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let exact = sha256(text.as_bytes());
        if !text.contains('\n') {
            return Self { lf: exact.clone(), crlf: exact.clone(), exact };
        }
        let lf = if text.contains("\r\n") { text.replace("\r\n", "\n") } else { text.into_owned() };
        Self { exact, lf: sha256(lf.as_bytes()), crlf: sha256(lf.replace('\n', "\r\n").as_bytes()) }
    }

    /// Is this the hash of the file, whatever its line ends were when it was recorded?
    pub fn contain(&self, hash: &str) -> bool {
        [&self.exact, &self.lf, &self.crlf].into_iter().any(|own| own == hash)
    }
}

/// The hex SHA-256 of some bytes.
pub fn sha256(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_and_left_out() {
        assert_eq!(decode(b"\xef\xbb\xbfSELECT 1").unwrap(), "SELECT 1");
        assert_eq!(decode(b"\xff\xfea\0\xe9\0").unwrap(), "aé");
        assert_eq!(decode(b"\xfe\xff\0a\0\xe9").unwrap(), "aé");
        assert_eq!(decode(b"").unwrap(), "");
    }

    #[test]
    fn what_is_no_text_is_named() {
        assert_eq!(decode(b"a\0b\0"), Err(DecodeError::Utf16WithoutMark));
        assert_eq!(decode(b"\xff\xfea\0b"), Err(DecodeError::BrokenUtf16));
        assert_eq!(decode(b"a\nb\xe9\n"), Err(DecodeError::NotUtf8 { line: 2 }));
    }

    #[test]
    fn hashes_are_those_of_node_for_either_line_end() {
        let unix = Hashes::of(b"a;\nb;\n");
        let windows = Hashes::of(b"a;\r\nb;\r\n");
        assert_ne!(unix.exact, windows.exact);
        assert!(unix.contain(&windows.exact) && windows.contain(&unix.exact));
        // crypto.createHash("sha256").update("SELECT 1;").digest("hex")
        assert_eq!(
            Hashes::of(b"SELECT 1;").exact,
            "17db4fd369edb9244b9f91d9aeed145c3d04ad8ba6e95d06247f07a63527d11a"
        );
    }
}
