//! Rows as the array that drizzle's `insert().values()` takes: each value as the builder
//! without options wants it, and as SQL where JavaScript has no such value.

use std::collections::BTreeMap;
use std::io::{self, Write};

use mizzle_core::postgres::typescript::{Names, is_identifier, quoted};
use mizzle_core::sql::Literal;

use super::super::column::{Column, Kind};
use super::{Row, Table, Writer, is_generated, is_number};

/// `Number.MAX_SAFE_INTEGER`
const MAX_SAFE: u64 = 9_007_199_254_740_991;

pub(super) struct Objects {
    columns: Vec<(String, Column)>,
    needs_sql: bool,
}

impl Objects {
    pub(super) fn of(table: &Table, names: &BTreeMap<String, String>) -> Self {
        let columns = table.columns.iter().filter(|column| !is_generated(column));
        let columns = columns.map(|column| {
            let known = names.get(&column.name).cloned();
            let key = known.unwrap_or_else(|| Names::default().key(&table.name, &column.name));
            (if is_identifier(&key) { key } else { quoted(&key) }, column.clone())
        });
        Self { columns: columns.collect(), needs_sql: false }
    }

    fn value(&mut self, column: &Column, text: &str) -> String {
        let base = column.sql_type.split('(').next().unwrap_or_default().trim_end();
        match column.kind {
            Kind::Integer => integer(text),
            Kind::Number if base == "real" || base == "double precision" => text.to_owned(),
            Kind::Boolean => if text == "t" { "true" } else { "false" }.to_owned(),
            Kind::Json | Kind::Array => text.to_owned(),
            Kind::Bytes => {
                let digits = text.strip_prefix("\\x").unwrap_or(text);
                format!("Buffer.from({}, \"hex\")", quoted(digits))
            }
            Kind::Timestamp => match date(text) {
                Some(date) => format!("new Date({})", quoted(&date)),
                None => self.sql(text),
            },
            Kind::Other if matches!(base, "vector" | "halfvec") => text.to_owned(),
            Kind::Other if matches!(base, "point" | "line") && is_list(text) => {
                format!("[{}]", text.get(1..text.len() - 1).unwrap_or_default())
            }
            Kind::Number
            | Kind::Text
            | Kind::Uuid
            | Kind::Enum
            | Kind::Date
            | Kind::Time
            | Kind::Interval
            | Kind::Other => quoted(text),
        }
    }

    fn sql(&mut self, text: &str) -> String {
        self.needs_sql = true;
        let text = Literal(text).to_string();
        format!("sql`{}`", text.replace('\\', "\\\\").replace('`', "\\`").replace("${", "\\${"))
    }
}

impl Writer for Objects {
    /// The elements of an array are numbers only where those of JavaScript hold them.
    fn columns(&self, _: &Table) -> Vec<String> {
        let columns = self.columns.iter().map(|(_, column)| {
            if column.kind != Kind::Array {
                return column.long("r.");
            }
            let name = column.of("r.");
            let element = column.sql_type.split(['(', '[']).next().unwrap_or_default();
            match element {
                "smallint" | "integer" | "real" | "double precision" | "boolean" | "json"
                | "jsonb" => format!("pg_catalog.to_json({name})"),
                _ => format!("pg_catalog.to_json({name}::text[])"),
            }
        });
        columns.collect()
    }

    fn begin(&mut self, sink: &mut dyn Write) -> io::Result<()> {
        writeln!(sink, "export const rows = [")
    }

    fn row(&mut self, row: &Row, sink: &mut dyn Write) -> io::Result<()> {
        let columns = std::mem::take(&mut self.columns);
        write!(sink, "  {{")?;
        for (place, (key, column)) in columns.iter().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            let value = match row.text(place) {
                None => "null".to_owned(),
                Some(text) => self.value(column, text),
            };
            write!(sink, "{comma} {key}: {value}")?;
        }
        self.columns = columns;
        writeln!(sink, " }},")
    }

    fn end(&mut self, sink: &mut dyn Write) -> io::Result<()> {
        writeln!(sink, "];")?;
        // An import holds wherever it stands, and only now is known whether it is needed.
        if self.needs_sql {
            writeln!(sink, "\nimport {{ sql }} from \"drizzle-orm\";")
        } else {
            Ok(())
        }
    }
}

fn integer(text: &str) -> String {
    let is_safe = text.parse::<i64>().is_ok_and(|number| number.unsigned_abs() <= MAX_SAFE);
    if is_safe { text.to_owned() } else { format!("{text}n") }
}

/// A timestamp as JavaScript reads it; `None` where a `Date` cannot hold it. Without a zone
/// drizzle takes it for UTC.
fn date(text: &str) -> Option<String> {
    let (day, rest) = text.split_once(' ')?;
    let sign = rest.find(['+', '-']);
    let (time, zone) = rest.split_at(sign.unwrap_or(rest.len()));
    let fraction = time.split_once('.').map_or("", |(_, fraction)| fraction);
    let is_usual = day.len() == 10 && fraction.len() <= 3 && !rest.contains(' ');
    let zone = match zone.len() {
        0 => "Z".to_owned(),
        3 => format!("{zone}:00"),
        6 => zone.to_owned(),
        _ => return None,
    };
    is_usual.then(|| format!("{day}T{time}{zone}"))
}

/// Is it a list of numbers between brackets?
fn is_list(text: &str) -> bool {
    let inner = text.get(1..text.len().saturating_sub(1)).unwrap_or_default();
    inner.split(',').all(is_number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_holds_milliseconds_of_our_age() {
        assert_eq!(date("2024-02-03 04:05:06").as_deref(), Some("2024-02-03T04:05:06Z"));
        assert_eq!(
            date("2024-02-03 04:05:06.125+05:30").as_deref(),
            Some("2024-02-03T04:05:06.125+05:30")
        );
        assert_eq!(date("2024-02-03 04:05:06-03").as_deref(), Some("2024-02-03T04:05:06-03:00"));
        for odd in ["infinity", "0044-03-15 00:00:00 BC", "2024-02-03 04:05:06.123456+00"] {
            assert_eq!(date(odd), None, "{odd}");
        }
    }

    #[test]
    fn large_integers_are_bigints() {
        assert_eq!(integer("9007199254740991"), "9007199254740991");
        assert_eq!(integer("-9223372036854775808"), "-9223372036854775808n");
    }
}
