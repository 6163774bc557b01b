//! Cuts the text of a migration file into statements, as the server and psql
//! would read them, whether or not it holds drizzle's breakpoints.
//!
//! A statement ends at a `;` outside quotes, comments, parentheses and the
//! `BEGIN ATOMIC … END` body of a SQL function, or at a breakpoint. What only
//! psql can run is refused here with its place: a text behind such a command
//! need not be SQL at all.

use super::lexer::{Lexer, Quote, Token, TokenKind, Unterminated};

/// A part of a text, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// A statement: from its first to its last token that is not blank, without `;`.
    Statement {
        /// Its text.
        text: &'a str,
        /// Offset of its first byte.
        offset: usize,
    },
    /// A `-- …` comment.
    Comment {
        /// Its text with the dashes.
        text: &'a str,
        /// Offset of its first byte.
        offset: usize,
        /// Does it stand between the first and the last token of a statement?
        inside: bool,
    },
    /// `--> statement-breakpoint`
    Breakpoint {
        /// Offset of its first byte.
        offset: usize,
    },
}

/// Why a text cannot be cut into statements.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A quote or comment without an end.
    #[error("this {0} never ends")]
    Unterminated(Quote),
    /// A command of psql.
    #[error("`{0}` is a command of psql, not SQL: remove the line")]
    MetaCommand(String),
    /// `COPY … FROM STDIN`, whose rows follow in the text, and its reverse.
    #[error(
        "COPY with STDIN or STDOUT exchanges rows with a client, which a migration cannot do: \
         write INSERT statements instead (pg_dump does so with --inserts)"
    )]
    CopyWithClient,
}

/// A [`Problem`] and where it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitError {
    /// Offset in bytes.
    pub offset: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// Cuts a text into its pieces; blanks and block comments between them are left out.
pub fn split(source: &str) -> Result<Vec<Piece<'_>>, SplitError> {
    let mut splitter = Splitter { source, pieces: Vec::new(), open: None };
    for token in Lexer::new(source) {
        let token = token.map_err(|Unterminated { what, start }| SplitError {
            offset: start,
            problem: Problem::Unterminated(what),
        })?;
        splitter.take(token)?;
    }
    splitter.end_statement()?;
    Ok(splitter.pieces)
}

struct Splitter<'a> {
    source: &'a str,
    pieces: Vec<Piece<'a>>,
    open: Option<Open>,
}

/// The statement being read.
struct Open {
    start: usize,
    end: usize,
    parentheses: usize,
    body: Body,
    /// How many pieces there were when it began; it goes before its own comments.
    at: usize,
}

/// How far a `CREATE FUNCTION … BEGIN ATOMIC` has come.
#[derive(Clone, Copy)]
enum Body {
    /// Any statement; true behind a `BEGIN`.
    None { begin: bool },
    /// Inside, with so many `END` still to come.
    Inside(usize),
}

impl<'a> Splitter<'a> {
    fn take(&mut self, token: Token) -> Result<(), SplitError> {
        match token.kind {
            TokenKind::Space | TokenKind::BlockComment => {}
            TokenKind::LineComment => self.pieces.push(Piece::Comment {
                text: token.text(self.source),
                offset: token.start,
                inside: self.open.is_some(),
            }),
            TokenKind::Breakpoint => {
                self.end_statement()?;
                self.pieces.push(Piece::Breakpoint { offset: token.start });
            }
            TokenKind::Semicolon => {
                let whole = self.open.as_ref().is_none_or(|open| {
                    open.parentheses == 0 && matches!(open.body, Body::None { .. })
                });
                if whole { self.end_statement()? } else { self.extend(token) }
            }
            TokenKind::Backslash => {
                let line = self.source[token.start..].lines().next().unwrap_or_default();
                let command = line.split_whitespace().next().unwrap_or(line).to_owned();
                return Err(SplitError {
                    offset: token.start,
                    problem: Problem::MetaCommand(command),
                });
            }
            TokenKind::Word
            | TokenKind::QuotedName
            | TokenKind::String
            | TokenKind::DollarString
            | TokenKind::Number
            | TokenKind::Open
            | TokenKind::Close
            | TokenKind::Comma
            | TokenKind::Dot
            | TokenKind::Other => self.extend(token),
        }
        Ok(())
    }

    fn extend(&mut self, token: Token) {
        let at = self.pieces.len();
        let open = self.open.get_or_insert(Open {
            start: token.start,
            end: token.end,
            parentheses: 0,
            body: Body::None { begin: false },
            at,
        });
        open.end = token.end;
        if token.kind == TokenKind::Open {
            open.parentheses += 1;
        } else if token.kind == TokenKind::Close {
            open.parentheses = open.parentheses.saturating_sub(1);
        }
        let word = if token.kind == TokenKind::Word { token.text(self.source) } else { "" };
        open.body = match open.body {
            Body::None { begin: true } if word.eq_ignore_ascii_case("atomic") => Body::Inside(1),
            Body::None { .. } => Body::None { begin: word.eq_ignore_ascii_case("begin") },
            Body::Inside(depth) if word.eq_ignore_ascii_case("case") => Body::Inside(depth + 1),
            Body::Inside(1) if word.eq_ignore_ascii_case("end") => Body::None { begin: false },
            Body::Inside(depth) if word.eq_ignore_ascii_case("end") => Body::Inside(depth - 1),
            Body::Inside(depth) => Body::Inside(depth),
        };
    }

