//! Which import wants a name that a module does not export.

use super::host::Host;
use super::modules::identity;
use crate::unit::record::ImportName;
use crate::{LoadError, LoadErrorKind, syntax};

/// The engine says only that some module lacks a name; the import that wants it is
/// found in the files.
pub(super) fn missing_export(host: &Host, message: &str) -> Option<LoadError> {
    let name = message.strip_prefix("Could not find export '")?.split('\'').next()?;
    for (path, unit) in host.units() {
        let Some(origin) = &unit.origin else { continue };
        for import in &unit.record.imports {
            let asks = match &import.name {
                ImportName::Named(asked) => asked == name,
                ImportName::Default => name == "default",
                ImportName::All | ImportName::None | ImportName::Dynamic => false,
            };
            if !asks {
                continue;
            }
            let Ok(target) = identity(host, &import.specifier, &path) else { continue };
            let Some(exports) = syntax::exports(host, &target) else { continue };
            if exports.iter().any(|export| export == name) {
                continue;
            }
            let (offset, length) = import.span;
            let text = if name == "default" {
                format!("'{}' has no default export", import.specifier)
            } else {
                format!("'{}' has no export named '{name}'", import.specifier)
            };
            let mut error = LoadError::new(LoadErrorKind::MissingExport, text)
                .at(Some(origin.source.place(offset, length)));
            if let Some(similar) = syntax::similar(name, &exports) {
                error = error.hint(format!("there is '{similar}'"));
            }
            error.trail = host.import_chain(&path);
            return Some(error);
        }
    }
    // In a dependency: the engine's own words, cut off by it, are all there is.
    Some(LoadError::new(LoadErrorKind::MissingExport, message.to_owned()))
}
