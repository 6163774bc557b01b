//! Which row of the ledger belongs to which file.
//!
//! A file is matched by name (1.0), by time, then by hash with LF or CRLF, and
//! each row is claimed by one file. A file matched with another hash was edited
//! after it was applied; it is never run again.

use std::collections::BTreeMap;

use super::table::LedgerRow;
use crate::migration::Migration;

/// What a comparison of files and rows gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matches {
    /// For each migration the index of its row.
    pub row_of: Vec<Option<usize>>,
    /// Migrations whose row has another hash.
    pub edited: Vec<Edited>,
    /// Rows that no file claims.
    pub unknown: Vec<LedgerRow>,
}

/// An applied migration whose file is not what was applied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
    /// The file's hash.
    pub hash: String,
    /// The hash that was recorded.
    pub recorded: String,
}

/// Finds the row of each migration.
pub(crate) fn match_rows(migrations: &[Migration], rows: &[LedgerRow]) -> Matches {
    let mut claims = Claims {
        migrations,
        rows,
        row_of: vec![None; migrations.len()],
        claimed: vec![false; rows.len()],
    };
    claims.by_name();
    // Where several share a time, the hash tells them apart first.
    claims.by_time(|migration, row| migration.hashes.contain(&row.hash));
    claims.by_time(|_, row| row.name.is_none());
    claims.by_hash();
    claims.finish()
}

struct Claims<'a> {
    migrations: &'a [Migration],
    rows: &'a [LedgerRow],
    row_of: Vec<Option<usize>>,
    claimed: Vec<bool>,
}

impl Claims<'_> {
    fn by_name(&mut self) {
        let named = self.rows.iter().enumerate();
        let named: BTreeMap<&str, usize> =
            named.rev().filter_map(|(at, row)| Some((row.name.as_deref()?, at))).collect();
        for (migration, own) in self.migrations.iter().enumerate() {
            if let Some(row) = named.get(own.name.as_str()) {
                self.claim(migration, *row);
            }
        }
    }

    fn by_time(&mut self, fits: impl Fn(&Migration, &LedgerRow) -> bool) {
        let mut at_time: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            if let (Some(time), false) = (row.created_at, self.claimed[at]) {
                at_time.entry(time).or_default().push(at);
                // 1.0's `up` names a folder by the second in which 0.x made it.
                let second = time - time.rem_euclid(1000);
                if second != time {
                    at_time.entry(second).or_default().push(at);
                }
            }
        }
        for (index, migration) in self.migrations.iter().enumerate() {
            let rows = at_time.get(&migration.created_at).into_iter().flatten();
            let row =
                rows.copied().find(|row| !self.claimed[*row] && fits(migration, &self.rows[*row]));
            if let (Some(row), None) = (row, self.row_of[index]) {
                self.claim(index, row);
            }
        }
    }

    fn by_hash(&mut self) {
        let mut with_hash: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            if !self.claimed[at] {
                with_hash.entry(row.hash.as_str()).or_default().push(at);
            }
        }
        if with_hash.is_empty() {
            return;
        }
        for (index, migration) in self.migrations.iter().enumerate() {
            if self.row_of[index].is_some() {
                continue;
            }
            let hashes = &migration.hashes;
            let rows = [&hashes.exact, &hashes.lf, &hashes.crlf]
                .into_iter()
                .filter_map(|hash| with_hash.get(hash.as_str()))
                .flatten();
            if let Some(row) = rows.copied().find(|row| !self.claimed[*row]) {
                self.claim(index, row);
            }
        }
    }

    fn claim(&mut self, migration: usize, row: usize) {
        if !self.claimed[row] && self.row_of[migration].is_none() {
            self.claimed[row] = true;
            self.row_of[migration] = Some(row);
        }
    }

    fn finish(self) -> Matches {
        let edited = self.migrations.iter().zip(&self.row_of).filter_map(|(migration, row)| {
            let recorded = &self.rows[(*row)?].hash;
            // Drivers without a file system record no hash.
            (!recorded.is_empty() && !migration.hashes.contain(recorded)).then(|| Edited {
                name: migration.name.clone(),
                file: migration.file.clone(),
                hash: migration.hashes.exact.clone(),
                recorded: recorded.clone(),
            })
        });
        let unknown = self.rows.iter().zip(&self.claimed).filter(|(_, claimed)| !**claimed);
        Matches {
            edited: edited.collect(),
            unknown: unknown.map(|(row, _)| row.clone()).collect(),
            row_of: self.row_of,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, created_at: i64, text: &str) -> Migration {
        Migration::read(name, created_at, format!("{name}.sql"), text.as_bytes()).unwrap()
    }

    fn row(of: &Migration, created_at: i64, name: Option<&str>) -> LedgerRow {
        LedgerRow {
            id: None,
            hash: of.hashes.exact.clone(),
            created_at: Some(created_at),
            name: name.map(str::to_owned),
        }
    }

    fn rows_of(migrations: &[Migration], rows: &[LedgerRow]) -> Vec<Option<usize>> {
        match_rows(migrations, rows).row_of
    }

    #[test]
    fn a_late_branch_is_pending_and_the_rest_is_not() {
        let files = [file("a", 1, "a"), file("late", 2, "l"), file("b", 3, "b")];
        let rows = [row(&files[0], 1, None), row(&files[2], 3, None)];
        assert_eq!(rows_of(&files, &rows), [Some(0), None, Some(1)]);
    }

    #[test]
    fn the_same_text_twice_is_two_migrations() {
        let files = [file("a", 1, "-- custom"), file("b", 2, "-- custom")];
        assert_eq!(rows_of(&files, &[row(&files[0], 1, None)]), [Some(0), None]);
        assert_eq!(rows_of(&files, &[row(&files[1], 2, None)]), [None, Some(0)]);
    }

    #[test]
    fn line_ends_make_no_edit_and_other_text_does() {
        let unix = file("a", 1, "a;\nb;\n");
        let windows = file("a", 1, "a;\r\nb;\r\n");
        let other = file("a", 1, "a;\nc;\n");
        let matches = match_rows(std::slice::from_ref(&windows), &[row(&unix, 1, None)]);
        assert_eq!((matches.row_of, matches.edited.len()), (vec![Some(0)], 0));
        let matches = match_rows(std::slice::from_ref(&other), &[row(&unix, 1, None)]);
        assert_eq!((matches.row_of, matches.edited.len()), (vec![Some(0)], 1));
    }

    #[test]
    fn two_of_one_second_are_told_apart_by_hash() {
        let files = [file("1_a", 1000, "a"), file("1_b", 1000, "b")];
        let rows = [row(&files[1], 1234, None), row(&files[0], 1567, None)];
        assert_eq!(rows_of(&files, &rows), [Some(1), Some(0)]);
    }

    #[test]
    fn a_row_with_another_name_is_another_migration() {
        let files = [file("2_b", 2000, "b")];
        let rows = [row(&file("2_a", 2000, "a"), 2000, Some("2_a"))];
        let matches = match_rows(&files, &rows);
        assert_eq!((matches.row_of, matches.unknown.len()), (vec![None], 1));
        // A folder that was renamed is still the one that was applied.
        let rows = [row(&files[0], 1, Some("2_old"))];
        assert_eq!(rows_of(&files, &rows), [Some(0)]);
    }
}
