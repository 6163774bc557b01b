//! What a run knows of the ledger, so that each of its transactions asks only for
//! the rows that others have written since.
//!
//! Mizzle's runs exclude one another, but an application's own `migrate()` takes no
//! lock. It draws `id` from the table's sequence when it inserts, and its row appears
//! when it commits: a row that is not there yet has an id above all that are, or one
//! that is missing among the last of them.

use std::collections::BTreeSet;

use super::table::{LedgerPlace, LedgerRow, Shape, rows_sql};
use crate::connect::Row;
use crate::migration::Migration;

/// How far back a missing id may still be somebody's open transaction, in ids.
const WINDOW: i64 = 64;

/// The rows that a run has seen or written.
#[derive(Debug)]
pub(crate) struct Watch {
    /// Ids that are known, above the floor.
    known: BTreeSet<i64>,
    /// Up to here nothing appears any more. `None` where ids are no numbers: then all
    /// rows are read each time.
    floor: Option<i64>,
}

impl Watch {
    /// Starts from what the ledger holds now.
    pub(crate) fn new(rows: &[LedgerRow]) -> Self {
        let ids: Option<BTreeSet<i64>> = rows.iter().map(LedgerRow::number).collect();
        let Some(mut known) = ids else {
            return Self { known: BTreeSet::new(), floor: None };
        };
        let last = known.last().copied().unwrap_or(0);
        let first = known.first().copied().unwrap_or(last);
        let mut recent = last.saturating_sub(WINDOW).max(first)..last;
        let floor = recent.find(|id| !known.contains(id)).map_or(last, |gap| gap - 1);
        known = known.split_off(&floor.saturating_add(1));
        Self { known, floor: Some(floor) }
    }

    /// Asks for the rows that may be new.
    pub(crate) fn sql(&self, place: &LedgerPlace, shape: Shape) -> String {
        let newer = self.floor.map(|floor| format!(" WHERE id > {floor}")).unwrap_or_default();
        format!("{}{newer}", rows_sql(place, shape))
    }

    /// Is one of the rows that came the record of this migration?
    pub(crate) fn holds(&self, migration: &Migration, rows: &[Row]) -> bool {
        rows.iter().map(LedgerRow::read).any(|row| {
            let new = row.number().is_none_or(|id| !self.known.contains(&id));
            let named = row.name.as_ref() == Some(&migration.name);
            let timed =
                row.created_at == Some(migration.created_at) && migration.hashes.contain(&row.hash);
            new && (named || timed)
        })
    }

    /// Takes in a row that the run has written and committed.
    pub(crate) fn wrote(&mut self, id: Option<i64>) {
        let (Some(floor), Some(id)) = (self.floor, id) else {
            self.floor = None;
            return;
        };
        self.known.insert(id);
        let mut reached = floor;
        // Nobody else has drawn an id in between.
        while self.known.remove(&reached.saturating_add(1)) {
            reached += 1;
        }
        self.floor = Some(reached);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use mizzle_core::naming::Line;

    fn rows(ids: &[Option<i64>]) -> Vec<LedgerRow> {
        let row = |id: &Option<i64>| LedgerRow {
            id: id.map(|id| id.to_string()),
            hash: String::new(),
            created_at: None,
            name: None,
        };
        ids.iter().map(row).collect()
    }

    fn of(ids: impl IntoIterator<Item = i64>) -> Watch {
        Watch::new(&rows(&ids.into_iter().map(Some).collect::<Vec<_>>()))
    }

    #[test]
    fn an_id_that_is_missing_among_the_last_may_still_come() {
        assert_eq!(of([]).floor, Some(0));
        assert_eq!(of(1..=9).floor, Some(9));
        let watch = of([1, 2, 3, 5, 7, 8]);
        assert_eq!((watch.floor, watch.known), (Some(3), BTreeSet::from([5, 7, 8])));
        // One that is missing for long does not.
        assert_eq!(of((1..=5).chain(7..=500)).floor, Some(500));
        // Nor do those in front of a table that was emptied once.
        assert_eq!(of(57..=60).floor, Some(60));
    }

    #[test]
    fn own_rows_raise_the_floor_where_nobody_came_between() {
        let mut watch = of(1..=3);
        watch.wrote(Some(4));
        watch.wrote(Some(6));
        assert_eq!((watch.floor, &watch.known), (Some(4), &BTreeSet::from([6])));
        watch.wrote(Some(5));
        assert_eq!((watch.floor, &watch.known), (Some(6), &BTreeSet::new()));
    }

    #[test]
    fn without_numbers_all_is_read() {
        let place = LedgerPlace::usual(Line::V0);
        let mut watch = Watch::new(&rows(&[Some(1), None]));
        let all = r#"SELECT id, hash, created_at, NULL FROM "drizzle"."__drizzle_migrations""#;
        assert_eq!(watch.sql(&place, Shape::V0), all);
        watch = of([1]);
        assert_eq!(watch.sql(&place, Shape::V0), format!("{all} WHERE id > 1"));
        watch.wrote(None);
        assert_eq!(watch.sql(&place, Shape::V0), all);
    }
}
