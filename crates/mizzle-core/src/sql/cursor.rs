//! A statement's tokens without the blanks between them, taken one by one.
//!
//! Enough to read the first words of a statement and the names in it; it knows
//! no statement itself.

use super::classify::ObjectName;
use super::lexer::{Lexer, Token, TokenKind};

/// The tokens of a statement that are not blank.
pub(super) struct Cursor<'a> {
    pub(super) source: &'a str,
    lexer: Lexer<'a>,
    pub(super) next: Option<Token>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut words = Self { source, lexer: Lexer::new(source), next: None };
        words.step();
        words
    }

    pub(super) fn step(&mut self) -> Option<Token> {
        let taken = self.next;
        self.next = self.lexer.by_ref().flatten().find(|token| !token.kind.is_blank());
        taken
    }

    /// Takes the word if it comes next.
    pub(super) fn take(&mut self, word: &str) -> bool {
        let found = self.next.is_some_and(|token| {
            token.kind == TokenKind::Word && token.text(self.source).eq_ignore_ascii_case(word)
        });
        if found {
            self.step();
        }
        found
    }

    pub(super) fn take_any(&mut self, words: &[&str]) -> bool {
        words.iter().any(|word| self.take(word))
    }

    pub(super) fn take_all(&mut self, words: &[&str]) -> bool {
        words.iter().all(|word| self.take(word))
    }

    /// Does the word come anywhere in the rest, outside quotes?
    pub(super) fn has(&self, word: &str) -> bool {
        let rest = self.next.map_or(self.source.len(), |token| token.start);
        let rest = &self.source[rest..];
        Lexer::new(rest).flatten().any(|token| {
            token.kind == TokenKind::Word && token.text(rest).eq_ignore_ascii_case(word)
        })
    }

    pub(super) fn name_part(&mut self) -> Option<String> {
        let token = self.next?;
        let text = token.text(self.source);
        let name = if token.kind == TokenKind::Word {
            text.to_lowercase()
        } else if token.kind == TokenKind::QuotedName {
            text.get(1..text.len() - 1)?.replace("\"\"", "\"")
        } else {
            return None;
        };
        self.step();
        Some(name)
    }

    pub(super) fn object_name(&mut self) -> Option<ObjectName> {
        let mut parts = vec![self.name_part()?];
        while self.next.is_some_and(|token| token.kind == TokenKind::Dot) {
            self.step();
            parts.push(self.name_part()?);
        }
        Some(ObjectName { parts })
    }

    pub(super) fn string(&mut self) -> Option<String> {
        let token = self.next.filter(|token| token.kind == TokenKind::String)?;
        let text = token.text(self.source);
        let body = text.get(text.find('\'')? + 1..text.len() - 1)?;
        Some(body.replace("''", "'"))
    }
}
