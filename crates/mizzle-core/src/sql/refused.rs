//! Which rows stand in a statement's way: a constraint or an index that the data in the
//! table refuses. Made from the text of the statement and the names in the server's
//! error; what cannot be told from these is left out, never guessed.

use super::Ident;
use super::words::{Token, Words, tokens};
use std::fmt::Write;
use std::ops::Range;

/// The names in the server's error.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Refusal<'a> {
    /// SQLSTATE
    pub code: &'a str,
    /// The table's schema.
    pub schema: Option<&'a str>,
    /// The table.
    pub table: Option<&'a str>,
    /// The column.
    pub column: Option<&'a str>,
    /// The constraint or index.
    pub constraint: Option<&'a str>,
}

/// What is wrong with the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// A column has no value in them.
    Null,
    /// The statement adds a column that must have a value, and there are rows already.
    NewColumn,
    /// Several have one key.
    Duplicate,
    /// What they refer to is not there.
    Orphan,
    /// They do not meet a condition.
    Check,
}

/// Rows that stand in a statement's way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// What is wrong with them.
    pub fault: Fault,
    /// A query that shows them, where one can be told.
    pub rows: Option<String>,
}

/// Why a statement that changes a table was refused because of its rows; `None` where
/// it was something else, such as an INSERT. `earlier` ran before it and does not hold
/// any more: where that mentions the table, the table is not what the statement met.
pub fn refused(statement: &str, earlier: &[String], refusal: &Refusal<'_>) -> Option<Refused> {
    let text = Text::new(statement);
    let altered = text.begins(&["alter", "table"]);
    let index = text.begins(&["create", "unique", "index"]);
    let table = Table { schema: refusal.schema, name: refusal.table? };
    let mut others = vec![table.name.to_owned()];
    let (fault, rows) = match refusal.code {
        "23502" if altered => {
            let column = refusal.column?;
            if text.adds_column(column) {
                return Some(Refused { fault: Fault::NewColumn, rows: None });
            }
            (Fault::Null, Some(format!("SELECT * FROM {table} WHERE {} IS NULL", Ident(column))))
        }
        "23505" if altered || index => {
            (Fault::Duplicate, text.key(index, refusal.constraint).map(|key| key.rows(table)))
        }
        "23503" if altered => {
            let reference = text.reference(refusal.constraint);
            others.extend(reference.iter().filter_map(|it| it.target.last().cloned()));
            (Fault::Orphan, reference.map(|it| it.rows(table)))
        }
        "23514" if altered => {
            let condition = text.condition(refusal.constraint);
            (Fault::Check, condition.map(|it| format!("SELECT * FROM {table} WHERE NOT ({it})")))
        }
        _ => return None,
    };
    let met = !earlier
        .iter()
        .map(|sql| Words::of(sql))
        .any(|words| others.iter().any(|name| words.mentions(name)));
    Some(Refused { fault, rows: rows.filter(|_| met) })
}

#[derive(Clone, Copy)]
struct Table<'a> {
    schema: Option<&'a str>,
    name: &'a str,
}

impl std::fmt::Display for Table<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.schema {
            Some(schema) if schema != "public" => write!(f, "{}.", Ident(schema))?,
            Some(_) | None => {}
        }
        write!(f, "{}", Ident(self.name))
    }
}

/// What must be unique.
struct Key {
    columns: Vec<String>,
    /// Does a NULL equal another?
    nulls_equal: bool,
    /// The condition of a partial index.
    predicate: Option<String>,
}

impl Key {
    fn rows(&self, table: Table<'_>) -> String {
        let columns = list(&self.columns);
        let mut conditions: Vec<String> =
            self.predicate.iter().map(|predicate| format!("({predicate})")).collect();
        if !self.nulls_equal {
            conditions.extend(self.columns.iter().map(|it| format!("{} IS NOT NULL", Ident(it))));
        }
        let mut query = format!("SELECT {columns}, count(*) FROM {table}");
        if !conditions.is_empty() {
            let _ = write!(query, " WHERE {}", conditions.join(" AND "));
        }
        let _ = write!(query, " GROUP BY {columns} HAVING count(*) > 1");
        query
    }
}

/// A foreign key.
struct Reference {
    columns: Vec<String>,
    /// The parts of the referenced table's name.
    target: Vec<String>,
    target_columns: Vec<String>,
}

