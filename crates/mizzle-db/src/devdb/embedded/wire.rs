//! Frames of the Postgres protocol, version 3, as the owner of the one backend
//! must read them: who connects, where a batch ends, in which state a
//! transaction is. <https://www.postgresql.org/docs/18/protocol.html>

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// A client may not announce more than this; Postgres itself stops at 1 GiB.
const LIMIT: usize = 1 << 30;
/// No start-up packet of an honest client is longer; Postgres's own limit.
const STARTUP_LIMIT: usize = 10_000;

const CANCEL: u32 = 80_877_102;
const TLS: u32 = 80_877_103;
const GSS: u32 = 80_877_104;

/// A frame as it came: kind, length, body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Frame {
    /// All of it, header included.
    pub(crate) bytes: Vec<u8>,
}

impl Frame {
    /// Makes a frame.
    pub(crate) fn new(kind: u8, body: &[u8]) -> Self {
        let length = u32::try_from(body.len() + 4).unwrap_or(u32::MAX);
        let mut bytes = Vec::with_capacity(body.len() + 5);
        bytes.push(kind);
        bytes.extend(length.to_be_bytes());
        bytes.extend(body);
        Self { bytes }
    }

    /// The letter that says what it is.
    pub(crate) fn kind(&self) -> u8 {
        self.bytes.first().copied().unwrap_or_default()
    }

    /// What follows the header.
    pub(crate) fn body(&self) -> &[u8] {
        self.bytes.get(5..).unwrap_or_default()
    }
}

/// What a client sends before anything else.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Opening {
    /// It asks for encryption, which is refused; another opening follows.
    Encryption,
    /// It wants another session's statement ended.
    Cancel {
        /// The session, as its key said.
        session: u32,
        /// The other half of the key.
        secret: u32,
    },
    /// It wants a session, with these parameters.
    Session {
        /// The minor version of the protocol that it would like.
        minor: u32,
        /// `user`, `database` and settings.
        parameters: Vec<(String, String)>,
    },
}

/// Reads an opening. `None` when the client is gone before it.
pub(crate) async fn read_opening(
    input: &mut (impl AsyncRead + Unpin),
) -> io::Result<Option<Opening>> {
    let Some(length) = read_length(input, STARTUP_LIMIT).await? else { return Ok(None) };
    let mut body = vec![0; length];
    input.read_exact(&mut body).await?;
    let number = |at: usize| {
        let bytes = body.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map(u32::from_be_bytes).ok_or_else(|| invalid("a start-up packet that is too short"))
    };
    match number(0)? {
        TLS | GSS => Ok(Some(Opening::Encryption)),
        CANCEL => Ok(Some(Opening::Cancel { session: number(4)?, secret: number(8)? })),
        version if version >> 16 == 3 => {
            let text = body.get(4..).unwrap_or_default();
            let words: Vec<String> = text
                .split(|byte| *byte == 0)
                .map(|word| String::from_utf8_lossy(word).into_owned())
                .collect();
            let parameters = words
                .chunks_exact(2)
                .take_while(|pair| !pair[0].is_empty())
                .map(|pair| (pair[0].clone(), pair[1].clone()))
                .collect();
            Ok(Some(Opening::Session { minor: version & 0xffff, parameters }))
        }
        _ => Err(invalid("a start-up packet of another protocol")),
    }
}

/// Reads the next frame. `None` when the sender ends between two frames.
pub(crate) async fn read_frame(input: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Frame>> {
    let mut kind = [0];
    if input.read(&mut kind).await? == 0 {
        return Ok(None);
    }
    let length = read_length(input, LIMIT).await?.ok_or(io::ErrorKind::UnexpectedEof)?;
    let mut bytes = Vec::with_capacity(length + 5);
    bytes.extend(kind);
    bytes.extend(u32::try_from(length + 4).unwrap_or(u32::MAX).to_be_bytes());
    let start = bytes.len();
    bytes.resize(start + length, 0);
    input.read_exact(&mut bytes[start..]).await?;
    Ok(Some(Frame { bytes }))
}

async fn read_length(
    input: &mut (impl AsyncRead + Unpin),
    limit: usize,
) -> io::Result<Option<usize>> {
    let mut bytes = [0; 4];
    if input.read(&mut bytes[..1]).await? == 0 {
        return Ok(None);
    }
    input.read_exact(&mut bytes[1..]).await?;
    let length = usize::try_from(u32::from_be_bytes(bytes)).unwrap_or(usize::MAX);
    match length.checked_sub(4) {
        Some(body) if body <= limit => Ok(Some(body)),
        Some(_) | None => Err(invalid("a packet of impossible length")),
    }
}

fn invalid(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what.to_owned())
}

