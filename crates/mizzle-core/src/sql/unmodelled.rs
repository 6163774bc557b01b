//! Which statements make, change or drop what a schema cannot say but may call:
//! functions, extensions, domains, text search configurations and the like, and what
//! hangs on tables beside what it can say. Reads the first words only.

use super::cursor::Cursor;

/// Kinds of more than one word are split at blanks.
const KINDS: &[&str] = &[
    "extension",
    "function",
    "procedure",
    "routine",
    "aggregate",
    "domain",
    "operator",
    "cast",
    "collation",
    "conversion",
    "language",
    "trigger",
    "rule",
    "statistics",
    "text search",
    "access method",
];

/// Is it about an object that no schema can say? A type or schema is one only where the
/// statement creates it: a type may be an enum, which schemas can say.
pub fn is_unmodelled(statement: &str) -> bool {
    let mut words = Cursor::new(statement);
    if words.take("create") {
        words.take_all(&["or", "replace"]);
        while words.take_any(&["trusted", "procedural", "constraint", "default"]) {}
        if words.take("type") {
            return words.object_name().is_some() && !words.take_all(&["as", "enum"]);
        }
        return words.take("schema") || has_kind(&mut words);
    }
    words.take_any(&["alter", "drop"]) && {
        words.take("procedural");
        has_kind(&mut words)
    }
}

fn has_kind(words: &mut Cursor<'_>) -> bool {
    KINDS.iter().any(|kind| words.take_all(&kind.split(' ').collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_their_first_words() {
        for statement in [
            "CREATE OR REPLACE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "/* why */ create extension if not exists citext",
            "CREATE TEXT SEARCH CONFIGURATION german (COPY = simple)",
            "ALTER TEXT SEARCH CONFIGURATION german ADD MAPPING FOR asciiword WITH simple",
            "CREATE TYPE point3 AS (x int, y int, z int)",
            "CREATE TYPE app.span AS RANGE (SUBTYPE = int)",
            "CREATE DOMAIN email AS text",
            "CREATE CONSTRAINT TRIGGER t AFTER INSERT ON a EXECUTE FUNCTION f()",
            "DROP FUNCTION f()",
            "CREATE SCHEMA app",
        ] {
            assert!(is_unmodelled(statement), "{statement}");
        }
        for statement in [
            "CREATE TYPE \"public\".\"mood\" AS ENUM('a')",
            "DROP TYPE mood",
            "ALTER TYPE mood ADD VALUE 'b'",
            "CREATE TABLE function (domain int)",
            "DROP SCHEMA app",
            "ALTER TABLE t ADD CONSTRAINT c CHECK (true)",
            "SELECT 'CREATE FUNCTION'",
        ] {
            assert!(!is_unmodelled(statement), "{statement}");
        }
    }
}
