//! The file that leads back from a migration, and whether it can be trusted: it is there,
//! it was certified, and nobody edited it.

use super::RollbackError;
use crate::error::Error;
use crate::folder::OnDisk;
use crate::sum::SumFile;
use mizzle_core::folder::down::Certificate;
use mizzle_core::folder::sum::{Difference, Fate};
use mizzle_core::folder::{Layout, MigrationFile};
use mizzle_db::migration::Migration;

/// A way back.
#[derive(Debug, Clone)]
pub(super) struct Down {
    /// As it is run.
    pub(super) script: Migration,
    /// What was proved of it.
    pub(super) certificate: Certificate,
}

/// Reads the way back from a migration.
pub(super) fn read(disk: &OnDisk, sum: &SumFile, file: &MigrationFile) -> Result<Down, Error> {
    let migration = file.tag.clone();
    let Some(path) = &file.down else {
        let expected = disk.show(&expected(disk.folder.layout, file)).display().to_string();
        return Err(RollbackError::NoWayBack { migration, expected }.into());
    };
    let shown = disk.show(path).display().to_string();
    if sum.exists && !records(sum, &migration) {
        return Err(RollbackError::Unrecorded { migration, file: shown }.into());
    }
    let script = disk.script(file, path)?;
    let Some(certificate) = Certificate::read(&script.text) else {
        return Err(RollbackError::NotCertified { migration, file: shown }.into());
    };
    if certificate.migration != migration {
        let of = certificate.migration;
        return Err(RollbackError::OfAnother { migration, file: shown, of }.into());
    }
    Ok(Down { script, certificate })
}

/// Does `mizzle.sum` know the way back from a migration? That it is as recorded was checked.
fn records(sum: &SumFile, migration: &str) -> bool {
    let unknown = |one: &Difference| one.fate == Fate::Unknown && one.name == migration;
    !sum.sum.compare(&sum.present).iter().any(unknown)
}

/// Where it would lie.
fn expected(layout: Layout, file: &MigrationFile) -> String {
    match layout {
        Layout::Journal => format!("down/{}", file.sql),
        Layout::Folders => format!("{}/down.sql", file.tag),
    }
}
