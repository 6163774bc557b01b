//! One value, whole: handed on in pieces, so that a large one is never in memory at once.

use std::io::Write;

use mizzle_core::postgres::schema::QName;

use super::column::Kind;
use super::rows::slow;
use super::run::{PATIENCE, begin_reading};
use super::table::open;
use super::{BrowseError, Browser};
use crate::cancel::Cancel;
use crate::connect::Session;

/// How many bytes of a `bytea`, or characters of a text, are read at a time.
const PIECE: usize = 2 * 1024 * 1024;

impl Browser {
    /// Writes the whole value of a column in the row with this key: its text, or the bytes
    /// of a `bytea`. Gives false for NULL.
    ///
    /// # Errors
    /// The row is gone, or as for [`Browser::rows`].
    pub fn value(
        &self,
        name: &QName,
        key: &[String],
        column: &str,
        sink: &mut dyn Write,
        cancel: &Cancel,
    ) -> Result<bool, BrowseError> {
        let sink = std::cell::RefCell::new(sink);
        self.alone(cancel, async |session| {
            // All pieces are of one version of the row.
            let begin = begin_reading(Some(PATIENCE));
            let begin = begin.replacen("BEGIN", "BEGIN ISOLATION LEVEL REPEATABLE READ", 1);
            let table = open(session, name, &begin).await?;
            let column = table.column(column)?;
            let is_bytes = column.kind == Kind::Bytes;
            let value = if is_bytes { column.of("") } else { column.text("") };
            let from = format!("FROM {} WHERE {}", table.sql(), table.has_key(key, "")?);
            let mut start = 1;
            loop {
                let piece = piece(session, &value, &from, start, is_bytes).await?;
                let Some(piece) = piece else { return Ok(false) };
                sink.borrow_mut().write_all(&piece.bytes).map_err(BrowseError::Sink)?;
                if piece.units < PIECE {
                    session.execute("COMMIT").await?;
                    return Ok(true);
                }
                start += PIECE;
            }
        })
    }
}

struct Piece {
    bytes: Vec<u8>,
    /// Bytes of a `bytea`, characters of a text.
    units: usize,
}

/// `None` for NULL.
async fn piece(
    session: &Session,
    value: &str,
    from: &str,
    start: usize,
    is_bytes: bool,
) -> Result<Option<Piece>, BrowseError> {
    let part = format!("pg_catalog.substring({value}, {start}, {PIECE})");
    let part = if is_bytes { format!("pg_catalog.encode({part}, 'hex')") } else { part };
    let rows = session.query(&format!("SELECT {part} {from}")).await.map_err(slow)?;
    let row = rows.first().ok_or(BrowseError::NoRow)?;
    let Some(text) = row.text(0) else { return Ok(None) };
    Ok(Some(if is_bytes {
        let bytes: Vec<u8> = text.as_bytes().chunks_exact(2).map(byte).collect();
        let units = bytes.len();
        Piece { bytes, units }
    } else {
        Piece { bytes: text.as_bytes().to_vec(), units: text.chars().count() }
    }))
}

/// The byte of two hex digits that the server wrote.
fn byte(digits: &[u8]) -> u8 {
    let digit = |place: usize| {
        let digit = digits.get(place).and_then(|digit| char::from(*digit).to_digit(16));
        digit.and_then(|digit| u8::try_from(digit).ok()).unwrap_or_default()
    };
    digit(0) << 4 | digit(1)
}
