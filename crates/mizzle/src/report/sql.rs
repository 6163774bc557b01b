//! SQL with colours, for eyes only: the words stay as they are in the file.

use anstyle::{AnsiColor, Style};
use mizzle_core::sql::lexer::{Lexer, Token, TokenKind};
use std::fmt::Write;

const KEYWORD: Style = AnsiColor::Blue.on_default().bold();
const TEXT: Style = AnsiColor::Green.on_default();
const ASIDE: Style = Style::new().dimmed();

/// Paints a migration's text. What cannot be read as SQL stays as it is.
pub(crate) fn paint(source: &str) -> String {
    let mut painted = String::with_capacity(source.len() * 2);
    for token in Lexer::new(source) {
        let Ok(token) = token else { return source.to_owned() };
        let text = token.text(source);
        match style(&token, text) {
            Some(style) => {
                let _ = write!(painted, "{style}{text}{style:#}");
            }
            None => painted.push_str(text),
        }
    }
    painted
}

fn style(token: &Token, text: &str) -> Option<Style> {
    match token.kind {
        // Keywords are written in capitals, types and names are not.
        TokenKind::Word if text.bytes().all(|byte| byte == b'_' || byte.is_ascii_uppercase()) => {
            Some(KEYWORD)
        }
        TokenKind::String | TokenKind::DollarString => Some(TEXT),
        TokenKind::LineComment | TokenKind::BlockComment | TokenKind::Breakpoint => Some(ASIDE),
        TokenKind::Word
        | TokenKind::Space
        | TokenKind::QuotedName
        | TokenKind::Number
        | TokenKind::Semicolon
        | TokenKind::Open
        | TokenKind::Close
        | TokenKind::Comma
        | TokenKind::Dot
        | TokenKind::Backslash
        | TokenKind::Other => None,
    }
}
