//! What the engine cannot survive: `COPY … FROM STDIN` leaves it waiting for
//! data that its buffered interface cannot bring, and it breaks. Such a
//! statement is replaced by one that fails with the reason, so that the error
//! also ends the client's transaction, as the server's own would.

use mizzle_core::sql::lexer::{Lexer, TokenKind};

use crate::wire::{self, Frame};

/// Raised instead; the tag of the dollar quotes is nobody else's.
const INSTEAD: &str = "DO $mizzle$ BEGIN RAISE EXCEPTION USING ERRCODE = 'feature_not_supported', \
     MESSAGE = 'the embedded Postgres has no COPY FROM STDIN', \
     HINT = 'Use INSERT, or a development database of another engine (dev.engine).'; END $mizzle$";

/// The frame to send to the engine for this one.
pub(crate) fn screened(frame: Frame) -> Frame {
    let body = frame.bytes.get(5..).unwrap_or_default();
    match frame.kind() {
        b'Q' if reads_copy_data(text(body)) => {
            let mut bytes = Vec::new();
            wire::push(&mut bytes, b'Q', format!("{INSTEAD}\0").as_bytes());
            Frame { bytes }
        }
        // Parse: the statement's name, its text, the types of its parameters.
        b'P' => {
            let name = text(body);
            if !reads_copy_data(text(body.get(name.len() + 1..).unwrap_or_default())) {
                return frame;
            }
            let mut bytes = Vec::new();
            wire::push(&mut bytes, b'P', format!("{name}\0{INSTEAD}\0\0\0").as_bytes());
            Frame { bytes }
        }
        _ => frame,
    }
}

/// The text up to its NUL. What is no UTF-8 is the engine's to refuse.
fn text(body: &[u8]) -> &str {
    let end = body.iter().position(|byte| *byte == 0).unwrap_or(body.len());
    std::str::from_utf8(&body[..end]).unwrap_or_default()
}

/// Whether one of the statements is `COPY … FROM STDIN`.
fn reads_copy_data(sql: &str) -> bool {
    let mut words: Vec<String> = Vec::new();
    // Words inside parentheses belong to column lists, options and subqueries.
    let mut depth = 0u32;
    let copies = |words: &[String]| {
        words.first().is_some_and(|first| first == "copy")
            && words.windows(2).any(|pair| pair[0] == "from" && pair[1] == "stdin")
    };
    for token in Lexer::new(sql).map_while(Result::ok) {
        let kind = token.kind;
        if kind == TokenKind::Semicolon {
            if copies(&words) {
                return true;
            }
            words.clear();
        } else if kind == TokenKind::Open {
            depth += 1;
        } else if kind == TokenKind::Close {
            depth = depth.saturating_sub(1);
        } else if depth == 0 && !kind.is_blank() {
            // A name or text in between keeps `from` and `stdin` apart.
            let word = if kind == TokenKind::Word { token.text(sql) } else { "" };
            words.push(word.to_ascii_lowercase());
        }
    }
    copies(&words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_copy_from_stdin_is_refused() {
        assert!(reads_copy_data("select 1; copy t (a, b) from STDIN with (format csv)"));
        assert!(reads_copy_data("/* x */ COPY public.t FROM stdin"));
        assert!(!reads_copy_data("COPY t TO STDOUT"));
        assert!(!reads_copy_data("COPY t FROM '/tmp/f'"));
        assert!(!reads_copy_data("INSERT INTO t VALUES ('copy t from stdin')"));
        assert!(!reads_copy_data("SELECT \"copy\" FROM stdin"));
    }

    #[test]
    fn a_prepared_copy_keeps_its_name() {
        let mut bytes = Vec::new();
        wire::push(&mut bytes, b'P', b"s1\0COPY t FROM STDIN\0\0\0");
        let frame = screened(Frame { bytes });
        assert!(frame.bytes[5..].starts_with(b"s1\0DO $mizzle$"));
    }
}
