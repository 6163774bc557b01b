//! What kind of statement a text is, as far as running it safely depends on it:
//! may it stand in a transaction, and if not, which object tells whether it ran.
//!
//! Reads the first words only; the grammar is the server's business. The list
//! of what is forbidden in a transaction is that of the callers of
//! `PreventInTransactionBlock` in Postgres 13 to 18.

use super::cursor::Cursor;
use super::lexer::{Lexer, TokenKind};

/// What a statement is to whoever runs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// `BEGIN` or `START TRANSACTION`; true where it asks for an isolation level or another mode.
    Begin {
        /// Does it name a mode?
        modes: bool,
    },
    /// `COMMIT` or `END`
    Commit {
        /// `AND CHAIN`: a transaction begins again at once.
        chain: bool,
    },
    /// `ROLLBACK` or `ABORT` of the whole transaction, and `PREPARE TRANSACTION`.
    Rollback,
    /// `ALTER TYPE … ADD VALUE 'value'`: the value can be used after a commit only.
    AddEnumValue(String),
    /// Forbidden in a transaction.
    Alone(Alone),
    /// `CALL` and `DO`: outside a transaction they may commit on their own.
    Call,
    /// May stand in a transaction and changes nothing outside it.
    Plain,
    /// Begins with a word that is none of the server's we know.
    Unknown,
}

/// A statement that the server forbids in a transaction, with the object whose
/// presence tells afterwards whether it ran.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Alone {
    /// `CREATE INDEX CONCURRENTLY`
    CreateIndex {
        /// The index, where it is named.
        name: Option<String>,
        /// The table as written.
        table: ObjectName,
    },
    /// `DROP INDEX CONCURRENTLY`
    DropIndex(ObjectName),
    /// `REINDEX INDEX CONCURRENTLY`
    ReindexIndex(ObjectName),
    /// `REINDEX TABLE CONCURRENTLY`
    ReindexTable(ObjectName),
    /// `ALTER TABLE … DETACH PARTITION … CONCURRENTLY`
    DetachPartition {
        /// The partitioned table.
        table: ObjectName,
        /// The partition.
        partition: ObjectName,
    },
    /// `CREATE DATABASE`, `TABLESPACE` or `SUBSCRIPTION`
    CreateShared(Shared, String),
    /// `DROP DATABASE`, `TABLESPACE` or `SUBSCRIPTION`
    DropShared(Shared, String),
    /// Running it a second time gives the same: `VACUUM`, `ALTER SYSTEM`, `CLUSTER`, …
    Repeatable,
    /// No catalog tells whether it ran.
    Opaque,
}

/// Objects outside schemas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// `pg_database`
    Database,
    /// `pg_tablespace`
    Tablespace,
    /// `pg_subscription`
    Subscription,
}

/// A name as a statement gives it, decoded: `"S".t` is `["S", "t"]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectName {
    /// Schema, if given, then name.
    pub parts: Vec<String>,
}

/// Reads the kind off the first words of a statement.
pub fn classify(statement: &str) -> Kind {
    Cursor::new(statement).kind()
}

/// The extension that the statement creates.
pub fn created_extension(statement: &str) -> Option<String> {
    let mut words = Cursor::new(statement);
    if !words.take_all(&["create", "extension"]) {
        return None;
    }
    words.take_all(&["if", "not", "exists"]);
    words.name_part()
}

/// Does any quoted text of the statement hold the value, as a whole or as a
/// word of it: an element of an array, a constant in a function's body?
pub fn mentions_text(statement: &str, value: &str) -> bool {
    let escaped = value.replace('\'', "''");
    Lexer::new(statement).flatten().any(|token| {
        matches!(token.kind, TokenKind::String | TokenKind::DollarString)
            && [value, &escaped].into_iter().any(|form| has_word(token.text(statement), form))
    })
}

fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(part) && !text[at + word.len()..].starts_with(part))
}

