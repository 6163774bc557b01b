//! The names that a module exports, by its text.

use crate::engine::Host;
use crate::loader::{Resolved, Way};
use crate::resolve::builtin;
use crate::unit::record::{Record, record};
use crate::unit::{Format, guarded, source_type};
use indexmap::IndexSet;
use oxc_allocator::Allocator;
use oxc_parser::Parser;
use std::path::Path;

/// The export names of the module of an identity; `None` where they depend on what
/// it does when it runs.
pub(crate) fn exports(host: &Host, id: &str) -> Option<Vec<String>> {
    if let Some(name) = id.strip_prefix("node:") {
        return Some(builtin::builtin(name)?.names().map(str::to_owned).collect());
    }
    let mut names = IndexSet::new();
    collect(host, id, &mut names, &mut Vec::new())?;
    Some(names.into_iter().collect())
}

fn collect(
    host: &Host,
    path: &str,
    names: &mut IndexSet<String>,
    seen: &mut Vec<String>,
) -> Option<()> {
    if seen.iter().any(|known| known == path) {
        return Some(());
    }
    seen.push(path.to_owned());
    let record = if let Some(specifier) = path.strip_prefix("embedded:") {
        let embedded = host.embedded.borrow().clone()?;
        read(Path::new("embedded.mjs"), embedded.modules.get(specifier)?)?
    } else {
        let unit = host.unit(path).ok()?;
        match (unit.format, &unit.origin) {
            (Format::Module, Some(_)) => unit.record.clone(),
            (Format::Module, None) => read(Path::new(path), &unit.code)?,
            (Format::CommonJs | Format::Json | Format::Inert, _) => return None,
        }
    };
    names.extend(record.exports);
    for specifier in record.stars {
        match host.resolve(&specifier, path, Way::Import).ok()? {
            Resolved::File(target) => collect(host, &target.to_string_lossy(), names, seen)?,
            Resolved::Embedded(target) => {
                collect(host, &format!("embedded:{target}"), names, seen)?;
            }
            Resolved::Builtin(_) | Resolved::StandIn(_) => return None,
        }
    }
    Some(())
}

fn read(path: &Path, text: &str) -> Option<Record> {
    guarded(text, || {
        let allocator = Allocator::default();
        let parsed = Parser::new(&allocator, text, source_type(path)).parse();
        record(&parsed.module_record, &parsed.program)
    })
    .ok()
}

/// The name among `names` that `name` may be a slip of.
pub(crate) fn similar<'a>(name: &str, names: &'a [String]) -> Option<&'a str> {
    let most = name.len() / 3 + 1;
    names
        .iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, _)| *distance <= most.min(3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate.as_str())
}

/// Levenshtein's distance, upper and lower case being equal.
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::similar;

    #[test]
    fn slips_are_recognised() {
        let names = ["text", "timestamp", "pgTable", "integer"].map(str::to_owned);
        assert_eq!(similar("textt", &names), Some("text"));
        assert_eq!(similar("pgtable", &names), Some("pgTable"));
        assert_eq!(similar("jsonb", &names), None);
    }
}
