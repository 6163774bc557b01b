//! The copies of drizzle-orm that mizzle embeds, one a line. `mizzle-loader`'s build
//! script takes in what lies in their folder, and does without where nothing does.

use std::fs;
use std::process::Command;

use crate::error::{At, Result};
use crate::npm;
use crate::paths;
use crate::process;

/// Bundles the locked releases of drizzle-orm into `target/embedded/orm`.
pub(crate) fn build() -> Result<()> {
    let script = paths::npm_manifests().join("orm/bundle.mjs");
    let out = paths::target().join("embedded/orm");
    for set in npm::names_in("orm")? {
        let manifest = paths::npm_manifests().join(&set).join("package.json");
        let fresh = out.join(format!(".{}", set.replace('/', "-")));
        // What goes into a bundle: the packages, by their lockfile, and the script.
        let lock = manifest.with_file_name("package-lock.json");
        let mut wanted = fs::read(&lock).at("read", &lock)?;
        wanted.extend(fs::read(&script).at("read", &script)?);
        if fs::read(&fresh).is_ok_and(|built| built == wanted) {
            continue;
        }
        let installed = npm::install(&set)?;
        process::run(Command::new("node").arg(&script).arg(installed).arg(&out))?;
        fs::write(&fresh, wanted).at("write", &fresh)?;
    }
    Ok(())
}
