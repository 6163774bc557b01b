//! What changes have taken from values, as far as the values still show it.
//!
//! What a migration destroyed nobody can count once it is gone. Blanks that a length cut off
//! are the exception: what lost some is exactly as long as the column allows, and where no
//! value is, none was cut.

use super::change::Change;
use super::render::loss::cut_blanks;

/// Something that changes may have taken from values of the database behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// What was lost, as the head of a way back names it.
    pub lost: String,
    /// A query with one row of one number: how many values may have lost it.
    pub count_sql: String,
}

/// What these changes leave traces of, under the names that everything has after them.
pub fn traces(changes: &[Change]) -> Vec<Trace> {
    let of = |change: &Change| {
        let Change::AlterColumn { table, name, from, to } = change else { return None };
        let (lost, count_sql) = cut_blanks(table, name, &from.ty, &to.ty)?;
        Some(Trace { lost, count_sql })
    };
    changes.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::postgres::schema::{Column, QName, Type};

    fn of(from: &str, to: &str) -> Vec<(String, String)> {
        let column = |ty: &str| Column::of(Type::parse(ty));
        let change = Change::AlterColumn {
            table: QName::new("app", "a"),
            name: "x".into(),
            from: column(from),
            to: column(to),
        };
        traces(&[change]).into_iter().map(|trace| (trace.lost, trace.count_sql)).collect()
    }

    #[test]
    fn what_was_cut_is_as_long_as_it_may_be() {
        let lost = "values of app.a.x lose the blanks at their end beyond 3 characters";
        let all = "SELECT count(*) FROM \"app\".\"a\" WHERE";
        let count = format!("{all} char_length(\"x\") = 3");
        assert_eq!(of("text", "varchar(3)"), [(lost.to_owned(), count.clone())]);
        assert_eq!(of("varchar(9)", "character varying(3)"), [(lost.to_owned(), count)]);
        let count =
            format!("{all} EXISTS (SELECT FROM unnest(\"x\") AS one WHERE char_length(one) = 3)");
        assert_eq!(of("text[]", "varchar(3)[]"), [(lost.to_owned(), count)]);
    }

    #[test]
    fn most_losses_leave_none() {
        for (from, to) in [
            ("numeric", "integer"),
            ("text", "char(3)"),
            ("text", "text[]"),
            ("text", "varchar(3)[]"),
            ("integer", "varchar(3)"),
            ("varchar(3)", "varchar(9)"),
        ] {
            assert_eq!(of(from, to), [], "{from} {to}");
        }
    }
}
