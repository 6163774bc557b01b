//! A file's text and positions in it. Three kinds of position meet here: byte
//! offsets (the parser), UTF-16 columns (source maps) and characters (people).

use crate::Place;
use std::path::{Path, PathBuf};

/// A file of the user as it stands on disk.
#[derive(Debug)]
pub(crate) struct Source {
    path: PathBuf,
    text: String,
    /// Byte offset of each line's start.
    lines: Vec<usize>,
}

impl Source {
    pub(crate) fn new(path: impl Into<PathBuf>, text: String) -> Self {
        let lines = std::iter::once(0)
            .chain(
                text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1),
            )
            .collect();
        Self { path: path.into(), text, lines }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The place of `length` bytes from byte `offset`; cut at the line's end.
    pub(crate) fn place(&self, offset: usize, length: usize) -> Place {
        let offset = floor(&self.text, offset);
        let index = self.lines.partition_point(|start| *start <= offset).saturating_sub(1);
        let line = self.line(index);
        let within = offset - self.lines[index];
        let end = floor(line, (within + length).min(line.len()));
        Place {
            file: self.path.clone(),
            line: number(index + 1),
            column: number(line[..within.min(line.len())].chars().count() + 1),
            length: number(line.get(within..end).map_or(0, |span| span.chars().count())).max(1),
            line_text: line.to_owned(),
        }
    }

    /// The byte offset of a line (from 0) and a column in UTF-16 units (from 0).
    pub(crate) fn offset(&self, line: u32, column: u32) -> usize {
        let index = (line as usize).min(self.lines.len() - 1);
        let mut units = 0;
        for (at, character) in self.line(index).char_indices() {
            if units >= column {
                return self.lines[index] + at;
            }
            units += number(character.len_utf16());
        }
        self.lines[index] + self.line(index).len()
    }

    /// A line's text without its end.
    fn line(&self, index: usize) -> &str {
        let end = self.lines.get(index + 1).copied().unwrap_or(self.text.len());
        self.text[self.lines[index]..end].trim_end_matches(['\r', '\n'])
    }
}

/// The nearest character boundary at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let source = Source::new("/a.ts", "let x;\r\nlet 😀y = z;\n".into());
        let at = source.text().find('z').unwrap();
        let place = source.place(at, 1);
        assert_eq!((place.line, place.column, place.length), (2, 10, 1));
        assert_eq!(place.line_text, "let 😀y = z;");
        // UTF-16 counts the emoji as two.
        assert_eq!(source.offset(1, 10), at);
    }

    #[test]
    fn positions_outside_are_clamped() {
        let source = Source::new("/a.ts", "ab".into());
        assert_eq!(source.place(99, 5).column, 3);
        assert_eq!(source.offset(7, 99), 2);
        assert_eq!(Source::new("/e.ts", String::new()).place(0, 0).length, 1);
    }
}