/// A simple query.
pub(crate) fn query(sql: &str) -> Frame {
    Frame::new(b'Q', format!("{sql}\0").as_bytes())
}

/// The text of a simple query, without blanks and `;` around it.
pub(crate) fn query_text(frame: &Frame) -> Option<&str> {
    let text = (frame.kind() == b'Q').then(|| frame.body().strip_suffix(b"\0")).flatten()?;
    std::str::from_utf8(text).ok().map(|text| text.trim().trim_end_matches(';').trim_end())
}

/// A ParameterStatus.
pub(crate) fn parameter(name: &str, value: &str) -> Frame {
    Frame::new(b'S', format!("{name}\0{value}\0").as_bytes())
}

/// The name and value of a ParameterStatus.
pub(crate) fn parameter_of(frame: &Frame) -> Option<(String, String)> {
    if frame.kind() != b'S' {
        return None;
    }
    let mut words = frame.body().split(|byte| *byte == 0);
    let mut word = || Some(String::from_utf8_lossy(words.next()?).into_owned());
    Some((word()?, word()?))
}

/// An ErrorResponse.
pub(crate) fn error(severity: &str, code: &str, message: &str, hint: Option<&str>) -> Frame {
    let mut body = Vec::new();
    let fields = [(b'S', severity), (b'V', severity), (b'C', code), (b'M', message)];
    for (field, text) in fields.into_iter().chain(hint.map(|hint| (b'H', hint))) {
        body.push(field);
        body.extend(text.bytes().filter(|byte| *byte != 0));
        body.push(0);
    }
    body.push(0);
    Frame::new(b'E', &body)
}

/// The code and message of an ErrorResponse.
pub(crate) fn error_of(frame: &Frame) -> Option<(String, String)> {
    if frame.kind() != b'E' {
        return None;
    }
    let field = |wanted: u8| {
        frame
            .body()
            .split(|byte| *byte == 0)
            .find(|field| field.first() == Some(&wanted))
            .map(|field| String::from_utf8_lossy(&field[1..]).into_owned())
    };
    Some((field(b'C')?, field(b'M')?))
}

/// The values of a DataRow, where they are text.
pub(crate) fn row_of(frame: &Frame) -> Option<Vec<Option<String>>> {
    if frame.kind() != b'D' {
        return None;
    }
    let mut rest = frame.body().get(2..)?;
    let mut values = Vec::new();
    while let Some((length, tail)) = rest.split_first_chunk::<4>() {
        match usize::try_from(i32::from_be_bytes(*length)) {
            Ok(length) => {
                let (value, tail) = tail.split_at_checked(length)?;
                values.push(Some(String::from_utf8_lossy(value).into_owned()));
                rest = tail;
            }
            // -1 is NULL.
            Err(_) => {
                values.push(None);
                rest = tail;
            }
        }
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(body: &[u8]) -> io::Result<Option<Opening>> {
        let mut packet = u32::try_from(body.len() + 4).unwrap().to_be_bytes().to_vec();
        packet.extend(body);
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(read_opening(&mut packet.as_slice()))
    }

    #[test]
    fn openings_are_told_apart() {
        let session = opening(b"\0\x03\0\0user\0postgres\0options\0-c a=b\0\0").unwrap();
        let parameters = [("user", "postgres"), ("options", "-c a=b")];
        let parameters = parameters.map(|(k, v)| (k.to_owned(), v.to_owned())).to_vec();
        assert_eq!(session, Some(Opening::Session { minor: 0, parameters }));
        assert_eq!(opening(&TLS.to_be_bytes()).unwrap(), Some(Opening::Encryption));
        assert!(opening(b"GET ").is_err());
        assert!(opening(b"").is_err());
    }

    #[test]
    fn a_row_gives_its_values() {
        let row = Frame::new(b'D', b"\0\x02\0\0\0\x01a\xff\xff\xff\xff");
        assert_eq!(row_of(&row), Some(vec![Some("a".to_owned()), None]));
    }

    #[test]
    fn a_query_is_compared_without_its_trimmings() {
        assert_eq!(query_text(&query(" SELECT 1 ;\n")), Some("SELECT 1"));
        assert_eq!(query_text(&Frame::new(b'P', b"\0SELECT 1\0\0\0")), None);
    }
}
