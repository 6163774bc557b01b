//! INSERT statements, several rows each.

use std::io::{self, Write};

use mizzle_core::sql::{Ident, Literal, Separated};

use super::super::IdentityKind;
use super::super::column::{Column, Kind};
use super::{Row, Table, Writer, is_generated, is_plain_number, texts};

/// How many rows share a statement.
const TOGETHER: usize = 100;

pub(super) struct Inserts {
    head: String,
    columns: Vec<Column>,
    open: usize,
}

impl Inserts {
    pub(super) fn of(table: &Table) -> Self {
        let columns: Vec<Column> =
            table.columns.iter().filter(|column| !is_generated(column)).cloned().collect();
        let is_always = columns.iter().any(|it| it.identity == Some(IdentityKind::Always));
        let names = Separated::new(columns.iter().map(|column| Ident(&column.name)), ", ");
        let overriding = if is_always { " OVERRIDING SYSTEM VALUE" } else { "" };
        let head = if columns.is_empty() {
            format!("INSERT INTO {} DEFAULT VALUES", table.sql())
        } else {
            format!("INSERT INTO {} ({names}){overriding} VALUES", table.sql())
        };
        Self { head, columns, open: 0 }
    }
}

impl Writer for Inserts {
    fn columns(&self, _: &Table) -> Vec<String> {
        texts(&self.columns)
    }

    fn begin(&mut self, _: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }

    fn row(&mut self, row: &Row, sink: &mut dyn Write) -> io::Result<()> {
        if self.columns.is_empty() {
            return writeln!(sink, "{};", self.head);
        }
        if self.open == 0 {
            writeln!(sink, "{}", self.head)?;
        } else {
            writeln!(sink, ",")?;
        }
        write!(sink, "  (")?;
        for (place, column) in self.columns.iter().enumerate() {
            let comma = if place > 0 { ", " } else { "" };
            match row.text(place) {
                None => write!(sink, "{comma}NULL")?,
                Some("t") if column.kind == Kind::Boolean => write!(sink, "{comma}true")?,
                Some("f") if column.kind == Kind::Boolean => write!(sink, "{comma}false")?,
                Some(text) if is_plain_number(column, text) => write!(sink, "{comma}{text}")?,
                Some(text) => write!(sink, "{comma}{}", Literal(text))?,
            }
        }
        write!(sink, ")")?;
        self.open += 1;
        if self.open == TOGETHER { self.close(sink) } else { Ok(()) }
    }

    fn end(&mut self, sink: &mut dyn Write) -> io::Result<()> {
        if self.open > 0 { self.close(sink) } else { Ok(()) }
    }
}

impl Inserts {
    fn close(&mut self, sink: &mut dyn Write) -> io::Result<()> {
        self.open = 0;
        writeln!(sink, ";")
    }
}
