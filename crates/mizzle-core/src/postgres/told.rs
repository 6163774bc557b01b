//! The diff of a migration that was written: what was renamed in it, its own SQL tells.
//!
//! Two snapshots say what was there before and after, and not whether a column that went
//! is one that came. What the SQL does not rename in so many words was dropped.

use super::diff::{Diff, DiffError, DiffOptions, diff};
use super::schema::Schema;
use crate::diff::{Candidate, Question};
use crate::hints::{Answers, Kind};
use crate::naming::Line;
use crate::script::Script;
use crate::sql::{Ident, Literal};

/// An answer can lead to further questions, about what is in a renamed table.
const ROUNDS: usize = 8;

/// What leads from one schema to the other, as these statements do.
///
/// # Errors
/// The server would refuse the second schema.
pub fn told(from: &Schema, to: &Schema, line: Line, sql: &str) -> Result<Diff, DiffError> {
    let statements: Vec<String> = Script::parse(sql).map_or_else(
        |_| Vec::new(),
        |script| script.statements().map(|statement| statement.text.clone()).collect(),
    );
    let mut answers = Answers::default();
    let mut rounds = ROUNDS;
    loop {
        match diff(from, to, &DiffOptions { line, answers: &answers }) {
            Err(DiffError::Undecided(questions)) if rounds > 0 => {
                rounds -= 1;
                for question in &questions {
                    let mut candidates = question.candidates.iter();
                    answers.push(
                        match candidates.find(|one| renames(&statements, question, one)) {
                            Some(candidate) => question.rename_hint(candidate),
                            None => question.create_hint(),
                        },
                    );
                }
            }
            result => return result,
        }
    }
}

/// Does one of the statements give the candidate the name that appeared?
fn renames(statements: &[String], question: &Question, candidate: &Candidate) -> bool {
    let (from, to) = (&candidate.from, &question.created);
    let (Some(old), Some(new)) = (from.last(), to.last()) else { return false };
    let says = |words: &str| statements.iter().any(|text| text.contains(words));
    let renamed = |what: &str| {
        let end = format!(" RENAME TO {}", Ident(new));
        let old = Ident(old).to_string();
        statements.iter().any(|text| {
            text.starts_with(&format!("ALTER {what} "))
                && text.contains(&old)
                && text.ends_with(&end)
        })
    };
    let moved = |what: &str| {
        let same_schema = from.first() == to.first();
        let schema = to.first().map(|schema| format!(" SET SCHEMA {}", Ident(schema)));
        let moves = |end: &String| {
            statements.iter().any(|text| {
                text.starts_with(&format!("ALTER {what} "))
                    && text.contains(&Ident(old).to_string())
                    && text.ends_with(end)
            })
        };
        (old == new || renamed(what)) && (same_schema || schema.as_ref().is_some_and(moves))
    };
    match question.kind {
        Kind::Column => says(&format!("RENAME COLUMN {} TO {}", Ident(old), Ident(new))),
        Kind::EnumValue => says(&format!("RENAME VALUE {} TO {}", Literal(old), Literal(new))),
        Kind::Schema => renamed("SCHEMA"),
        Kind::Role => renamed("ROLE"),
        Kind::Table => moved("TABLE"),
        Kind::Enum => moved("TYPE"),
        Kind::Sequence => moved("SEQUENCE"),
        Kind::View => moved("VIEW") || moved("MATERIALIZED VIEW"),
        Kind::Default
        | Kind::Policy
        | Kind::Check
        | Kind::Index
        | Kind::Unique
        | Kind::PrimaryKey
        | Kind::ForeignKey
        | Kind::Privilege => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::change::Change;
    use crate::postgres::schema::{Column, QName, Table, Type};

    fn schema(table: QName, columns: &[&str]) -> Schema {
        let mut made = Table::default();
        for name in columns {
            made.columns.insert((*name).to_owned(), Column::of(Type::parse("text")));
        }
        let mut schema = Schema::default();
        schema.tables.insert(table, made);
        schema
    }

    #[test]
    fn a_rename_in_the_file_is_one_in_the_diff() {
        let from = schema(QName::public("a"), &["id", "x"]);
        let to = schema(QName::new("app", "b"), &["id", "y"]);
        let sql = "ALTER TABLE \"a\" SET SCHEMA \"app\";\n--> statement-breakpoint\n\
                   ALTER TABLE \"app\".\"a\" RENAME TO \"b\";--> statement-breakpoint\n\
                   ALTER TABLE \"app\".\"b\" RENAME COLUMN \"x\" TO \"y\";";
        let changes = told(&from, &to, Line::V0, sql).unwrap().changes;
        let table = QName::new("app", "b");
        assert!(
            changes.contains(&Change::RenameTable { from: QName::public("a"), to: table.clone() })
        );
        assert!(changes.contains(&Change::RenameColumn {
            table,
            from: "x".into(),
            to: "y".into()
        }));
        let changes = told(&from, &to, Line::V0, "DROP TABLE \"a\";").unwrap().changes;
        assert!(changes.iter().any(|change| matches!(change, Change::DropTable { .. })));
    }
}
