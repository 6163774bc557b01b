//! The order in which drizzle-kit sees a module's exports, which decides the order of
//! statements: its own names sorted by code unit, then each `export *` in the order
//! of the source, by the same rule. Both lines of drizzle-kit agree on it.

use crate::LoadError;
use crate::engine::Host;
use crate::loader::{Resolved, Way};
use indexmap::IndexSet;

/// The export names of a file in that order, each once.
pub(crate) fn export_order(host: &Host, path: &str) -> Result<Vec<String>, LoadError> {
    let (mut names, mut seen) = (IndexSet::new(), Vec::new());
    visit(host, path, &mut names, &mut seen)?;
    Ok(names.into_iter().collect())
}

fn visit(
    host: &Host,
    path: &str,
    names: &mut IndexSet<String>,
    seen: &mut Vec<String>,
) -> Result<(), LoadError> {
    if seen.iter().any(|known| known == path) {
        return Ok(());
    }
    seen.push(path.to_owned());
    let unit = host.unit(path)?;
    // `export *` leaves out the default export.
    let own = unit.record.exports.iter().filter(|name| seen.len() == 1 || *name != "default");
    names.extend(own.cloned());
    for specifier in &unit.record.stars {
        if let Ok(Resolved::File(target)) = host.resolve(specifier, path, Way::Import) {
            visit(host, &target.to_string_lossy(), names, seen)?;
        }
    }
    Ok(())
}
