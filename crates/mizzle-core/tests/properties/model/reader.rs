//! Reads a statement token by token.

use super::Outcome;
use mizzle_core::postgres::schema::QName;
use mizzle_core::sql::words::{Token, tokens};

/// Reads a statement token by token.
pub(super) struct Reader<'a> {
    sql: &'a str,
    tokens: Vec<(Token<'a>, std::ops::Range<usize>)>,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) fn new(sql: &'a str) -> Self {
        Self { sql, tokens: tokens(sql), at: 0 }
    }

    pub(super) fn peek(&self) -> Option<&str> {
        self.tokens.get(self.at).map(|(token, _)| match token {
            Token::Word(text) | Token::Text(text) => text.as_ref(),
            Token::Other(text) => text,
        })
    }

    pub(super) fn is_quoted(&self) -> bool {
        self.tokens.get(self.at).is_some_and(|(_, range)| self.sql[range.clone()].starts_with('"'))
    }

    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    pub(super) fn skip_all(&mut self) {
        self.at = self.tokens.len();
    }

    /// Are these the next words? Then they are read.
    pub(super) fn takes(&mut self, wanted: &str) -> bool {
        let start = self.at;
        for word in wanted.split(' ') {
            if self.is_quoted() || self.peek() != Some(word) {
                self.at = start;
                return false;
            }
            self.at += 1;
        }
        true
    }

    pub(super) fn expect(&mut self, wanted: &str) -> Outcome {
        if self.takes(wanted) {
            Ok(())
        } else {
            Err(format!("expected {wanted}, found {:?}", self.peek()))
        }
    }

    pub(super) fn name(&mut self) -> Outcome<String> {
        if !self.is_quoted() {
            return Err(format!("expected a name, found {:?}", self.peek()));
        }
        let name = self.peek().unwrap_or_default().to_owned();
        self.at += 1;
        Ok(name)
    }

    pub(super) fn qualified(&mut self) -> Outcome<QName> {
        let first = self.name()?;
        if self.takes(".") { Ok(QName::new(first, self.name()?)) } else { Ok(QName::public(first)) }
    }

    pub(super) fn text(&mut self) -> Outcome<String> {
        match self.tokens.get(self.at) {
            Some((Token::Text(text), _)) => {
                self.at += 1;
                Ok(text.clone().into_owned())
            }
            _ => Err("expected a string".into()),
        }
    }

    pub(super) fn texts(&mut self) -> Vec<String> {
        let mut found = Vec::new();
        while self.at < self.tokens.len() {
            match self.text() {
                Ok(text) => found.push(text),
                Err(_) => self.at += 1,
            }
        }
        found
    }

    /// `("a","b")`
    pub(super) fn list(&mut self) -> Outcome<Vec<String>> {
        self.expect("(")?;
        let mut names = vec![self.name()?];
        while self.takes(",") {
            names.push(self.name()?);
        }
        self.expect(")")?;
        Ok(names)
    }

    /// The words up to the closing parenthesis.
    pub(super) fn rest_in_parentheses(&mut self) -> Outcome<Vec<String>> {
        self.expect("(")?;
        let mut depth = 1;
        let mut found = Vec::new();
        while depth > 0 {
            match self.peek() {
                Some("(") => depth += 1,
                Some(")") => depth -= 1,
                Some(word) => found.push(word.to_owned()),
                None => return Err("no end".into()),
            }
            self.at += 1;
        }
        Ok(found)
    }
}

pub(super) fn words(sql: &str) -> Vec<String> {
    tokens(sql)
        .into_iter()
        .filter_map(|(token, _)| match token {
            Token::Word(word) => Some(word.into_owned()),
            Token::Text(_) | Token::Other(_) => None,
        })
        .collect()
}
