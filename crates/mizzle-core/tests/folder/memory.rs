//! A folder in memory.

use mizzle_core::folder::check::{Options, Severity, check};
use mizzle_core::folder::{self, Folder, FolderError, Oddity, Recorded};
use mizzle_core::naming::Line;
use mizzle_core::postgres::schema::{QName, Schema, Table};
use mizzle_core::postgres::snapshot::{self, New, Version};
use std::collections::BTreeMap;

#[derive(Clone, Default)]
pub(crate) struct Memory {
    files: BTreeMap<String, String>,
    pub(crate) asked: Vec<String>,
}

impl Memory {
    pub(crate) fn with(mut self, path: &str, text: impl Into<String>) -> Self {
        self.files.insert(path.to_owned(), text.into());
        self
    }

    /// A journal with these tags, a day apart.
    pub(crate) fn journal(self, tags: &[&str]) -> Self {
        let entries: Vec<String> = tags
            .iter()
            .enumerate()
            .map(|(idx, tag)| {
                let when = 1_700_000_000_000_u64 + 86_400_000 * u64::try_from(idx).unwrap();
                format!(
                    r#"{{"idx":{idx},"version":"7","when":{when},"tag":"{tag}","breakpoints":true}}"#
                )
            })
            .collect();
        let text = format!(
            r#"{{"version":"7","dialect":"postgresql","entries":[{}]}}"#,
            entries.join(",")
        );
        self.with("meta/_journal.json", text)
    }

    /// Files of statements for these tags.
    pub(crate) fn sql(mut self, tags: &[&str]) -> Self {
        for tag in tags {
            self = self.with(&format!("{tag}.sql"), "select 1;");
        }
        self
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    pub(crate) fn read(&mut self) -> Result<Folder, FolderError> {
        let (paths, files, asked) = (self.paths(), &self.files, &mut self.asked);
        folder::read(&paths, Line::V0, &mut |path| {
            asked.push(path.to_owned());
            files.get(path).cloned().ok_or_else(|| "no such file".to_owned())
        })
    }

    pub(crate) fn recorded(&mut self) -> Result<Recorded, FolderError> {
        let folder = self.read()?;
        let (files, asked) = (&self.files, &mut self.asked);
        asked.clear();
        folder::recorded(&folder, Version::V9, &mut |path| {
            asked.push(path.to_owned());
            files.get(path).cloned().ok_or_else(|| "no such file".to_owned())
        })
    }

    /// What `check` finds, each as `error malformed: …`.
    pub(crate) fn check(&mut self, options: &Options) -> Vec<String> {
        let (folder, paths) = (self.read().unwrap(), self.paths());
        let found = check(&folder, &paths, options, &mut |path| {
            self.files.get(path).cloned().ok_or_else(|| "no such file".to_owned())
        });
        let told = found.iter().map(|one| {
            let severity = match one.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Note => "note",
            };
            format!("{severity} {}: {}", one.kind.as_str(), one.problem)
        });
        told.collect()
    }

    #[track_caller]
    pub(crate) fn notes(&mut self) -> Vec<String> {
        self.read().unwrap().notes.iter().map(Oddity::to_string).collect()
    }
}

/// A schema with empty tables of these names.
pub(crate) fn tables(names: &[&str]) -> Schema {
    let tables = names.iter().map(|name| (QName::public(*name), Table::default())).collect();
    Schema { tables, ..Schema::default() }
}

pub(crate) fn names(schema: &Schema) -> Vec<&str> {
    schema.tables.keys().map(|name| name.name.as_str()).collect()
}

/// A snapshot of these tables, after others.
pub(crate) fn snapshot(
    version: Version,
    id: &str,
    parents: &[&str],
    from: &[&str],
    to: &[&str],
) -> String {
    let parents: Vec<String> = parents.iter().map(|&parent| parent.to_owned()).collect();
    snapshot::write(&New {
        version,
        id,
        parents: &parents,
        from: &tables(from),
        to: &tables(to),
        renames: &[],
    })
}
