//! What a statement leaves in its session once its transaction is over: behind a pooler somebody
//! else has that session next, and a run that goes on after a crash has another one.

use super::classify::{Kind, classify};
use super::cursor::Cursor;
use super::words::{Token, tokens};

/// Functions that lock something until the session ends.
const LOCKS: [&str; 4] = [
    "pg_advisory_lock",
    "pg_advisory_lock_shared",
    "pg_try_advisory_lock",
    "pg_try_advisory_lock_shared",
];

/// Does it set something for the rest of the session? `SET` and `RESET` do, other
/// than for the transaction alone.
pub fn sets_session(statement: &str) -> bool {
    let mut words = Cursor::new(statement);
    if words.take("reset") {
        return true;
    }
    words.take("set") && !words.take_any(&["local", "constraints", "transaction"])
}

/// Does it set, make or lock something that outlives its transaction and that the session alone
/// has? What a function's body does is not looked at.
pub fn stays_in_session(statement: &str) -> bool {
    sets_session(statement) || makes(statement) || calls(statement)
}

/// A prepared statement, a channel, a library, something temporary, or a cursor that is held.
fn makes(statement: &str) -> bool {
    let mut words = Cursor::new(statement);
    if words.take("prepare") {
        // `PREPARE TRANSACTION` ends one, and belongs to no session.
        return classify(statement) != Kind::Rollback;
    }
    if words.take_any(&["listen", "load"]) {
        return true;
    }
    if words.take("create") {
        words.take_all(&["or", "replace"]);
        words.take_any(&["local", "global"]);
        return words.take_any(&["temp", "temporary"]);
    }
    if words.take("declare") {
        return follow(statement, |words| matches!(words, ["with", "hold", ..]));
    }
    // `INSERT INTO temp` and `INTO temp FROM` name a table.
    words.take_any(&["select", "with"])
        && follow(statement, |words| match words {
            [before, "into", "temp" | "temporary", next, ..] => {
                !["insert", "merge"].contains(before) && *next != "from"
            }
            _ => false,
        })
}

/// Does a function that sets or locks something occur? `set_config` may be for the transaction
/// alone, as its last argument says.
fn calls(statement: &str) -> bool {
    follow(statement, |words| match words {
        ["set_config", "(", arguments @ ..] => !is_local(arguments),
        [name, "(", ..] => LOCKS.contains(name),
        _ => false,
    })
}

/// Does the argument before the closing bracket say `true`?
fn is_local(arguments: &[&str]) -> bool {
    let mut depth = 0_usize;
    for (at, word) in arguments.iter().enumerate() {
        match *word {
            "(" => depth += 1,
            ")" if depth == 0 => return matches!(arguments[..at], [.., ",", "true"]),
            ")" => depth -= 1,
            _ => {}
        }
    }
    false
}

/// Is it so for the words of the statement from some word on? Texts are empty words.
fn follow(statement: &str, is_so: impl Fn(&[&str]) -> bool) -> bool {
    let tokens = tokens(statement);
    let words: Vec<&str> = tokens
        .iter()
        .map(|(token, _)| match token {
            Token::Word(word) => word.as_ref(),
            Token::Other(text) => *text,
            Token::Text(_) => "",
        })
        .collect();
    (0..words.len()).any(|from| is_so(&words[from..]))
}

#[cfg(test)]
mod tests {
    use super::{sets_session, stays_in_session};

    #[test]
    fn what_a_session_keeps_is_known_by_its_words() {
        for statement in [
            "SET work_mem = '1MB'",
            "reset all",
            "SET SESSION AUTHORIZATION app",
            "PREPARE p AS SELECT 1",
            "-- why\nLISTEN news",
            "LOAD 'auto_explain'",
            "CREATE TEMP TABLE t (id int)",
            "create local temporary table t (id int)",
            "create or replace temporary view v as select 1",
            "SELECT 1 AS a INTO TEMP t",
            "WITH x AS (SELECT 1) SELECT * INTO TEMPORARY TABLE t FROM x",
            "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
            "SELECT pg_catalog.pg_advisory_lock(1)",
            "SELECT set_config('work_mem', '1MB', false)",
            "SELECT set_config('a.b', coalesce($1, true), f(',', true))",
        ] {
            assert!(stays_in_session(statement), "{statement}");
        }
        for statement in [
            "SET LOCAL work_mem = '1MB'",
            "SET TRANSACTION READ ONLY",
            "SET CONSTRAINTS ALL DEFERRED",
            "PREPARE TRANSACTION 'x'",
            "CREATE TABLE temp (id int)",
            "CREATE OR REPLACE VIEW v AS SELECT 1",
            "INSERT INTO temp VALUES (1)",
            "WITH x AS (INSERT INTO temp SELECT 1 RETURNING *) SELECT * FROM x",
            "SELECT a INTO temp FROM t",
            "DECLARE c CURSOR FOR SELECT 1",
            "SELECT pg_advisory_xact_lock(1), 'set_config(1)'",
            "SELECT pg_advisory_lock FROM t",
            "SELECT set_config('app.user', coalesce('a', 'b'), true)",
            "UPDATE t SET work_mem = 1",
            "",
        ] {
            assert!(!stays_in_session(statement), "{statement}");
        }
    }

    #[test]
    fn settings_alone_are_told_from_the_rest() {
        assert!(sets_session("SET search_path TO a") && sets_session("reset role"));
        assert!(!sets_session("SET LOCAL work_mem = 1") && !sets_session("SELECT 1"));
        assert!(!sets_session("CREATE TEMP TABLE t ()"));
    }
}