impl Cursor<'_> {
    fn kind(mut self) -> Kind {
        if self.take("begin") {
            self.take_any(&["work", "transaction"]);
            Kind::Begin { modes: self.next.is_some() }
        } else if self.take("start") {
            self.take("transaction");
            Kind::Begin { modes: self.next.is_some() }
        } else if self.take_any(&["commit", "end"]) {
            if self.take("prepared") {
                return Kind::Alone(Alone::Opaque);
            }
            self.take_any(&["work", "transaction"]);
            Kind::Commit { chain: self.take_all(&["and", "chain"]) }
        } else if self.take_any(&["rollback", "abort"]) {
            if self.take("prepared") {
                return Kind::Alone(Alone::Opaque);
            }
            self.take_any(&["work", "transaction"]);
            if self.take("to") { Kind::Plain } else { Kind::Rollback }
        } else if self.take("prepare") {
            if self.take("transaction") { Kind::Rollback } else { Kind::Plain }
        } else if self.take("create") {
            self.create()
        } else if self.take("drop") {
            self.drop()
        } else if self.take("alter") {
            self.alter()
        } else if self.take("reindex") {
            self.reindex()
        } else if self.take("vacuum") {
            Kind::Alone(Alone::Repeatable)
        } else if self.take("cluster") {
            self.take("verbose");
            if self.next.is_none() { Kind::Alone(Alone::Repeatable) } else { Kind::Plain }
        } else if self.take("discard") {
            if self.take("all") { Kind::Alone(Alone::Repeatable) } else { Kind::Plain }
        } else if self.take_any(&["call", "do"]) {
            Kind::Call
        } else if self.take_any(PLAIN) || self.next.is_some_and(|next| next.kind == TokenKind::Open)
        {
            Kind::Plain
        } else {
            Kind::Unknown
        }
    }

    fn create(mut self) -> Kind {
        self.take("unique");
        if self.take("index") {
            if !self.take("concurrently") {
                return Kind::Plain;
            }
            self.take_all(&["if", "not", "exists"]);
            let name = if self.take("on") { None } else { self.name_part() };
            if name.is_some() {
                self.take("on");
            }
            self.take("only");
            return Kind::Alone(match self.object_name() {
                Some(table) => Alone::CreateIndex { name, table },
                None => Alone::Opaque,
            });
        }
        match self.shared() {
            // Without a slot on the publisher, CREATE SUBSCRIPTION is like any other.
            Some((Shared::Subscription, _)) if self.has("create_slot") || self.has("connect") => {
                Kind::Plain
            }
            Some((shared, name)) => Kind::Alone(Alone::CreateShared(shared, name)),
            None => Kind::Plain,
        }
    }

    fn drop(mut self) -> Kind {
        if self.take("index") {
            if !self.take("concurrently") {
                return Kind::Plain;
            }
            self.take_all(&["if", "exists"]);
            return Kind::Alone(self.object_name().map_or(Alone::Opaque, Alone::DropIndex));
        }
        match self.shared() {
            Some((shared, name)) => Kind::Alone(Alone::DropShared(shared, name)),
            None => Kind::Plain,
        }
    }

    fn shared(&mut self) -> Option<(Shared, String)> {
        let shared = if self.take("database") {
            Shared::Database
        } else if self.take("tablespace") {
            Shared::Tablespace
        } else if self.take("subscription") {
            Shared::Subscription
        } else {
            return None;
        };
        self.take_all(&["if", "exists"]);
        Some((shared, self.name_part()?))
    }

    fn alter(mut self) -> Kind {
        if self.take("system") {
            return Kind::Alone(Alone::Repeatable);
        }
        if self.take("database") {
            self.object_name();
            let moves = self.take_all(&["set", "tablespace"]);
            return if moves { Kind::Alone(Alone::Repeatable) } else { Kind::Plain };
        }
        if self.take("subscription") {
            let refreshes = self.has("refresh") || self.has("publication");
            return if refreshes { Kind::Alone(Alone::Repeatable) } else { Kind::Plain };
        }
        if self.take("type") {
            self.object_name();
            if !self.take_all(&["add", "value"]) {
                return Kind::Plain;
            }
            self.take_all(&["if", "not", "exists"]);
            return self.string().map_or(Kind::Plain, Kind::AddEnumValue);
        }
        if self.take("table") {
            self.take_all(&["if", "exists"]);
            self.take("only");
            let table = self.object_name();
            if self.take_all(&["detach", "partition"]) {
                let partition = self.object_name();
                if self.take("concurrently") {
                    return Kind::Alone(match (table, partition) {
                        (Some(table), Some(partition)) => {
                            Alone::DetachPartition { table, partition }
                        }
                        (None, _) | (_, None) => Alone::Opaque,
                    });
                }
            }
        }
        Kind::Plain
    }

    fn reindex(mut self) -> Kind {
        let mut concurrently = false;
        if self.next.is_some_and(|token| token.kind == TokenKind::Open) {
            while let Some(token) = self.step() {
                concurrently |= token.text(self.source).eq_ignore_ascii_case("concurrently");
                if token.kind == TokenKind::Close {
                    break;
                }
            }
        }
        let index = self.take("index");
        let table = !index && self.take("table");
        if !index && !table {
            return Kind::Alone(Alone::Repeatable);
        }
        concurrently |= self.take("concurrently");
        if !concurrently {
            return Kind::Plain;
        }
        Kind::Alone(match self.object_name() {
            Some(name) if index => Alone::ReindexIndex(name),
            Some(name) => Alone::ReindexTable(name),
            None => Alone::Opaque,
        })
    }
}