    fn end_statement(&mut self) -> Result<(), SplitError> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let text = &self.source[open.start..open.end];
        if copies_with_client(text) {
            return Err(SplitError { offset: open.start, problem: Problem::CopyWithClient });
        }
        // A comment behind the last token, before the `;`, is not inside.
        for piece in &mut self.pieces[open.at..] {
            if let Piece::Comment { offset, inside, .. } = piece {
                *inside = *offset < open.end;
            }
        }
        self.pieces.insert(open.at, Piece::Statement { text, offset: open.start });
        Ok(())
    }
}

/// `COPY … FROM STDIN` or `COPY … TO STDOUT`
fn copies_with_client(statement: &str) -> bool {
    if !statement.get(..4).is_some_and(|verb| verb.eq_ignore_ascii_case("copy")) {
        return false;
    }
    let mut before = "";
    for token in Lexer::new(statement).flatten() {
        if token.kind.is_blank() {
            continue;
        }
        let word = token.text(statement);
        let pair = |one: &str, two: &str| {
            before.eq_ignore_ascii_case(one) && word.eq_ignore_ascii_case(two)
        };
        if token.kind == TokenKind::Word && (pair("from", "stdin") || pair("to", "stdout")) {
            return true;
        }
        before = if token.kind == TokenKind::Word { word } else { "" };
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statements(source: &str) -> Vec<&str> {
        let pieces = split(source).unwrap();
        let texts = pieces.iter().filter_map(|piece| match piece {
            Piece::Statement { text, offset } => {
                assert!(source[*offset..].starts_with(text));
                Some(*text)
            }
            Piece::Comment { .. } | Piece::Breakpoint { .. } => None,
        });
        texts.collect()
    }

    #[test]
    fn statements_end_where_the_server_ends_them() {
        assert_eq!(statements("a; b ;; \n c"), ["a", "b", "c"]);
        assert_eq!(
            statements("a 'x;y'; \"b;c\"; $$;$$ -- ;\n; d"),
            ["a 'x;y'", "\"b;c\"", "$$;$$", "d"]
        );
        assert_eq!(
            statements("CREATE RULE r AS ON INSERT TO t DO (a; b); c"),
            ["CREATE RULE r AS ON INSERT TO t DO (a; b)", "c"]
        );
    }

    #[test]
    fn a_sql_body_is_one_statement() {
        let body = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; \
                    SELECT CASE WHEN true THEN 2 END; END";
        assert_eq!(statements(&format!("{body}; SELECT 3")), [body, "SELECT 3"]);
        assert_eq!(
            statements("BEGIN; SELECT 1; END; SELECT 2"),
            ["BEGIN", "SELECT 1", "END", "SELECT 2"]
        );
    }

    #[test]
    fn breakpoints_end_statements_without_a_semicolon() {
        let text = "a\n--> statement-breakpoint\nb;--> statement-breakpoint c\n\
                    --> statement-breakpoint\n";
        assert_eq!(statements(text), ["a", "b", "c"]);
    }

    #[test]
    fn a_file_of_comments_has_no_statement() {
        let pulled = "-- uncomment this\n/*\nCREATE TABLE a ();\n--> statement-breakpoint\n*/\n";
        assert_eq!(statements(pulled), Vec::<&str>::new());
        assert_eq!(statements(""), Vec::<&str>::new());
    }

    #[test]
    fn comments_know_whether_a_statement_is_around_them() {
        let source = "-- a\nx -- b\ny -- c\n; -- d";
        let pieces = split(source).unwrap();
        let comments = pieces.iter().filter_map(|piece| match piece {
            Piece::Comment { text, inside, .. } => Some((*text, *inside)),
            Piece::Statement { .. } | Piece::Breakpoint { .. } => None,
        });
        assert_eq!(
            comments.collect::<Vec<_>>(),
            [("-- a", false), ("-- b", true), ("-- c", false), ("-- d", false)]
        );
    }

    #[test]
    fn no_text_is_too_odd() {
        const PARTS: [&str; 24] = [
            "'",
            "\"",
            "$",
            "$$",
            "$a$",
            "E'",
            "U&\"",
            "\\",
            "/*",
            "*/",
            "--",
            "\n",
            ";",
            "(",
            ")",
            "é",
            "BEGIN ",
            "ATOMIC ",
            "END ",
            "CASE ",
            "COPY ",
            "--> statement-breakpoint",
            " x",
            "-- mizzle:allow A",
        ];
        let mut state = 1_u64;
        let mut whole = 0;
        for _ in 0..20_000 {
            let mut source = String::new();
            for _ in 0..12 {
                // Knuth's linear congruential generator: the same texts each time.
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                source.push_str(PARTS[usize::try_from(state >> 33).unwrap() % PARTS.len()]);
            }
            let Ok(pieces) = split(&source) else { continue };
            whole += 1;
            for piece in pieces {
                if let Piece::Statement { text, offset } = piece {
                    assert!(!text.is_empty() && source[offset..].starts_with(text), "{source}");
                    // Read alone, it is one statement again.
                    assert_eq!(statements(text), [text], "{source}");
                }
            }
        }
        assert!(whole > 500, "only {whole} texts could be cut");
    }

    #[test]
    fn what_only_psql_runs_is_refused_at_its_place() {
        let error = split("a;\n\\connect x\n").unwrap_err();
        assert_eq!((error.offset, error.problem), (3, Problem::MetaCommand("\\connect".into())));
        let error = split("copy \"a\" (b) FROM stdin;\n1\t'\n\\.\n").unwrap_err();
        assert_eq!((error.offset, error.problem), (0, Problem::CopyWithClient));
        assert!(split("COPY (SELECT 1) TO STDOUT").is_err());
        assert!(split("COPY a FROM '/stdin'").is_ok());
        let error = split("a 'b").unwrap_err();
        assert_eq!((error.offset, error.problem), (2, Problem::Unterminated(Quote::String)));
    }
}