impl Reference {
    fn rows(&self, table: Table<'_>) -> String {
        let target: Vec<String> = self.target.iter().map(|it| Ident(it).to_string()).collect();
        let set: Vec<String> =
            self.columns.iter().map(|it| format!("t.{} IS NOT NULL", Ident(it))).collect();
        let pairs: Vec<String> = self
            .columns
            .iter()
            .zip(&self.target_columns)
            .map(|(own, other)| format!("r.{} = t.{}", Ident(other), Ident(own)))
            .collect();
        format!(
            "SELECT * FROM {table} t WHERE {} AND NOT EXISTS (SELECT FROM {} r WHERE {})",
            set.join(" AND "),
            target.join("."),
            pairs.join(" AND ")
        )
    }
}

fn list(columns: &[String]) -> String {
    let names: Vec<String> = columns.iter().map(|it| Ident(it).to_string()).collect();
    names.join(", ")
}

/// A statement in tokens.
struct Text<'a> {
    sql: &'a str,
    tokens: Vec<(Token<'a>, Range<usize>)>,
}

impl<'a> Text<'a> {
    fn new(sql: &'a str) -> Self {
        Self { sql, tokens: tokens(sql) }
    }

    /// Is the token at this place the keyword?
    fn is(&self, at: usize, keyword: &str) -> bool {
        self.tokens.get(at).is_some_and(|(token, range)| {
            matches!(token, Token::Word(word) if word == keyword)
                && !self.sql[range.clone()].starts_with('"')
        })
    }

    fn are(&self, at: usize, keywords: &[&str]) -> bool {
        keywords.iter().enumerate().all(|(offset, keyword)| self.is(at + offset, keyword))
    }

    fn begins(&self, keywords: &[&str]) -> bool {
        self.are(0, keywords)
    }

    fn name(&self, at: usize) -> Option<&str> {
        match self.tokens.get(at) {
            Some((Token::Word(word), _)) => Some(word),
            Some((Token::Text(_) | Token::Other(_), _)) | None => None,
        }
    }

    fn symbol(&self, at: usize, symbol: &str) -> bool {
        matches!(self.tokens.get(at), Some((Token::Other(text), _)) if *text == symbol)
    }

    /// Does the statement add this column?
    fn adds_column(&self, column: &str) -> bool {
        (0..self.tokens.len()).filter(|at| self.is(*at, "add")).any(|at| {
            let mut next = at + 1;
            next += usize::from(self.is(next, "column"));
            if self.are(next, &["if", "not", "exists"]) {
                next += 3;
            }
            self.name(next) == Some(column)
        })
    }

    /// Where the definition of a constraint that the statement adds begins, by its
    /// keywords. Of several the one with the name.
    fn added(&self, keywords: &[&str], name: Option<&str>) -> Option<usize> {
        let found: Vec<(usize, Option<&str>)> = (0..self.tokens.len())
            .filter(|at| self.is(*at, "add"))
            .filter_map(|at| {
                let named = self.is(at + 1, "constraint");
                let begin = if named { at + 3 } else { at + 1 };
                let own = if named { self.name(at + 2) } else { None };
                self.are(begin, keywords).then_some((begin + keywords.len(), own))
            })
            .collect();
        match found.as_slice() {
            [(at, own)] if own.is_none() || name.is_none() || *own == name => Some(*at),
            several => {
                let own = several.iter().find(|(_, own)| own.is_some() && *own == name);
                own.map(|(at, _)| *at)
            }
        }
    }

