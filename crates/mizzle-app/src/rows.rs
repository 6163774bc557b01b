//! What to do about rows that a migration's statement was refused for: how to see them,
//! and the ways out.

use mizzle_core::sql::refused::{Fault, Refusal, Refused, refused};
use mizzle_db::runner::Failure;

/// The hints for a failure that is about rows; none for any other. `sealed`: does an edited
/// file have to be sealed?
pub(crate) fn hints(failure: &Failure, dev: bool, sealed: bool) -> Vec<String> {
    let server = &failure.server;
    let refusal = Refusal {
        code: &server.code,
        schema: server.schema.as_deref(),
        table: server.table.as_deref(),
        column: server.column.as_deref(),
        constraint: server.constraint.as_deref(),
    };
    let Some(Refused { fault, rows }) = refused(&failure.statement, &failure.earlier, &refusal)
    else {
        return Vec::new();
    };
    let mut hints = Vec::new();
    if let Some(rows) = rows {
        let which = match fault {
            Fault::Null | Fault::NewColumn => "the rows that have no value",
            Fault::Duplicate => "the values that occur more than once",
            Fault::Orphan => "the rows that refer to nothing",
            Fault::Check => "the rows that do not meet it",
        };
        hints.push(format!("{which}: `{}`", shown(&rows, dev)));
    }
    let file = &failure.file;
    let seal = if sealed { " and `mizzle seal` it" } else { "" };
    let before = |what: &str| {
        // A file that is applied in part must stay as it is.
        if failure.kept_segments > 0 {
            String::new()
        } else {
            format!(", or put {what} that does it before this statement in {file}{seal}")
        }
    };
    let way = match fault {
        Fault::Null => format!("give them one{}", before("an UPDATE")),
        Fault::NewColumn if failure.kept_segments > 0 => {
            hints.push(
                "there are rows already, and the new column has no value for them".to_owned(),
            );
            return hints;
        }
        Fault::NewColumn => format!(
            "there are rows already: in {file}, add the column without NOT NULL, fill it with an \
             UPDATE, and SET NOT NULL behind that{}",
            if sealed { ", and `mizzle seal` it" } else { "" }
        ),
        Fault::Duplicate => {
            format!("leave one row of each{}", before("an UPDATE or DELETE"))
        }
        Fault::Orphan => format!("correct or delete them{}", before("an UPDATE or DELETE")),
        Fault::Check => format!("correct them{}", before("an UPDATE")),
    };
    hints.push(format!("{way}; then run `mizzle migrate` again"));
    hints
}

/// A query as somebody would run it: mizzle has a command for its own database, and for
/// any other everyone has a client.
fn shown(query: &str, dev: bool) -> String {
    if dev {
        format!("mizzle dev sql '{}'", query.replace('\'', r"'\''"))
    } else {
        query.to_owned()
    }
}
