//! SQL files as people have them: migrations, dumps of `pg_dump`, files for `psql`.

use std::borrow::Cow;

use mizzle_core::script::{Reason, Script, ScriptError, Segment, Stmt};
use mizzle_core::sql::split::Problem;

use super::{ScratchError, together};
use crate::connect::{ServerError, Session, SessionError};
use crate::replay::{DUPLICATE_OBJECT, creates_role};

/// A file with SQL.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlText {
    /// How messages call it.
    pub file: String,
    /// Its text.
    pub text: String,
}

/// SQL that does not run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SqlError {
    /// It is no list of statements that a server could be sent.
    #[error("{error}")]
    Script {
        /// The file.
        file: String,
        /// What is wrong and where.
        error: Box<ScriptError>,
    },
    /// A statement is refused.
    #[error("{error}")]
    Refused {
        /// The file.
        file: String,
        /// The statement.
        statement: Box<Stmt>,
        /// What the server says.
        error: Box<ServerError>,
    },
}

/// Runs a file.
pub(super) async fn run(
    session: &Session,
    file: &SqlText,
    stand_ins: &mut Vec<String>,
) -> Result<(), ScratchError> {
    let script = parse(&file.text).map_err(|error| {
        Box::new(SqlError::Script { file: file.file.clone(), error: Box::new(error) })
    })?;
    for segment in &script.segments {
        let alone = match segment {
            Segment::Transaction(_) => false,
            Segment::Alone(_) => true,
        };
        let mut statements: Vec<&Stmt> =
            segment.statements().iter().filter(|one| !is_there_anyway(&one.text)).collect();
        while !statements.is_empty() {
            let texts: Vec<&str> = statements.iter().map(|one| one.text.as_str()).collect();
            let Err((place, error)) = together(session, &texts, alone, stand_ins).await? else {
                break;
            };
            // Roles are the server's: an earlier database may have got this one.
            if error.has_code(DUPLICATE_OBJECT)
                && statements.get(place).is_some_and(|one| creates_role(&one.text))
            {
                statements.remove(place);
                continue;
            }
            let statement = statements.get(place).or(statements.last()).copied().cloned();
            return Err(match (error, statement) {
                (SessionError::Server(error), Some(statement)) => {
                    let (file, statement) = (file.file.clone(), Box::new(statement));
                    Box::new(SqlError::Refused { file, statement, error }).into()
                }
                (error, _) => ScratchError::Session(error),
            });
        }
    }
    Ok(())
}

/// Reads a file as statements. The lines by which `pg_dump` keeps `psql` from running other
/// commands are none of a server's.
fn parse(text: &str) -> Result<Script, ScriptError> {
    let mut text = Cow::Borrowed(text);
    loop {
        match Script::parse(&text) {
            Err(error) if is_restriction(&error) => {
                let line = usize::try_from(error.position.line).unwrap_or(usize::MAX);
                text = Cow::Owned(without_line(&text, line));
            }
            result => return result,
        }
    }
}

fn is_restriction(error: &ScriptError) -> bool {
    match &error.reason {
        Reason::Split(Problem::MetaCommand(command)) => {
            command.starts_with("\\restrict") || command.starts_with("\\unrestrict")
        }
        Reason::Split(Problem::Unterminated(_) | Problem::CopyWithClient)
        | Reason::Marker(_)
        | Reason::Rollback
        | Reason::TransactionMode
        | Reason::ForbiddenInTransaction => false,
    }
}

/// The same text with one of its lines empty.
fn without_line(text: &str, number: usize) -> String {
    let lines = text.split_inclusive('\n').enumerate().map(|(place, line)| {
        if place + 1 == number { if line.ends_with('\n') { "\n" } else { "" } } else { line }
    });
    lines.collect()
}

/// A new database has the schema `public`, which dumps of some versions create.
fn is_there_anyway(statement: &str) -> bool {
    let words: Vec<String> = statement
        .split_whitespace()
        .map(|word| word.trim_matches('"').to_ascii_lowercase())
        .collect();
    words == ["create", "schema", "public"]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dump_is_read() {
        let script = parse("\\restrict abc\nSELECT 1;\n\nSELECT 2;\n\\unrestrict abc\n").unwrap();
        let lines: Vec<u32> = script.statements().map(|statement| statement.line).collect();
        assert_eq!(lines, [2, 4]);
        assert!(parse("\\connect other\nSELECT 1;").is_err());
    }

    #[test]
    fn only_the_schema_that_is_there_is_left_out() {
        assert!(is_there_anyway("CREATE SCHEMA \"public\""));
        assert!(!is_there_anyway("CREATE SCHEMA public2"));
    }
}
