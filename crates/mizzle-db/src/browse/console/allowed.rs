//! Which statements may run where nothing is to be written. What is not known to read is
//! refused; the server's read-only transaction then sees to what is let through.

use std::collections::BTreeSet;

use mizzle_core::sql::words::{Token, tokens};
use mizzle_core::sql::{Literal, Separated};

use crate::connect::{Session, SessionError};

/// How a statement that reads is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reading {
    /// It has rows, which a cursor can give.
    Rows,
    /// It answers by itself: `SHOW`, `EXPLAIN`.
    Direct,
}

/// What begins a query.
const QUERIES: [&str; 4] = ["select", "with", "values", "table"];

/// What `EXPLAIN` without `ANALYZE` may look at besides.
const WRITES: [&str; 4] = ["insert", "update", "delete", "merge"];

/// Functions of the server and of well-known extensions that act outside of a transaction:
/// on files, on other sessions, on other servers; and those that run a text as SQL, in which
/// any of the others could hide. A `*` at the end stands for any rest.
const OUTSIDE: [&str; 66] = [
    "binary_upgrade_*",
    "brin_desummarize_range",
    "brin_summarize_*",
    "connectby*",
    "cron.*",
    "crosstab*",
    "cursor_to_xml*",
    "dblink*",
    "gin_clean_pending_list",
    "heap_force_*",
    "http",
    "http_*",
    "lo_*",
    "loread",
    "lowrite",
    "pg_advisory_*",
    "pg_backup_*",
    "pg_cancel_backend",
    "pg_clear_*",
    "pg_copy_*",
    "pg_create_*",
    "pg_current_logfile",
    "pg_drop_*",
    "pg_export_snapshot",
    "pg_extension_config_dump",
    "pg_file_*",
    "pg_import_system_collations",
    "pg_log_*",
    "pg_logdir_ls",
    "pg_logical_*",
    "pg_ls_*",
    "pg_notify",
    "pg_prewarm",
    "pg_promote",
    "pg_read_*",
    "pg_reload_conf",
    "pg_replication_*",
    "pg_restore_*",
    "pg_rotate_logfile*",
    "pg_set_*",
    "pg_start_backup",
    "pg_stat_file",
    "pg_stat_force_next_flush",
    "pg_stat_reset*",
    "pg_stat_statements_reset",
    "pg_stop_backup",
    "pg_stop_making_pinned_objects",
    "pg_switch_wal",
    "pg_switch_xlog",
    "pg_sync_replication_slots",
    "pg_terminate_backend",
    "pg_truncate_visibility_map",
    "pg_try_advisory_*",
    "pg_wal_replay_*",
    "postgres_fdw_disconnect*",
    "query_to_xml*",
    "rotate_logfile",
    "schema_to_xml*",
    "set_config",
    "setval",
    "nextval",
    "ts_rewrite",
    "ts_stat",
    "txid_current_if_assigned",
    "xpath_table",
    "xslt_process",
];

/// How to run a statement that reads, or why it is refused.
pub(super) fn reading(statement: &str) -> Result<Reading, String> {
    let found = tokens(statement);
    let mut words = found.iter().map(|(token, _)| token);
    let is_escaped = found.iter().any(|(token, _)| match token {
        Token::Other(text) => text.get(..3).is_some_and(|it| it.eq_ignore_ascii_case("U&\"")),
        Token::Word(_) | Token::Text(_) => false,
    });
    if is_escaped {
        return Err("names with Unicode escapes are not read here: write the name itself, or \
                    switch writing on"
            .to_owned());
    }
    match words.next() {
        Some(Token::Word(word)) if QUERIES.contains(&word.as_ref()) => Ok(Reading::Rows),
        Some(Token::Other("(")) => Ok(Reading::Rows),
        Some(Token::Word(word)) if word == "show" => Ok(Reading::Direct),
        Some(Token::Word(word)) if word == "explain" => explained(words),
        Some(Token::Word(word)) => Err(format!(
            "{} may write, and the console is read-only: switch writing on to run it",
            word.to_uppercase()
        )),
        Some(Token::Text(_) | Token::Other(_)) | None => {
            Err("the console is read-only, and this is no query".to_owned())
        }
    }
}

