//! Which migrations are to be undone: the last ones that the ledger has, in the order in
//! which they were applied.

use super::{RollbackError, Which};
use crate::error::Error;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{self, RunError, Standing};

/// The migrations to undo, the last one first; none where nothing is to be undone.
pub(super) fn choose(
    which: &Which,
    standing: &Standing,
    migrations: &[Migration],
) -> Result<Vec<usize>, Error> {
    let order = match which {
        Which::Steps(steps) => last(*steps, standing)?,
        Which::To(wanted) => behind(wanted, standing, migrations)?,
    };
    standing.check(migrations, &order).map_err(|refusal| RunError::Rollback(Box::new(refusal)))?;
    Ok(order)
}

fn last(steps: usize, standing: &Standing) -> Result<Vec<usize>, RollbackError> {
    let applied = standing.applied.len();
    if steps > applied && applied > 0 {
        return Err(RollbackError::TooMany { steps, applied });
    }
    let rows = standing.applied.iter().rev().take(steps);
    rows.map(|row| row.migration.ok_or_else(|| RollbackError::NoFile { name: row.name.clone() }))
        .collect()
}

/// All that the folder has behind the one that stays.
fn behind(
    wanted: &str,
    standing: &Standing,
    migrations: &[Migration],
) -> Result<Vec<usize>, Error> {
    let names: Vec<&str> = migrations.iter().map(|own| own.name.as_str()).collect();
    let stays = runner::count_up_to(&names, wanted)? - 1;
    if !standing.applied.iter().any(|row| row.migration == Some(stays)) {
        let name = migrations.get(stays).map_or(wanted, |migration| &migration.name);
        return Err(RollbackError::NotThere { name: name.to_owned() }.into());
    }
    let rows = standing.applied.iter().rev().filter_map(|row| row.migration);
    Ok(rows.filter(|index| *index > stays).collect())
}
