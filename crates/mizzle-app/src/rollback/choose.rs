//! Which migrations are to be undone: the last ones that the ledger has, in the order in
//! which they were applied.

use super::{RollbackError, Which};
use crate::error::Error;
use crate::folder::OnDisk;
use crate::git::{At, Repository};
use crate::project::Project;
use mizzle_db::migration::Migration;
use mizzle_db::runner::{self, RunError, Standing};
use std::collections::BTreeSet;

/// What there is to choose from.
pub(super) struct Choice<'a> {
    pub(super) project: &'a Project,
    pub(super) disk: &'a OnDisk,
    pub(super) standing: &'a Standing,
}

impl Choice<'_> {
    /// The migrations to undo, the last one first; none where nothing is to be undone.
    pub(super) fn of(&self, which: &Which, migrations: &[Migration]) -> Result<Vec<usize>, Error> {
        let standing = self.standing;
        let order = match which {
            Which::Steps(steps) => last(*steps, standing)?,
            Which::To(wanted) => behind(wanted, standing, migrations)?,
            Which::ToCommon(branch) => {
                let theirs = self.tags(branch)?;
                let rows = standing.applied.iter().rev().filter_map(|row| row.migration);
                rows.filter(|index| !theirs.contains(&migrations[*index].name)).collect()
            }
        };
        standing
            .check(migrations, &order)
            .map_err(|refusal| RunError::Rollback(Box::new(refusal)))?;
        Ok(order)
    }

    /// The migrations that a branch has. One without the folder has none.
    fn tags(&self, branch: &str) -> Result<BTreeSet<String>, RollbackError> {
        let failed =
            |why: &str| RollbackError::NoBranch { branch: branch.to_owned(), why: why.to_owned() };
        let git = Repository::of(self.project.cwd())
            .ok_or_else(|| failed("the project lies in no git repository"))?;
        let folder = git
            .path(&self.disk.path)
            .ok_or_else(|| failed("the migrations folder lies outside of the repository"))?;
        if git.commit(branch).is_none() {
            return Err(failed("git knows no such branch or commit"));
        }
        let folder = git
            .migrations(At::Revision(branch), &folder)
            .ok_or_else(|| failed("git has no text of it"))?
            .map_err(|error| failed(&error.to_string()))?;
        Ok(folder.migrations.into_iter().map(|migration| migration.tag).collect())
    }
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