/// Behind `EXPLAIN`: options in brackets or as words, then the statement.
fn explained<'a>(words: impl Iterator<Item = &'a Token<'a>>) -> Result<Reading, String> {
    let (mut runs, mut depth) = (false, 0_u32);
    let mut is_first = true;
    for token in words {
        match token {
            // Brackets of options come first; those of a query would begin with its word.
            Token::Other("(") if depth > 0 || is_first => depth += 1,
            Token::Other(")") if depth > 0 => depth -= 1,
            Token::Word(word) if depth > 0 && QUERIES.contains(&word.as_ref()) && depth == 1 => {
                return Ok(Reading::Direct);
            }
            Token::Word(word) if word == "analyze" || word == "analyse" => runs = true,
            Token::Word(word) if depth == 0 && word == "verbose" => {}
            Token::Word(word) if depth == 0 && QUERIES.contains(&word.as_ref()) => {
                return Ok(Reading::Direct);
            }
            Token::Word(word) if depth == 0 && WRITES.contains(&word.as_ref()) && !runs => {
                return Ok(Reading::Direct);
            }
            Token::Word(word) if depth == 0 => {
                return Err(format!(
                    "EXPLAIN would run {}, which may write: switch writing on to measure it",
                    word.to_uppercase()
                ));
            }
            Token::Other("(") => return Ok(Reading::Direct),
            Token::Word(_) | Token::Text(_) | Token::Other(_) => {}
        }
        is_first = false;
    }
    Err("EXPLAIN of nothing".to_owned())
}

/// A function called in the statement that may act outside of the transaction: one of ours
/// to know, or one that came with the server and that it does not let everybody call.
pub(super) async fn outside_functions(
    session: &Session,
    statement: &str,
) -> Result<Option<String>, SessionError> {
    let names = called(statement);
    let known = names.iter().find(|name| OUTSIDE.iter().any(|pattern| fits(pattern, name)));
    let list = Separated::new(names.iter().map(|name| Literal(name)), ", ").to_string();
    let list = if list.is_empty() { "NULL".to_owned() } else { list };
    let rows = session
        .query(&format!(
            "SELECT p.proname FROM pg_catalog.pg_proc p WHERE p.oid < 16384
  AND p.proname IN ({list}) AND NOT pg_catalog.has_function_privilege('public', p.oid, 'EXECUTE')
ORDER BY p.proname LIMIT 1"
        ))
        .await?;
    let found = rows.first().and_then(|row| row.text(0).map(str::to_owned));
    Ok(known.cloned().or(found))
}

fn fits(pattern: &str, name: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => pattern == name,
    }
}

/// The names in front of an opening bracket.
fn called(statement: &str) -> BTreeSet<String> {
    let found = tokens(statement);
    let pairs = found.iter().zip(found.iter().skip(1));
    let names = pairs.filter_map(|((token, _), (next, _))| match (token, next) {
        (Token::Word(word), Token::Other("(")) => Some(word.to_string()),
        _ => None,
    });
    names.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_is_let_through() {
        for sql in [
            "select 1",
            "WITH a AS (SELECT 1) TABLE a",
            "VALUES (1)",
            "table t",
            "(select 1) union (select 2)",
        ] {
            assert_eq!(reading(sql), Ok(Reading::Rows), "{sql}");
        }
        for sql in [
            "show all",
            "explain select 1",
            "explain analyze select 1",
            "explain (analyze, buffers) select 1",
            "explain (analyze, format json) (select 1)",
            "explain (select 1)",
            "explain verbose delete from t",
            "explain (costs off) update t set a = 1",
        ] {
            assert_eq!(reading(sql), Ok(Reading::Direct), "{sql}");
        }
    }

    #[test]
    fn what_writes_is_refused() {
        for sql in [
            "delete from t",
            "explain analyze delete from t",
            "explain (analyze) insert into t values (1)",
            "explain (analyze false) create table t as select 1",
            "explain execute p",
            "explain",
            "do $$ begin end $$",
            "set role postgres",
            "U&\"\\006Co_export\"",
            "select U&\"\\006Co_export\"(1, 'x')",
            "commit",
            "",
        ] {
            assert!(reading(sql).is_err(), "{sql}");
        }
    }

    #[test]
    fn calls_are_seen_through_blanks_quotes_and_schemas() {
        let names = called("select pg_catalog.\"lo_export\" /* x */ (1, 'a'), count(*) from f (1)");
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["count", "f", "lo_export"]);
    }

    #[test]
    fn patterns_are_written_once() {
        let mut all = OUTSIDE.to_vec();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), OUTSIDE.len());
    }
}
