//! Which statements of a file share a transaction.

use super::marker::{self, Allow, Marker, MarkerError};
use super::{Reason, Script, ScriptError, Segment, Stmt, error_at};
use crate::sql::classify::{Kind, classify, mentions_text};
use crate::sql::lines::Lines;
use crate::sql::split::Piece;

/// Sorts the pieces of a file into segments.
pub(super) fn segment(pieces: &[Piece<'_>], lines: &Lines<'_>) -> Result<Script, ScriptError> {
    let mut segmenter = Segmenter {
        script: Script { segments: Vec::new(), lock_timeout: None, allows: Vec::new() },
        mode: Mode::Runner,
        open: Vec::new(),
        new_values: Vec::new(),
        count: 0,
        last_line: 0,
    };
    // A marker in front of a statement's first token applies before it, one
    // within it is read with it: pieces are already in that order.
    for piece in pieces {
        let (offset, taken) = match *piece {
            Piece::Statement { text, offset } => (offset, segmenter.statement(text, offset, lines)),
            Piece::Comment { text, offset, inside } => {
                (offset, segmenter.comment(text, offset, inside, lines))
            }
            Piece::Breakpoint { offset } => (offset, Ok(())),
        };
        taken.map_err(|reason| error_at(lines, offset, reason))?;
    }
    segmenter.flush();
    let count = segmenter.count;
    for allow in &mut segmenter.script.allows {
        allow.statement = allow.statement.filter(|statement| *statement < count);
    }
    Ok(segmenter.script)
}

/// Who says where transactions begin and end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    /// Nobody: the runner puts everything in one.
    Runner,
    /// The file, and one is open.
    Inside,
    /// The file, and none is open: behind its `COMMIT`, or with `no-transaction`.
    Outside,
}

struct Segmenter {
    script: Script,
    mode: Mode,
    /// The statements of the transaction being gathered.
    open: Vec<Stmt>,
    /// Enum values that it adds.
    new_values: Vec<String>,
    /// Statements so far.
    count: usize,
    /// Line on which the last one ends.
    last_line: u32,
}

impl Segmenter {
    fn statement(&mut self, text: &str, offset: usize, lines: &Lines<'_>) -> Result<(), Reason> {
        let position = lines.position(offset);
        self.last_line = lines.position(offset + text.len()).line;
        let statement =
            Stmt { text: text.to_owned(), offset, line: position.line, column: position.column };
        let kind = classify(text);
        match kind {
            Kind::Begin { modes: true } => return Err(Reason::TransactionMode),
            Kind::Rollback => return Err(Reason::Rollback),
            Kind::Begin { modes: false } => {
                self.flush();
                self.mode = Mode::Inside;
                return Ok(());
            }
            Kind::Commit { chain } => {
                self.flush();
                self.mode = if chain { Mode::Inside } else { Mode::Outside };
                return Ok(());
            }
            Kind::Alone(_) | Kind::AddEnumValue(_) | Kind::Call | Kind::Plain | Kind::Unknown => {}
        }
        self.count += 1;
        match (kind, self.mode) {
            (Kind::Alone(_), Mode::Inside) => return Err(Reason::ForbiddenInTransaction),
            (Kind::Alone(_), Mode::Runner | Mode::Outside)
            | (Kind::Call | Kind::Unknown, Mode::Outside) => {
                self.flush();
                self.script.segments.push(Segment::Alone(statement));
            }
            // One statement alone and one in a transaction of its own are the
            // same, and in the transaction its record can go with it.
            (_, Mode::Outside) => {
                self.script.segments.push(Segment::Transaction(vec![statement]));
            }
            (kind, Mode::Runner | Mode::Inside) => {
                // The place of a further value (`AFTER 'b'`) is no use of one.
                if let Kind::AddEnumValue(value) = kind {
                    self.new_values.push(value);
                } else if self.new_values.iter().any(|value| mentions_text(text, value)) {
                    self.flush();
                }
                self.open.push(statement);
            }
        }
        Ok(())
    }

    fn comment(
        &mut self,
        text: &str,
        offset: usize,
        inside: bool,
        lines: &Lines<'_>,
    ) -> Result<(), Reason> {
        let Some(marker) = marker::read(text) else { return Ok(()) };
        let first = self.count == 0 && self.script.segments.is_empty();
        match marker? {
            Marker::NoTransaction if !first => {
                return Err(MarkerError::TooLate("no-transaction").into());
            }
            Marker::LockTimeout(_) if !first => {
                return Err(MarkerError::TooLate("lock-timeout").into());
            }
            Marker::Commit if inside => return Err(MarkerError::CommitInside.into()),
            Marker::NoTransaction => self.mode = Mode::Outside,
            Marker::LockTimeout(time) => self.script.lock_timeout = Some(time),
            Marker::Commit => self.flush(),
            Marker::Allow { code, reason } => {
                let position = lines.position(offset);
                let earlier = inside || (self.count > 0 && position.line == self.last_line);
                let statement = if earlier { self.count - 1 } else { self.count };
                self.script.allows.push(Allow {
                    code,
                    reason,
                    position,
                    statement: Some(statement),
                });
            }
        }
        Ok(())
    }

