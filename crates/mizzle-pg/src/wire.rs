//! Frames of the Postgres protocol, version 3: a kind, a length, a body.
//! <https://www.postgresql.org/docs/18/protocol-message-formats.html>

use std::io::{self, Read};

/// A client may not announce more than this; Postgres itself stops at 1 GiB.
const LIMIT: usize = 1 << 30;

/// A frame as it came, header included.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Frame {
    /// Kind, length and body.
    pub(crate) bytes: Vec<u8>,
}

impl Frame {
    /// The letter that says what it is.
    pub(crate) fn kind(&self) -> u8 {
        self.bytes.first().copied().unwrap_or_default()
    }

    /// Whether the server answers only after this frame: what came before it
    /// is one batch.
    pub(crate) fn ends_batch(&self) -> bool {
        matches!(self.kind(), b'Q' | b'S' | b'F' | b'H')
    }
}

/// Reads the packet that starts a connection: it has no kind. `None` when the
/// input ends before it.
pub(crate) fn read_startup(input: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let Some(length) = read_length(input)? else { return Ok(None) };
    let mut body = vec![0; length];
    input.read_exact(&mut body)?;
    Ok(Some(body))
}

/// Reads the next frame. `None` when the input ends between two frames.
pub(crate) fn read_frame(input: &mut impl Read) -> io::Result<Option<Frame>> {
    let mut kind = [0];
    if input.read(&mut kind)? == 0 {
        return Ok(None);
    }
    let length = read_length(input)?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut bytes = Vec::with_capacity(length + 5);
    bytes.extend(kind);
    bytes.extend(u32::try_from(length + 4).unwrap_or(u32::MAX).to_be_bytes());
    let start = bytes.len();
    bytes.resize(start + length, 0);
    input.read_exact(&mut bytes[start..])?;
    Ok(Some(Frame { bytes }))
}

/// The length of the body that follows; `None` at the input's end.
fn read_length(input: &mut impl Read) -> io::Result<Option<usize>> {
    let mut bytes = [0; 4];
    if input.read(&mut bytes[..1])? == 0 {
        return Ok(None);
    }
    input.read_exact(&mut bytes[1..])?;
    let length = usize::try_from(u32::from_be_bytes(bytes)).unwrap_or(usize::MAX);
    match length.checked_sub(4) {
        Some(body) if body <= LIMIT => Ok(Some(body)),
        Some(_) | None => Err(io::Error::new(
            io::ErrorKind::InvalidData,
            format!("a frame that claims to be {length} bytes long"),
        )),
    }
}

/// Appends one frame to the answer.
pub(crate) fn push(out: &mut Vec<u8>, kind: u8, body: &[u8]) {
    out.push(kind);
    out.extend(u32::try_from(body.len() + 4).unwrap_or(u32::MAX).to_be_bytes());
    out.extend(body);
}

/// Appends an ErrorResponse.
pub(crate) fn push_error(out: &mut Vec<u8>, severity: &str, code: &str, message: &str) {
    let mut body = Vec::new();
    for (field, text) in [(b'S', severity), (b'V', severity), (b'C', code), (b'M', message)] {
        body.push(field);
        body.extend(text.bytes().filter(|byte| *byte != 0));
        body.push(0);
    }
    body.push(0);
    push(out, b'E', &body);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_is_read_back_as_it_was_written() {
        let mut out = Vec::new();
        push(&mut out, b'Q', b"SELECT 1\0");
        let frame = read_frame(&mut out.as_slice()).unwrap().unwrap();
        assert_eq!(frame.bytes, out);
        assert!(frame.ends_batch());
    }

    #[test]
    fn an_absurd_length_is_refused() {
        let error = read_frame(&mut &[b'Q', 0xff, 0xff, 0xff, 0xff][..]).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
        assert!(read_frame(&mut &b"Q\0\0\0\0"[..]).is_err());
        assert_eq!(read_frame(&mut &b""[..]).unwrap(), None);
    }
}