/// First words of statements that may all stand in a transaction.
const PLAIN: &[&str] = &[
    "select",
    "insert",
    "update",
    "delete",
    "with",
    "merge",
    "values",
    "table",
    "truncate",
    "comment",
    "grant",
    "revoke",
    "set",
    "reset",
    "show",
    "lock",
    "analyze",
    "analyse",
    "refresh",
    "security",
    "reassign",
    "import",
    "copy",
    "explain",
    "notify",
    "listen",
    "unlisten",
    "savepoint",
    "release",
    "execute",
    "deallocate",
    "declare",
    "fetch",
    "move",
    "close",
    "checkpoint",
    "load",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn name(parts: &[&str]) -> ObjectName {
        ObjectName { parts: parts.iter().map(|part| (*part).to_owned()).collect() }
    }

    #[test]
    fn indexes_built_or_dropped_beside_the_traffic() {
        let index = |sql: &str| {
            let Kind::Alone(Alone::CreateIndex { name, table }) = classify(sql) else {
                panic!("{sql}");
            };
            (name, table.parts)
        };
        assert_eq!(
            index(
                "create unique index /* x */ concurrently if not exists \"A b\" on only s.\"T\"(x)"
            ),
            (Some("A b".into()), vec!["s".into(), "T".into()])
        );
        assert_eq!(index("CREATE INDEX CONCURRENTLY ON T (x)"), (None, vec!["t".into()]));
        assert_eq!(classify("CREATE INDEX concurrent_idx ON t (concurrently)"), Kind::Plain);
        assert_eq!(
            classify("DROP INDEX CONCURRENTLY IF EXISTS s.i"),
            Kind::Alone(Alone::DropIndex(name(&["s", "i"])))
        );
        assert_eq!(
            classify("REINDEX (VERBOSE, CONCURRENTLY) TABLE t"),
            Kind::Alone(Alone::ReindexTable(name(&["t"])))
        );
        assert_eq!(
            classify("REINDEX INDEX CONCURRENTLY i"),
            Kind::Alone(Alone::ReindexIndex(name(&["i"])))
        );
        assert_eq!(classify("REINDEX TABLE t"), Kind::Plain);
        assert_eq!(
            classify("ALTER TABLE IF EXISTS ONLY p DETACH PARTITION c CONCURRENTLY"),
            Kind::Alone(Alone::DetachPartition { table: name(&["p"]), partition: name(&["c"]) })
        );
    }

    #[test]
    fn other_statements_that_refuse_a_transaction() {
        for sql in [
            "VACUUM (ANALYZE) t",
            "alter system set work_mem = 1",
            "REINDEX DATABASE d",
            "CLUSTER",
            "DISCARD ALL",
            "ALTER DATABASE d SET TABLESPACE x",
            "ALTER SUBSCRIPTION s REFRESH PUBLICATION",
        ] {
            assert_eq!(classify(sql), Kind::Alone(Alone::Repeatable), "{sql}");
        }
        assert_eq!(
            classify("CREATE DATABASE \"D\""),
            Kind::Alone(Alone::CreateShared(Shared::Database, "D".into()))
        );
        assert_eq!(
            classify("DROP TABLESPACE IF EXISTS x"),
            Kind::Alone(Alone::DropShared(Shared::Tablespace, "x".into()))
        );
        assert_eq!(classify("COMMIT PREPARED 'x'"), Kind::Alone(Alone::Opaque));
        assert_eq!(classify("ALTER DATABASE d SET work_mem = 1"), Kind::Plain);
        assert_eq!(classify("CLUSTER t"), Kind::Plain);
        assert_eq!(
            classify("CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot=false)"),
            Kind::Plain
        );
    }

    #[test]
    fn transactions_in_the_file() {
        assert_eq!(classify("begin work"), Kind::Begin { modes: false });
        assert_eq!(classify("BEGIN ISOLATION LEVEL SERIALIZABLE"), Kind::Begin { modes: true });
        assert_eq!(classify("START TRANSACTION"), Kind::Begin { modes: false });
        assert_eq!(classify("END TRANSACTION"), Kind::Commit { chain: false });
        assert_eq!(classify("commit and chain"), Kind::Commit { chain: true });
        assert_eq!(classify("ROLLBACK TO SAVEPOINT a"), Kind::Plain);
        assert_eq!(classify("ROLLBACK"), Kind::Rollback);
        assert_eq!(classify("PREPARE TRANSACTION 'x'"), Kind::Rollback);
        assert_eq!(classify("DO $$ BEGIN END $$"), Kind::Call);
        assert_eq!(classify("(SELECT 1)"), Kind::Plain);
        assert_eq!(classify("FLY TO moon"), Kind::Unknown);
        assert_eq!(created_extension("CREATE EXTENSION IF NOT EXISTS \"a-b\""), Some("a-b".into()));
        assert_eq!(created_extension("CREATE TABLE extension ()"), None);
    }

    #[test]
    fn a_new_enum_value_and_its_use() {
        assert_eq!(
            classify("ALTER TYPE \"s\".\"e\" ADD VALUE IF NOT EXISTS 'it''s' BEFORE 'b'"),
            Kind::AddEnumValue("it's".into())
        );
        assert_eq!(classify("ALTER TYPE e RENAME VALUE 'a' TO 'b'"), Kind::Plain);
        assert!(mentions_text("UPDATE t SET e = 'it''s'", "it's"));
        assert!(mentions_text("SELECT '{a,new}'::e[]", "new"));
        assert!(mentions_text("DO $$ UPDATE t SET e = 'new' $$", "new"));
        assert!(!mentions_text("SELECT new FROM t -- 'new'", "new"));
        assert!(!mentions_text("SELECT 'renew', 'new_one'", "new"));
    }
}
