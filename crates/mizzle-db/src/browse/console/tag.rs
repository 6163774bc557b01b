//! What a server says when a statement without rows is done: `UPDATE 3`, `CREATE TABLE`.

use mizzle_core::sql::words::{Token, tokens};

/// Words between `CREATE` and what is created.
const BETWEEN: [&str; 11] = [
    "or",
    "replace",
    "temp",
    "temporary",
    "unlogged",
    "unique",
    "global",
    "local",
    "trusted",
    "recursive",
    "constraint",
];

/// The tag of a statement, with the number of rows that it changed.
pub(super) fn tag(statement: &str, rows: u64) -> String {
    let found = tokens(statement);
    let mut words = found.iter().map_while(|(token, _)| match token {
        Token::Word(word) => Some(word.to_uppercase()),
        Token::Text(_) | Token::Other(_) => None,
    });
    let Some(first) = words.next() else { return String::new() };
    match first.as_str() {
        "INSERT" => format!("INSERT 0 {rows}"),
        "UPDATE" | "DELETE" | "MERGE" | "COPY" | "SELECT" | "FETCH" | "MOVE" => {
            format!("{first} {rows}")
        }
        // It is one of the above, and only its end says which.
        "WITH" => format!("{rows} rows"),
        "CREATE" | "DROP" | "ALTER" => {
            let between = |word: &String| BETWEEN.iter().any(|it| word.eq_ignore_ascii_case(it));
            let mut rest = words.skip_while(between);
            let object = rest.next().unwrap_or_default();
            match (object.as_str(), rest.next()) {
                ("MATERIALIZED" | "FOREIGN" | "EVENT" | "USER" | "TEXT", Some(second)) => {
                    format!("{first} {object} {second}")
                }
                _ => format!("{first} {object}").trim_end().to_owned(),
            }
        }
        _ => first,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_those_of_the_server() {
        assert_eq!(tag("insert into t values (1)", 3), "INSERT 0 3");
        assert_eq!(tag("delete from t", 0), "DELETE 0");
        assert_eq!(tag("CREATE UNIQUE INDEX i ON t (a)", 0), "CREATE INDEX");
        assert_eq!(tag("create or replace temp view v as select 1", 0), "CREATE VIEW");
        assert_eq!(tag("drop materialized view v", 0), "DROP MATERIALIZED VIEW");
        assert_eq!(tag("begin", 0), "BEGIN");
        assert_eq!(tag("vacuum t", 0), "VACUUM");
    }
}
