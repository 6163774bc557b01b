//! Where one token of Postgres SQL ends and the next begins.
//!
//! Follows the server's own scanner (`src/backend/parser/scan.l`) with
//! `standard_conforming_strings` on: quoted text of every kind, dollar quotes,
//! nested comments, identifiers that may hold `$`. It knows no grammar; what a
//! statement means is asked in [`classify`](super::classify).
//!
//! drizzle's `--> statement-breakpoint` is a token of its own. It counts
//! outside quotes and block comments only, and the text right behind it is SQL
//! again, also on the same line, since drizzle cuts a file at that very text.

use std::fmt;

/// The text at which drizzle cuts a migration file into statements.
pub const BREAKPOINT: &str = "--> statement-breakpoint";

/// A token and where it lies, in bytes of the text that was lexed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Offset of its first byte.
    pub start: usize,
    /// Offset behind its last byte.
    pub end: usize,
}

impl Token {
    /// The token's own text.
    pub fn text<'a>(&self, source: &'a str) -> &'a str {
        source.get(self.start..self.end).unwrap_or("")
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// Blanks and line ends.
    Space,
    /// `-- …` up to the line's end, or to a breakpoint within it.
    LineComment,
    /// `/* … */`, nested ones included.
    BlockComment,
    /// `--> statement-breakpoint`
    Breakpoint,
    /// A bare word: a keyword or an unquoted name.
    Word,
    /// `"…"` or `U&"…"`
    QuotedName,
    /// `'…'` with any prefix (`E`, `B`, `X`, `N`, `U&`)
    String,
    /// `$tag$ … $tag$`
    DollarString,
    /// Digits and what may follow them in a number, and `$1`.
    Number,
    /// `;`
    Semicolon,
    /// `(` or `[`
    Open,
    /// `)` or `]`
    Close,
    /// `,`
    Comma,
    /// `.`
    Dot,
    /// `\` outside quotes, with which psql begins its own commands.
    Backslash,
    /// One character of an operator, or one that SQL does not know.
    Other,
}

impl TokenKind {
    /// Is it nothing but room between tokens?
    pub fn is_blank(self) -> bool {
        match self {
            Self::Space | Self::LineComment | Self::BlockComment => true,
            Self::Breakpoint
            | Self::Word
            | Self::QuotedName
            | Self::String
            | Self::DollarString
            | Self::Number
            | Self::Semicolon
            | Self::Open
            | Self::Close
            | Self::Comma
            | Self::Dot
            | Self::Backslash
            | Self::Other => false,
        }
    }
}

/// Text that begins and never ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unterminated {
    /// What was begun.
    pub what: Quote,
    /// Offset in bytes at which it begins.
    pub start: usize,
}

/// The kinds of text that need an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// `'…'`
    String,
    /// `"…"`
    Name,
    /// `$tag$ … $tag$`
    Dollar,
    /// `/* … */`
    Comment,
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "quoted string",
            Self::Name => "quoted name",
            Self::Dollar => "dollar-quoted string",
            Self::Comment => "/* comment",
        })
    }
}

/// Reads tokens from a text, front to back. Every byte belongs to one token.
#[derive(Debug, Clone)]
pub struct Lexer<'a> {
    source: &'a str,
    at: usize,
}

impl<'a> Lexer<'a> {
    /// A lexer at the start of the text.
    pub fn new(source: &'a str) -> Self {
        Self { source, at: 0 }
    }

    fn byte(&self, offset: usize) -> u8 {
        // NUL stands for the end: the server accepts no NUL in a statement.
        self.source.as_bytes().get(offset).copied().unwrap_or(0)
    }

