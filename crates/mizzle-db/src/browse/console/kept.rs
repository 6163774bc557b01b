//! What a statement leaves in its session. A session of ours ends with the text that a person runs,
//! but behind a pooler each transaction has a session of the server that somebody else has next.

use mizzle_core::sql::classify::sets_session;
use mizzle_core::sql::words::{Token, tokens};

/// What is said where a text left something, and its transactions had different backends.
pub(super) const WARNING: &str = "WARNING: a pooler gave these statements several sessions of the \
server. What SET, PREPARE, LISTEN, a temporary table or a lock of a session leaves in one is not \
there for the next statement, and may stay for whoever gets that session next.\n\
Put what belongs together between BEGIN and COMMIT, with SET LOCAL and pg_advisory_xact_lock, or \
connect to the server itself.";

/// Does a statement set, make or lock something that outlives its transaction and that the session
/// alone has?
pub(super) fn is_kept(statement: &str) -> bool {
    let tokens = tokens(statement);
    let words: Vec<&str> = tokens
        .iter()
        .map(|(token, _)| match token {
            Token::Word(word) => word.as_ref(),
            Token::Other(text) => *text,
            Token::Text(_) => "",
        })
        .collect();
    let makes = match words.as_slice() {
        ["prepare", "transaction", ..] => false,
        ["prepare" | "listen" | "load", ..] => true,
        ["create", "temp" | "temporary", ..] => true,
        ["create", "local" | "global" | "or", _, ..] => {
            words.iter().take(4).any(|word| matches!(*word, "temp" | "temporary"))
        }
        ["declare", ..] => words.windows(2).any(|pair| pair == ["with", "hold"]),
        _ => false,
    };
    let calls = words.iter().any(|word| {
        matches!(
            *word,
            "set_config"
                | "pg_advisory_lock"
                | "pg_advisory_lock_shared"
                | "pg_try_advisory_lock"
                | "pg_try_advisory_lock_shared"
        )
    });
    makes || calls || sets_session(statement)
}

#[cfg(test)]
mod tests {
    use super::is_kept;

    #[test]
    fn what_a_session_keeps_is_known_by_its_words() {
        for statement in [
            "SET work_mem = '1MB'",
            "reset all",
            "PREPARE p AS SELECT 1",
            "LISTEN news",
            "CREATE TEMP TABLE t (id int)",
            "create or replace temporary view v as select 1",
            "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
            "SELECT pg_catalog.pg_advisory_lock(1)",
            "SELECT set_config('work_mem', '1MB', false)",
        ] {
            assert!(is_kept(statement), "{statement}");
        }
        for statement in [
            "SET LOCAL work_mem = '1MB'",
            "SET TRANSACTION READ ONLY",
            "PREPARE TRANSACTION 'x'",
            "CREATE TABLE temp (id int)",
            "CREATE OR REPLACE VIEW v AS SELECT 1",
            "DECLARE c CURSOR FOR SELECT 1",
            "SELECT pg_advisory_xact_lock(1), 'set_config'",
            "UPDATE t SET work_mem = 1",
            "",
        ] {
            assert!(!is_kept(statement), "{statement}");
        }
    }
}