    /// The place of the parenthesis that closes the one at `open`.
    fn closing(&self, open: usize) -> Option<usize> {
        let mut depth = 0;
        for at in open..self.tokens.len() {
            if self.symbol(at, "(") {
                depth += 1;
            } else if self.symbol(at, ")") {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        None
    }

    /// The columns between parentheses, and the place behind them; `None` where one of
    /// them is an expression or more than its name.
    fn columns(&self, open: usize) -> Option<(Vec<String>, usize)> {
        if !self.symbol(open, "(") {
            return None;
        }
        let close = self.closing(open)?;
        let (mut columns, mut at) = (Vec::new(), open + 1);
        while at < close {
            columns.push(self.name(at)?.to_owned());
            at += 1;
            at += usize::from(self.is(at, "asc") || self.is(at, "desc"));
            if self.is(at, "nulls") {
                at += 2;
            }
            if at != close && !self.symbol(at, ",") {
                return None;
            }
            at += 1;
        }
        (!columns.is_empty()).then_some((columns, close + 1))
    }

    fn key(&self, index: bool, name: Option<&str>) -> Option<Key> {
        if index {
            let on = (0..self.tokens.len()).find(|at| self.is(*at, "on"))?;
            let open = (on..self.tokens.len()).find(|at| self.symbol(*at, "("))?;
            let (columns, behind) = self.columns(open)?;
            let mut rest = behind..self.tokens.len();
            let nulls_equal = rest.clone().any(|at| self.are(at, &["nulls", "not", "distinct"]));
            let predicate = rest.find(|at| self.is(*at, "where")).map(|at| {
                self.sql[self.tokens[at].1.end..].trim().trim_end_matches(';').trim_end().to_owned()
            });
            return Some(Key { columns, nulls_equal, predicate });
        }
        if let Some(mut at) = self.added(&["unique"], name) {
            let nulls_equal = self.are(at, &["nulls", "not", "distinct"]);
            if self.is(at, "nulls") {
                at += if nulls_equal { 3 } else { 2 };
            }
            let (columns, _) = self.columns(at)?;
            return Some(Key { columns, nulls_equal, predicate: None });
        }
        let (columns, _) = self.columns(self.added(&["primary", "key"], name)?)?;
        Some(Key { columns, nulls_equal: true, predicate: None })
    }

    fn reference(&self, name: Option<&str>) -> Option<Reference> {
        let (columns, at) = self.columns(self.added(&["foreign", "key"], name)?)?;
        if !self.is(at, "references") {
            return None;
        }
        let mut at = at + 1;
        let mut target = vec![self.name(at)?.to_owned()];
        at += 1;
        while self.symbol(at, ".") {
            target.push(self.name(at + 1)?.to_owned());
            at += 2;
        }
        // Without columns it is the primary key, which the text does not tell; and a
        // `MATCH` is about NULLs.
        let (target_columns, at) = self.columns(at)?;
        let same = columns.len() == target_columns.len() && !self.is(at, "match");
        same.then_some(Reference { columns, target, target_columns })
    }

    fn condition(&self, name: Option<&str>) -> Option<&'a str> {
        let open = self.added(&["check"], name).filter(|at| self.symbol(*at, "("))?;
        let close = self.closing(open)?;
        Some(self.sql[self.tokens[open].1.end..self.tokens[close].1.start].trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const REFUSAL: Refusal<'static> = Refusal {
        code: "",
        schema: Some("public"),
        table: Some("users"),
        column: None,
        constraint: Some("c"),
    };

    fn rows(code: &str, statement: &str) -> Option<String> {
        refused(statement, &[], &Refusal { code, ..REFUSAL })?.rows
    }

    #[test]
    fn a_column_without_values() {
        let refusal = Refusal { code: "23502", column: Some("Name"), ..REFUSAL };
        let fault = |statement: &str, earlier: &[String]| refused(statement, earlier, &refusal);
        let set = r#"ALTER TABLE "users" ALTER COLUMN "Name" SET NOT NULL;"#;
        let query = r#"SELECT * FROM "users" WHERE "Name" IS NULL"#;
        let rows = Some(query.to_owned());
        assert_eq!(fault(set, &[]), Some(Refused { fault: Fault::Null, rows: rows.clone() }));
        let other = ["CREATE TABLE posts (id int)".to_owned()];
        assert_eq!(fault(set, &other), Some(Refused { fault: Fault::Null, rows }));
        // The column is not there any more, so no query could name it.
        let same = [r#"ALTER TABLE users ADD COLUMN "Name" text"#.to_owned()];
        assert_eq!(fault(set, &same), Some(Refused { fault: Fault::Null, rows: None }));
        for add in ["ADD COLUMN \"Name\" text NOT NULL", "ADD COLUMN IF NOT EXISTS \"Name\" text"] {
            let found = fault(&format!("ALTER TABLE users {add}"), &[]).unwrap();
            assert_eq!(found, Refused { fault: Fault::NewColumn, rows: None });
        }
        assert_eq!(fault("INSERT INTO users VALUES (NULL)", &[]), None);
        assert_eq!(fault("UPDATE users SET \"Name\" = NULL", &[]), None);
    }

    #[test]
    fn a_key_with_duplicates() {
        let cases = [
            (
                r#"ALTER TABLE "users" ADD CONSTRAINT "c" UNIQUE("email");"#,
                r#"SELECT "email", count(*) FROM "users" WHERE "email" IS NOT NULL GROUP BY "email" HAVING count(*) > 1"#,
            ),
            (
                "alter table users add constraint c unique nulls not distinct (a, b)",
                r#"SELECT "a", "b", count(*) FROM "users" GROUP BY "a", "b" HAVING count(*) > 1"#,
            ),
            (
                "ALTER TABLE users ADD PRIMARY KEY (id)",
                r#"SELECT "id", count(*) FROM "users" GROUP BY "id" HAVING count(*) > 1"#,
            ),
            (
                "ALTER TABLE users ADD CONSTRAINT b UNIQUE (x), ADD CONSTRAINT c UNIQUE (y)",
                r#"SELECT "y", count(*) FROM "users" WHERE "y" IS NOT NULL GROUP BY "y" HAVING count(*) > 1"#,
            ),
            (
                r#"CREATE UNIQUE INDEX CONCURRENTLY "c" ON "users" USING btree ("a" DESC NULLS LAST,"b") WHERE "gone" IS NULL;"#,
                r#"SELECT "a", "b", count(*) FROM "users" WHERE ("gone" IS NULL) AND "a" IS NOT NULL AND "b" IS NOT NULL GROUP BY "a", "b" HAVING count(*) > 1"#,
            ),
        ];
        for (statement, query) in cases {
            assert_eq!(rows("23505", statement).as_deref(), Some(query), "{statement}");
        }
        // What more there is to an expression or an operator class than a name is not
        // taken apart.
        for statement in [
            "CREATE UNIQUE INDEX c ON users (lower(email))",
            "CREATE UNIQUE INDEX c ON users (email text_pattern_ops)",
            "ALTER TABLE users ADD CONSTRAINT c UNIQUE USING INDEX i",
            "ALTER TABLE users ADD CONSTRAINT a UNIQUE (x), ADD CONSTRAINT b UNIQUE (y)",
        ] {
            let found = refused(statement, &[], &Refusal { code: "23505", ..REFUSAL });
            assert_eq!(found, Some(Refused { fault: Fault::Duplicate, rows: None }), "{statement}");
        }
        assert_eq!(rows("23505", "INSERT INTO users VALUES (1)"), None);
    }

    #[test]
    fn a_reference_that_leads_nowhere() {
        let statement = r#"ALTER TABLE "users" ADD CONSTRAINT "c" FOREIGN KEY ("team","place") REFERENCES "app"."teams"("id","place") ON DELETE cascade;"#;
        let query = r#"SELECT * FROM "users" t WHERE t."team" IS NOT NULL AND t."place" IS NOT NULL AND NOT EXISTS (SELECT FROM "app"."teams" r WHERE r."id" = t."team" AND r."place" = t."place")"#;
        assert_eq!(rows("23503", statement).as_deref(), Some(query));
        let refusal = Refusal { code: "23503", ..REFUSAL };
        for earlier in ["ALTER TABLE app.teams ADD COLUMN x int", "DELETE FROM users"] {
            let found = refused(statement, &[earlier.to_owned()], &refusal).unwrap();
            assert_eq!(found, Refused { fault: Fault::Orphan, rows: None });
        }
        let primary = "ALTER TABLE users ADD FOREIGN KEY (team) REFERENCES teams";
        assert_eq!(rows("23503", primary), None);
    }

    #[test]
    fn a_condition_that_is_not_met() {
        let statement = r#"ALTER TABLE "users" ADD CONSTRAINT "c" CHECK (("age" > 0) AND name <> ')') NOT VALID"#;
        let query = r#"SELECT * FROM "users" WHERE NOT (("age" > 0) AND name <> ')')"#;
        assert_eq!(rows("23514", statement).as_deref(), Some(query));
        let other = Refusal { code: "23514", schema: Some("app"), ..REFUSAL };
        let found = refused("ALTER TABLE app.users ADD CHECK (a > 0)", &[], &other).unwrap();
        assert_eq!(found.rows.as_deref(), Some(r#"SELECT * FROM "app"."users" WHERE NOT (a > 0)"#));
        assert_eq!(rows("23514", "ALTER TABLE users VALIDATE CONSTRAINT c"), None);
        assert_eq!(refused("DROP TABLE users", &[], &other), None);
    }
}