    fn flush(&mut self) {
        self.new_values.clear();
        if !self.open.is_empty() {
            self.script.segments.push(Segment::Transaction(std::mem::take(&mut self.open)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::Problem;

    /// One line a segment: `T` or `A`, then the statements.
    fn segments(text: &str) -> Vec<String> {
        let script = Script::parse(text).unwrap();
        let lines = script.segments.iter().map(|segment| {
            let kind = match segment {
                Segment::Transaction(_) => "T",
                Segment::Alone(_) => "A",
            };
            let texts = segment.statements().iter().map(|stmt| stmt.text.as_str());
            format!("{kind} {}", texts.collect::<Vec<_>>().join(" | "))
        });
        lines.collect()
    }

    fn refused(text: &str) -> (u32, Reason) {
        let error = Script::parse(text).unwrap_err();
        (error.position.line, error.reason)
    }

    #[test]
    fn a_file_is_one_transaction() {
        assert_eq!(
            segments("INSERT 1;\n--> statement-breakpoint\nLOCK TABLE t; SELECT 2"),
            ["T INSERT 1 | LOCK TABLE t | SELECT 2"]
        );
        assert_eq!(segments("-- nothing\n/* CREATE TABLE t (); */"), Vec::<String>::new());
    }

    #[test]
    fn a_statement_that_refuses_transactions_stands_alone() {
        assert_eq!(
            segments(
                "INSERT 1; CREATE INDEX CONCURRENTLY a ON t (x); VACUUM t; SELECT 1; SELECT 2;"
            ),
            [
                "T INSERT 1",
                "A CREATE INDEX CONCURRENTLY a ON t (x)",
                "A VACUUM t",
                "T SELECT 1 | SELECT 2"
            ]
        );
    }

    #[test]
    fn a_new_enum_value_is_committed_before_its_use() {
        assert_eq!(
            segments(
                "ALTER TYPE e ADD VALUE 'b'; ALTER TYPE e ADD VALUE 'c'; SELECT 'x'; \
                 UPDATE t SET e = 'b'; SELECT 'c'"
            ),
            [
                "T ALTER TYPE e ADD VALUE 'b' | ALTER TYPE e ADD VALUE 'c' | SELECT 'x'",
                "T UPDATE t SET e = 'b' | SELECT 'c'"
            ]
        );
        assert_eq!(
            segments("ALTER TYPE e ADD VALUE 'b'; ALTER TYPE e ADD VALUE 'c' AFTER 'b'").len(),
            1
        );
    }

    #[test]
    fn transactions_of_the_file_are_kept() {
        assert_eq!(segments("BEGIN; SELECT 1; SELECT 2; COMMIT;"), ["T SELECT 1 | SELECT 2"]);
        assert_eq!(
            segments("SELECT 0; COMMIT; SELECT 1; CALL p(); BEGIN; SELECT 2; SELECT 3; END"),
            ["T SELECT 0", "T SELECT 1", "A CALL p()", "T SELECT 2 | SELECT 3"]
        );
        assert_eq!(
            segments("BEGIN; SELECT 1; COMMIT AND CHAIN; SELECT 2"),
            ["T SELECT 1", "T SELECT 2"]
        );
        assert_eq!(segments("CALL p(); DO $$ $$"), ["T CALL p() | DO $$ $$"]);
    }

    #[test]
    fn markers_say_otherwise() {
        assert_eq!(
            segments("-- mizzle:no-transaction\nSELECT 1; SELECT 2; CALL p()"),
            ["T SELECT 1", "T SELECT 2", "A CALL p()"]
        );
        assert_eq!(
            segments("SELECT 1;\n-- mizzle:commit\nSELECT 2;"),
            ["T SELECT 1", "T SELECT 2"]
        );
        let script = Script::parse(
            "-- mizzle:lock-timeout 5s\n-- mizzle:allow A why\nSELECT 1; -- mizzle:allow B\n\
             SELECT\n-- mizzle:allow C\n2;\n-- mizzle:allow D\n",
        )
        .unwrap();
        assert_eq!(script.lock_timeout, Some(std::time::Duration::from_secs(5)));
        let allows = script.allows.iter().map(|allow| (allow.code.as_str(), allow.statement));
        assert_eq!(
            allows.collect::<Vec<_>>(),
            [("A", Some(0)), ("B", Some(0)), ("C", Some(1)), ("D", None)]
        );
    }

    #[test]
    fn what_cannot_be_run_is_refused_at_its_line() {
        assert_eq!(refused("SELECT 1;\nROLLBACK;"), (2, Reason::Rollback));
        assert_eq!(refused("\nBEGIN ISOLATION LEVEL SERIALIZABLE"), (2, Reason::TransactionMode));
        assert_eq!(refused("BEGIN;\nVACUUM t;\nCOMMIT"), (2, Reason::ForbiddenInTransaction));
        assert_eq!(
            refused("SELECT 1;\n-- mizzle:no-transaction"),
            (2, MarkerError::TooLate("no-transaction").into())
        );
        assert_eq!(refused("SELECT\n-- mizzle:commit\n1"), (2, MarkerError::CommitInside.into()));
        assert_eq!(
            refused("-- x\n\\restrict a"),
            (2, Problem::MetaCommand("\\restrict".into()).into())
        );
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = "-- é\nSELECT 'é',\n  é FROM t; SELECT b";
        let script = Script::parse(text).unwrap();
        let [first, second] = script.statements().collect::<Vec<_>>()[..] else { panic!() };
        assert_eq!((first.line, first.column), (2, 1));
        let place = first.locate(15);
        assert_eq!((place.line, place.column), (3, 3));
        assert_eq!(&text[second.offset..], "SELECT b");
        let place = second.locate(8);
        assert_eq!((place.line, place.column), (3, 20));
    }
}