    fn scan(&mut self) -> Result<TokenKind, Unterminated> {
        let start = self.at;
        let first = self.byte(start);
        let second = self.byte(start + 1);
        match first {
            b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c => {
                self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0b | 0x0c));
                Ok(TokenKind::Space)
            }
            b'-' if second == b'-' => Ok(self.line_comment()),
            b'/' if second == b'*' => self.block_comment(),
            b'\'' => self.string(start, false),
            b'"' => self.quoted_name(start),
            b'e' | b'E' if second == b'\'' => {
                self.at += 1;
                self.string(start, true)
            }
            b'b' | b'B' | b'x' | b'X' | b'n' | b'N' if second == b'\'' => {
                self.at += 1;
                self.string(start, false)
            }
            b'u' | b'U' if second == b'&' && self.byte(start + 2) == b'\'' => {
                self.at += 2;
                self.string(start, false)
            }
            b'u' | b'U' if second == b'&' && self.byte(start + 2) == b'"' => {
                self.at += 2;
                self.quoted_name(start)
            }
            b'$' => self.dollar(),
            b'0'..=b'9' => {
                self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
                Ok(TokenKind::Number)
            }
            byte if is_name_start(byte) => {
                self.skip_while(is_name_part);
                Ok(TokenKind::Word)
            }
            b';' => Ok(self.single(TokenKind::Semicolon)),
            b'(' | b'[' => Ok(self.single(TokenKind::Open)),
            b')' | b']' => Ok(self.single(TokenKind::Close)),
            b',' => Ok(self.single(TokenKind::Comma)),
            b'.' => Ok(self.single(TokenKind::Dot)),
            b'\\' => Ok(self.single(TokenKind::Backslash)),
            _ => Ok(self.single(TokenKind::Other)),
        }
    }

    fn single(&mut self, kind: TokenKind) -> TokenKind {
        self.at += 1;
        kind
    }

    fn skip_while(&mut self, part: impl Fn(u8) -> bool) {
        while self.at < self.source.len() && part(self.byte(self.at)) {
            self.at += 1;
        }
    }

    fn line_comment(&mut self) -> TokenKind {
        let rest = &self.source[self.at..];
        if rest.starts_with(BREAKPOINT) {
            self.at += BREAKPOINT.len();
            return TokenKind::Breakpoint;
        }
        let line = &rest[..rest.find(['\n', '\r']).unwrap_or(rest.len())];
        self.at += line.find(BREAKPOINT).unwrap_or(line.len());
        TokenKind::LineComment
    }

    fn block_comment(&mut self) -> Result<TokenKind, Unterminated> {
        let start = self.at;
        let mut depth = 0_usize;
        while self.at < self.source.len() {
            match (self.byte(self.at), self.byte(self.at + 1)) {
                (b'/', b'*') => {
                    depth += 1;
                    self.at += 2;
                }
                (b'*', b'/') => {
                    depth -= 1;
                    self.at += 2;
                    if depth == 0 {
                        return Ok(TokenKind::BlockComment);
                    }
                }
                _ => self.at += 1,
            }
        }
        Err(Unterminated { what: Quote::Comment, start })
    }

    /// From the opening quote to the closing one, and on through the pieces
    /// that SQL joins to it: a string goes on behind a line end.
    fn string(&mut self, start: usize, escapes: bool) -> Result<TokenKind, Unterminated> {
        loop {
            self.at += 1;
            loop {
                if self.at >= self.source.len() {
                    return Err(Unterminated { what: Quote::String, start });
                }
                match self.byte(self.at) {
                    b'\\' if escapes => self.at += 2,
                    b'\'' if self.byte(self.at + 1) == b'\'' => self.at += 2,
                    b'\'' => break,
                    _ => self.at += 1,
                }
            }
            self.at += 1;
            match self.continuation() {
                // Only an escape string reads differently as one token; the
                // others are left apart so that a comment between them counts.
                Some(next) if escapes => self.at = next,
                Some(_) | None => return Ok(TokenKind::String),
            }
        }
    }

    /// The offset of a quote that continues the string that ends here.
    fn continuation(&self) -> Option<usize> {
        let rest = &self.source[self.at..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '\x0c']).len();
        let next = self.at + blank;
        let broken = rest[..blank].contains(['\n', '\r']);
        (broken && self.byte(next) == b'\'').then_some(next)
    }

    fn quoted_name(&mut self, start: usize) -> Result<TokenKind, Unterminated> {
        self.at += 1;
        while self.at < self.source.len() {
            match (self.byte(self.at), self.byte(self.at + 1)) {
                (b'"', b'"') => self.at += 2,
                (b'"', _) => {
                    self.at += 1;
                    return Ok(TokenKind::QuotedName);
                }
                _ => self.at += 1,
            }
        }
        Err(Unterminated { what: Quote::Name, start })
    }

    fn dollar(&mut self) -> Result<TokenKind, Unterminated> {
        let start = self.at;
        let mut tag_end = start + 1;
        if self.byte(tag_end).is_ascii_digit() {
            self.at += 1;
            self.skip_while(|byte| byte.is_ascii_digit());
            return Ok(TokenKind::Number);
        }
        if is_name_start(self.byte(tag_end)) {
            while is_name_part(self.byte(tag_end)) && self.byte(tag_end) != b'$' {
                tag_end += 1;
            }
        }
        if self.byte(tag_end) != b'$' {
            return Ok(self.single(TokenKind::Other));
        }
        let tag = &self.source[start..=tag_end];
        let body = tag_end + 1;
        match self.source[body..].find(tag) {
            Some(length) => {
                self.at = body + length + tag.len();
                Ok(TokenKind::DollarString)
            }
            None => Err(Unterminated { what: Quote::Dollar, start }),
        }
    }
}

