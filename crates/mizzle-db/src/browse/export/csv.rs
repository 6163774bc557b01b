//! CSV as RFC 4180 has it. NULL is nothing between commas, an empty text is `""`.
//!
//! A spreadsheet runs a cell that begins like a formula. Such a cell gets an apostrophe in
//! front, which is what spreadsheets themselves write there; numbers stay as they are.

use std::io::{self, Write};

use super::{Row, Table, Writer, is_number, texts};

pub(super) struct Csv {
    names: Vec<String>,
}

impl Csv {
    pub(super) fn of(table: &Table) -> Self {
        Self { names: table.columns.iter().map(|column| column.name.clone()).collect() }
    }
}

impl Writer for Csv {
    fn columns(&self, table: &Table) -> Vec<String> {
        texts(&table.columns)
    }

    fn begin(&mut self, sink: &mut dyn Write) -> io::Result<()> {
        line(self.names.iter().map(|name| Some(name.as_str())), sink)
    }

    fn row(&mut self, row: &Row, sink: &mut dyn Write) -> io::Result<()> {
        line((0..self.names.len()).map(|place| row.text(place)), sink)
    }

    fn end(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn line<'a>(cells: impl Iterator<Item = Option<&'a str>>, sink: &mut dyn Write) -> io::Result<()> {
    for (place, cell) in cells.enumerate() {
        if place > 0 {
            sink.write_all(b",")?;
        }
        if let Some(text) = cell {
            write_cell(text, sink)?;
        }
    }
    sink.write_all(b"\r\n")
}

fn write_cell(text: &str, sink: &mut dyn Write) -> io::Result<()> {
    let guard = if is_formula(text) { "'" } else { "" };
    let is_quoted = text.is_empty()
        || text.contains(['"', ',', '\r', '\n'])
        || text.starts_with(' ')
        || text.ends_with(' ');
    if is_quoted {
        write!(sink, "\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        write!(sink, "{guard}{text}")
    }
}

/// Would a spreadsheet calculate it?
fn is_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
        && !is_number(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(cells: &[Option<&str>]) -> String {
        let mut bytes = Vec::new();
        line(cells.iter().copied(), &mut bytes).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn cells_are_quoted_where_they_must_be() {
        assert_eq!(written(&[None, Some(""), Some("a,\"b\"")]), ",\"\",\"a,\"\"b\"\"\"\r\n");
        assert_eq!(written(&[Some("a\nb"), Some(" a")]), "\"a\nb\",\" a\"\r\n");
    }

    #[test]
    fn formulas_are_disarmed_and_numbers_are_not() {
        assert_eq!(written(&[Some("=1+1"), Some("-5"), Some("+1e3")]), "'=1+1,-5,+1e3\r\n");
        assert_eq!(written(&[Some("-1+cmd|' /C calc'!A0")]), "'-1+cmd|' /C calc'!A0\r\n");
        assert_eq!(
            written(&[Some("@a"), Some("\ta"), Some("-Infinity")]),
            "'@a,'\ta,'-Infinity\r\n"
        );
    }
}
