//! Ways out of the read-only console, as a superuser, for whom the server has most of them.
//! None changes anything, inside the database or outside.

use super::{Database, said};
use mizzle_db::browse::{Cancel, Console, Outcome, PlanKind};

const VICTIM: &str = "
CREATE TABLE victim (id integer PRIMARY KEY, v text);
INSERT INTO victim VALUES (1, 'a'), (2, 'b');
CREATE SEQUENCE numbers;
CREATE FUNCTION writes() RETURNS integer LANGUAGE plpgsql AS
  'BEGIN DELETE FROM victim; RETURN 1; END';
CREATE FUNCTION unlocks() RETURNS integer LANGUAGE plpgsql AS
  'BEGIN PERFORM set_config(''transaction_read_only'', ''off'', true); DELETE FROM victim;
   RETURN 1; END';
CREATE FUNCTION commits() RETURNS integer LANGUAGE plpgsql AS
  'BEGIN COMMIT; DELETE FROM victim; RETURN 1; END';
CREATE PROCEDURE called() LANGUAGE plpgsql AS 'BEGIN COMMIT; DELETE FROM victim; END';
CREATE VIEW trap AS SELECT writes() AS v;
CREATE FUNCTION later(integer) RETURNS integer LANGUAGE sql AS 'SELECT writes()';
CREATE OPERATOR !!! (FUNCTION = later, RIGHTARG = integer)";

const ATTEMPTS: &[&str] = &[
    // Plain writes.
    "DELETE FROM victim",
    "INSERT INTO victim VALUES (3, 'c')",
    "UPDATE victim SET v = 'x'",
    "TRUNCATE victim",
    "DROP TABLE victim",
    "CREATE TABLE new_one (a integer)",
    "CREATE TEMP TABLE new_one (a integer)",
    "ALTER TABLE victim ADD c integer",
    "SELECT * INTO new_one FROM victim",
    "SELECT * FROM victim FOR UPDATE",
    "MERGE INTO victim USING victim s ON false WHEN NOT MATCHED THEN INSERT VALUES (s.id + 9)",
    "VACUUM victim",
    "LOCK TABLE victim",
    "REFRESH MATERIALIZED VIEW x",
    // Writes in other words.
    "WITH gone AS (DELETE FROM victim RETURNING *) SELECT * FROM gone",
    "WITH made AS (INSERT INTO victim VALUES (3, 'c') RETURNING *) TABLE made",
    "EXPLAIN ANALYZE DELETE FROM victim",
    "EXPLAIN (ANALYZE true, COSTS off) DELETE FROM victim",
    "EXPLAIN (ANALYZE) WITH gone AS (DELETE FROM victim RETURNING *) SELECT * FROM gone",
    "EXPLAIN ANALYZE CREATE TABLE new_one AS SELECT 1",
    "SELECT writes()",
    "SELECT * FROM trap",
    "SELECT !!! 1",
    "SELECT nextval('numbers')",
    "SELECT setval('numbers', 77)",
    "DO $$ BEGIN DELETE FROM victim; END $$",
    "CALL called()",
    "SELECT commits()",
    // Out of the transaction.
    "COMMIT",
    "SELECT 1; COMMIT; DELETE FROM victim",
    "COMMIT; BEGIN READ WRITE; DELETE FROM victim; COMMIT",
    "ROLLBACK; DELETE FROM victim",
    "END; DELETE FROM victim",
    "SAVEPOINT a",
    "BEGIN READ WRITE",
    "PREPARE TRANSACTION 'x'",
    "SET TRANSACTION READ WRITE",
    "SET TRANSACTION READ WRITE; DELETE FROM victim",
    "SET LOCAL transaction_read_only = off",
    "SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE",
    "SET default_transaction_read_only = off",
    "SET ROLE postgres",
    "RESET ALL",
    "DISCARD ALL",
    "SELECT set_config('transaction_read_only', 'off', true)",
    "SELECT pg_catalog . \"set_config\" /* */ ('transaction_read_only', 'off', false)",
    "SELECT U&\"set\\005fconfig\"('transaction_read_only', 'off', false)",
    "SELECT unlocks()",
    "WITH a AS (SELECT unlocks()) SELECT * FROM a, victim",
    // Two statements where one is thought to be.
    "SELECT 'a\\'; DELETE FROM victim; --'",
    "SELECT E'a\\'; DELETE FROM victim; --'",
    "SELECT $a$ $a$; DELETE FROM victim; --$a$",
    "SELECT 1 /* /* */ ; */; DELETE FROM victim",
    "SELECT 1;;;DELETE FROM victim",
    "SELECT (1; DELETE FROM victim)",
    // Prepared statements and cursors.
    "PREPARE p AS DELETE FROM victim",
    "PREPARE p AS DELETE FROM victim; EXECUTE p",
    "EXECUTE p",
    "EXPLAIN ANALYZE EXECUTE p",
    "DECLARE c CURSOR FOR SELECT writes()",
    "DEALLOCATE ALL",
    // Files, programs, large objects.
    "COPY victim TO PROGRAM 'touch /tmp/mizzle_out'",
    "COPY (SELECT 1) TO '/tmp/mizzle_out'",
    "COPY victim FROM PROGRAM 'echo 9'",
    "SELECT lo_import('/etc/hostname', 424242)",
    "SELECT lo_create(424242)",
    "SELECT lo_from_bytea(424242, 'x')",
    "SELECT lo_export(424242, '/tmp/mizzle_out')",
    "SELECT \"lo_unlink\"(oid) FROM pg_largeobject_metadata",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_read_binary_file('/etc/passwd')",
    "SELECT pg_ls_dir('/')",
    "SELECT * FROM pg_stat_file('/etc/passwd')",
    "SELECT query_to_xml('SELECT lo_create(424242)', true, true, '')",
    "SELECT query_to_xml('DELETE FROM victim', true, true, '')",
    "SELECT * FROM ts_stat('SELECT lo_create(424242)::text::tsvector')",
    "LOAD 'plpgsql'",
    // Other sessions and the server itself.
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()",
    "SELECT pg_cancel_backend(1)",
    "SELECT pg_reload_conf()",
    "SELECT pg_rotate_logfile()",
    "SELECT pg_switch_wal()",
    "SELECT pg_create_restore_point('x')",
    "SELECT pg_stat_reset()",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_try_advisory_lock(1)",
    "SELECT pg_notify('a', 'b')",
    "NOTIFY a",
    "LISTEN a",
    "ALTER SYSTEM SET work_mem = '1GB'",
    "CHECKPOINT",
    "SELECT pg_logical_emit_message(false, 'a', 'b')",
    "SELECT * FROM dblink('dbname=postgres', 'SELECT 1') AS t (a integer)",
    "CREATE ROLE mizzle_out SUPERUSER",
    "GRANT ALL ON victim TO public",
];

