//! The migration of a pair, keeping what it takes away, and its way back: every row is as
//! it was.

use crate::server::Database;
use mizzle_core::naming::Line;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::archive::{Archived, archive};
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::schema::{QName, Schema};
use mizzle_core::sql::{Ident, Separated};
use std::collections::BTreeMap;

/// What a pair keeps; `None` where it keeps nothing, or rows are lost all the same.
pub(crate) fn archived(recorded: &Schema, found: &Diff, line: Line) -> Option<Archived> {
    let archived = archive(recorded, found, "0001_pair", line).ok()?;
    let whole = archived.left.is_empty() && !loses_rows(&archived.up);
    (whole && !archived.tables.is_empty()).then_some(archived)
}

/// A counter is no row.
fn loses_rows(plan: &Plan) -> bool {
    let hazards = plan.statements().flat_map(|statement| &statement.hazards);
    hazards
        .filter(|hazard| hazard.is_loss())
        .any(|hazard| !hazard.to_string().starts_with("deletes the counter of "))
}

/// Goes there and back in a database that has rows.
pub(crate) fn there_and_back(
    database: &mut Database,
    recorded: &Schema,
    archived: &Archived,
) -> Result<(), String> {
    let had = content(database, recorded);
    let mut carry_out = |what: &str, plan: &Plan| {
        database
            .apply(plan)
            .map_err(|error| format!("{what} fails: {error}\n\n{}", plan.to_file(true)))
    };
    carry_out("the migration that keeps what goes", &archived.up)?;
    carry_out("the way back that puts it back", &archived.down)?;
    let has = content(database, recorded);
    for (table, had) in &had {
        if has.get(table) != Some(had) {
            return Err(format!(
                "rows of {table} did not come back: {had:?} became {:?}\n\n{}\n\n{}",
                has.get(table),
                archived.up.to_file(true),
                archived.down.to_file(true)
            ));
        }
    }
    Ok(())
}

/// All rows of all tables, by the columns that they have at first.
fn content(database: &mut Database, schema: &Schema) -> BTreeMap<QName, Vec<String>> {
    let mut content = BTreeMap::new();
    for (name, table) in &schema.tables {
        let columns = table.columns.keys().map(|column| format!("{}::text", Ident(column)));
        let sql = format!(
            "SELECT {} FROM {}.{}",
            Separated::new(columns, ", "),
            Ident(&name.schema),
            Ident(&name.name)
        );
        let rows =
            database.connect().query(&sql).unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
        let line = |row: &mizzle_db::connect::Row| {
            let cells = (0..row.len()).map(|at| row.text(at).unwrap_or("NULL").to_owned());
            cells.collect::<Vec<_>>().join("|")
        };
        let mut rows: Vec<String> = rows.iter().map(line).collect();
        rows.sort();
        content.insert(name.clone(), rows);
    }
    content
}