impl Iterator for Lexer<'_> {
    type Item = Result<Token, Unterminated>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.at >= self.source.len() {
            return None;
        }
        let start = self.at;
        match self.scan() {
            Ok(kind) => {
                // An escape may have stepped over the last byte.
                self.at = self.at.min(self.source.len());
                Some(Ok(Token { kind, start, end: self.at }))
            }
            Err(error) => {
                self.at = self.source.len();
                Some(Err(error))
            }
        }
    }
}

/// `scan.l`: `ident_start` is a letter, `_`, or any byte from 0x80 on.
fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte >= 0x80
}

/// `scan.l`: `ident_cont` adds digits and `$`.
fn is_name_part(byte: u8) -> bool {
    is_name_start(byte) || byte.is_ascii_digit() || byte == b'$'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(source: &str) -> Vec<(TokenKind, &str)> {
        Lexer::new(source)
            .map(|token| token.unwrap())
            .filter(|token| token.kind != TokenKind::Space)
            .map(|token| (token.kind, token.text(source)))
            .collect()
    }

    fn single(source: &str, kind: TokenKind) {
        assert_eq!(kinds(source), [(kind, source)]);
    }

    #[test]
    fn quoted_text_is_one_token() {
        single("'a;''b'", TokenKind::String);
        single(r"'a\'", TokenKind::String);
        single(r"E'a\';b'", TokenKind::String);
        single("E'a'\n  '\\';b'", TokenKind::String);
        single("U&'d\\0061t'", TokenKind::String);
        single("B'101'", TokenKind::String);
        single("\"a;\"\"b\"", TokenKind::QuotedName);
        single("U&\"a;b\"", TokenKind::QuotedName);
        single("$$ a; 'b $x$ $$", TokenKind::DollarString);
        single("$tag$ $$ ; $tag $tag$", TokenKind::DollarString);
        single("$größe$ ; $größe$", TokenKind::DollarString);
        single("/* a /* b; */ -- */", TokenKind::BlockComment);
    }

    #[test]
    fn a_dollar_inside_a_name_opens_nothing() {
        assert_eq!(kinds("a$b$ $1"), [(TokenKind::Word, "a$b$"), (TokenKind::Number, "$1")]);
    }

    #[test]
    fn a_breakpoint_ends_a_comment_and_begins_sql_again() {
        assert_eq!(
            kinds("-- x --> statement-breakpoint y"),
            [
                (TokenKind::LineComment, "-- x "),
                (TokenKind::Breakpoint, BREAKPOINT),
                (TokenKind::Word, "y"),
            ]
        );
        single("/* --> statement-breakpoint */", TokenKind::BlockComment);
        single("'--> statement-breakpoint'", TokenKind::String);
    }

    #[test]
    fn what_never_ends_is_named_with_its_start() {
        let open = |source: &str| Lexer::new(source).find_map(Result::err).unwrap();
        assert_eq!(open("a 'b"), Unterminated { what: Quote::String, start: 2 });
        assert_eq!(open(r"E'\"), Unterminated { what: Quote::String, start: 0 });
        assert_eq!(open("é \"b"), Unterminated { what: Quote::Name, start: 3 });
        assert_eq!(open("$a$ $b$"), Unterminated { what: Quote::Dollar, start: 0 });
        assert_eq!(open("/* /* */"), Unterminated { what: Quote::Comment, start: 0 });
    }

    #[test]
    fn every_byte_belongs_to_a_token() {
        let source = "SELECT a->>'b', c::int[] FROM \"x\".y -- é\n WHERE $1 = 1.5e3; \\q";
        let mut at = 0;
        for token in Lexer::new(source) {
            let token = token.unwrap();
            assert_eq!(token.start, at);
            at = token.end;
        }
        assert_eq!(at, source.len());
    }
}
