//! `mizzle.baseline` in the migrations folder: what a database held that no schema can say
//! when `mizzle baseline` counted it. Committed with the migrations, one object a line, so
//! that what comes later can be told from what was always there.

use crate::error::Error;
use crate::files::FileError;
use crate::folder::OnDisk;
use mizzle_core::postgres::from_catalog::{Named, Unmodelled};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The file's name.
pub(crate) const FILE: &str = "mizzle.baseline";

const HEAD: &str = "\
# Objects of the database that no schema file can say, as `mizzle baseline` found them.
# For `mizzle drift`, one that comes later is drift. Commit this file.
";

/// The objects that were counted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Counted {
    lines: BTreeSet<String>,
}

impl Counted {
    /// Those of the database.
    pub(crate) fn of(things: &[Named<Unmodelled>]) -> Self {
        Self { lines: things.iter().map(line).collect() }
    }

    /// Reads the file, where there is one. Lines of both sides of a merge count, and so does
    /// one that this mizzle does not understand.
    pub(crate) fn read(disk: &OnDisk) -> Result<Option<Self>, Error> {
        let path = path(disk);
        let text = crate::files::read_text(&path)?;
        Ok(text.as_deref().map(Self::parse))
    }

    fn parse(text: &str) -> Self {
        let is_mark = |line: &&str| {
            let marks = ["<<<<<<<", "=======", ">>>>>>>", "|||||||", "#"];
            !line.is_empty() && !marks.iter().any(|mark| line.starts_with(mark))
        };
        Self { lines: text.lines().map(str::trim).filter(is_mark).map(str::to_owned).collect() }
    }

    /// The text of the file.
    pub(crate) fn to_text(&self) -> String {
        let lines: String = self.lines.iter().map(|line| format!("{line}\n")).collect();
        format!("{HEAD}{lines}")
    }

    /// Was it counted?
    pub(crate) fn has(&self, thing: &Named<Unmodelled>) -> bool {
        self.lines.contains(&line(thing))
    }

    /// Those that are not among these things any more.
    pub(crate) fn without<'a>(&'a self, things: &[Named<Unmodelled>]) -> Vec<&'a str> {
        let there: BTreeSet<String> = things.iter().map(line).collect();
        self.lines.iter().filter(|line| !there.contains(*line)).map(String::as_str).collect()
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.lines.len()
    }
}

/// Where the file of a folder is.
pub(crate) fn path(disk: &OnDisk) -> PathBuf {
    disk.path.join(FILE)
}

/// `function touch()`
pub(crate) fn line(thing: &Named<Unmodelled>) -> String {
    // A name can have a line end in it.
    let name: String = thing.name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("{} {name}", thing.kind.nouns().0)
}

/// Writes the file.
pub(crate) fn write(disk: &OnDisk, counted: &Counted) -> Result<(), FileError> {
    let mut batch = crate::batch::Batch::default();
    batch.add(path(disk), &counted.to_text())?;
    batch.commit()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_says_what_was_counted() {
        let thing = |kind, name: &str| Named { kind, name: name.to_owned() };
        let things =
            [thing(Unmodelled::Trigger, "t on users"), thing(Unmodelled::Function, "touch()")];
        let counted = Counted::of(&things);
        let text = counted.to_text();
        assert!(text.ends_with("function touch()\ntrigger t on users\n"), "{text}");
        assert_eq!(Counted::parse(&text), counted);
        assert!(counted.has(&things[0]));
        assert_eq!(counted.without(&things[..1]), ["function touch()"]);
        let merged = "<<<<<<< ours\nfunction a()\n=======\r\nfunction b()\r\n>>>>>>> theirs\n";
        assert_eq!(Counted::parse(merged).count(), 2);
    }
}