/// Everything that an attempt could have changed.
const STATE: &str = "
SELECT (SELECT string_agg(victim::text, ' ' ORDER BY id) FROM victim)
  || (SELECT last_value::text || is_called::text FROM numbers)
  || (SELECT count(*)::text FROM pg_class WHERE relname = 'new_one')
  || (SELECT count(*)::text FROM pg_attribute WHERE attrelid = 'victim'::regclass)
  || (SELECT count(*)::text FROM pg_largeobject_metadata WHERE oid = 424242)
  || (SELECT count(*)::text FROM pg_roles WHERE rolname = 'mizzle_out')
  || (SELECT count(*)::text FROM pg_locks WHERE locktype = 'advisory'
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
  || (SELECT count(*)::text FROM pg_prepared_xacts)
  || (SELECT setting FROM pg_settings WHERE name = 'default_transaction_read_only')
  || coalesce((SELECT relacl::text FROM pg_class WHERE oid = 'victim'::regclass), '')
  || coalesce((SELECT size::text FROM pg_stat_file('/tmp/mizzle_out', true)), '')";

#[test]
fn no_way_out_changes_anything() {
    let mut database = Database::with(VICTIM);
    let before = database.one(STATE);
    for attempt in ATTEMPTS {
        let results = database.console(attempt, true);
        let all: Vec<String> = results.iter().map(said).collect();
        // Text that only looks like an attempt has a result; what acts is refused.
        let is_text = attempt.starts_with("SELECT E'a") || attempt.starts_with("SELECT $a$ $a$;");
        let last = all.last().map_or("", String::as_str);
        assert!(last.starts_with("failed: ") || is_text, "{attempt}: {all:?}");
        assert_eq!(database.one(STATE), before, "{attempt}");
    }
    assert!(ATTEMPTS.len() > 90);
}

#[test]
fn no_plan_is_a_way_out() {
    let mut database = Database::with(VICTIM);
    let before = database.one(STATE);
    for attempt in ATTEMPTS {
        for kind in [PlanKind::Estimated, PlanKind::Measured] {
            let console = Console {
                sql: (*attempt).to_owned(),
                is_read_only: true,
                limit: 10,
                plan: Some(kind),
            };
            database.browser.console(&console, &Cancel::new()).unwrap();
            assert_eq!(database.one(STATE), before, "{attempt}");
        }
    }
}

#[test]
fn what_reads_is_read() {
    let database = Database::with(VICTIM);
    for (sql, answer) in [
        ("SELECT count(*) FROM victim", "2"),
        ("(SELECT 1) UNION ALL (SELECT 2) ORDER BY 1", "1\n2"),
        ("WITH a AS (SELECT 1) SELECT * FROM a", "1"),
        ("TABLE victim", "1|a\n2|b"),
        ("VALUES ('deleted; COMMIT')", "deleted; COMMIT"),
        ("SHOW transaction_read_only", "on"),
        ("SELECT 'pg_read_file(1)' AS lo_export", "pg_read_file(1)"),
        ("SELECT upper('a') -- ; DELETE", "A"),
        ("SELECT current_setting('transaction_read_only')", "on"),
    ] {
        let results = database.console(sql, true);
        assert_eq!(said(&results[0]), answer, "{sql}");
    }
    let results = database.console("EXPLAIN SELECT * FROM victim", true);
    assert!(matches!(results[0].outcome, Outcome::Rows(_)));
}
