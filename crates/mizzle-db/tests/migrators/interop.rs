//! drizzle-orm and mizzle in turn.

use mizzle_core::naming::Line;

use crate::folder::Folder;
use crate::orm::Orm;

#[test]
fn in_turn_each_applies_only_what_the_other_has_not() {
    for orm in Orm::ALL {
        for ours_first in [true, false] {
            let mut folder = Folder::new(orm.line());
            for round in 0..4 {
                folder.add();
                folder.add();
                if (round % 2 == 0) == ours_first {
                    let report = folder.migrate();
                    assert_eq!(report.applied.len(), 2, "{orm:?}");
                    assert!(report.warnings.is_empty(), "{orm:?} {:?}", report.warnings);
                    orm.migrate(folder.url(), folder.path(), None);
                } else {
                    orm.migrate(folder.url(), folder.path(), None);
                    let plan = folder.plan();
                    assert!(plan.pending.is_empty() && plan.warnings.is_empty(), "{orm:?}");
                    assert!(folder.migrate().applied.is_empty());
                }
                folder.assert_each_once();
            }
        }
    }
}

#[test]
fn the_tables_are_the_same() {
    // Columns with type and default, constraints, the sequence: all but numbers.
    let shape = "SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, \
        pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a \
        LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum \
        WHERE a.attrelid = 'drizzle.__drizzle_migrations'::regclass AND a.attnum > 0 \
        UNION ALL SELECT conname, pg_get_constraintdef(oid), true, contype::text \
        FROM pg_constraint WHERE conrelid = 'drizzle.__drizzle_migrations'::regclass";
    let rows = "SELECT * FROM drizzle.__drizzle_migrations ORDER BY id";
    let without_time = "SELECT id, hash, created_at, name FROM drizzle.__drizzle_migrations \
        WHERE applied_at <= now() ORDER BY id";
    for orm in Orm::ALL {
        let [mut ours, mut theirs] = [Folder::new(orm.line()), Folder::new(orm.line())];
        for folder in [&mut ours, &mut theirs] {
            folder.add();
            folder.add();
        }
        ours.migrate();
        orm.migrate(theirs.url(), theirs.path(), None);
        assert_eq!(ours.query(shape), theirs.query(shape), "{orm:?}");
        let rows = if orm.line() == Line::V0 { rows } else { without_time };
        assert_eq!(ours.query(rows), theirs.query(rows), "{orm:?}");
        assert_eq!(ours.query(rows).len(), 2);
    }
}

#[test]
fn a_ledger_of_0_becomes_the_same_one_of_1() {
    let rows = "SELECT * FROM drizzle.__drizzle_migrations ORDER BY id";
    for orm in [Orm::Rc4, Orm::Rc5] {
        let [mut ours, mut theirs] = [Folder::new(Line::V0), Folder::new(Line::V0)];
        for folder in [&mut ours, &mut theirs] {
            folder.add();
            folder.add();
            folder.add();
            Orm::V0_45.migrate(folder.url(), folder.path(), None);
            folder.up();
        }
        assert!(ours.migrate().applied.is_empty());
        orm.migrate(theirs.url(), theirs.path(), None);
        assert_eq!(ours.query(rows), theirs.query(rows), "{orm:?}");
        assert_eq!(ours.query("SELECT count(name) FROM drizzle.__drizzle_migrations"), ["3"]);
        // And on from there, each with the other's.
        for folder in [&mut ours, &mut theirs] {
            folder.add();
        }
        orm.migrate(ours.url(), ours.path(), None);
        assert_eq!(theirs.migrate().applied.len(), 1);
        assert!(ours.plan().pending.is_empty());
        orm.migrate(theirs.url(), theirs.path(), None);
        ours.assert_each_once();
        theirs.assert_each_once();
    }
}

#[test]
fn the_place_of_the_ledger_can_be_chosen() {
    for orm in Orm::ALL {
        let mut folder = Folder::new(orm.line());
        folder.options.ledger.schema = "My \"own\"".into();
        folder.options.ledger.table = "What was done".into();
        let place = Some(("My \"own\"", "What was done"));
        folder.add();
        assert_eq!(folder.migrate().applied.len(), 1);
        folder.add();
        orm.migrate(folder.url(), folder.path(), place);
        assert!(folder.plan().pending.is_empty());
        folder.assert_each_once();
        assert_eq!(folder.query("SELECT to_regnamespace('drizzle')"), ["NULL"]);
    }
}

#[test]
fn a_checkout_with_other_line_ends_is_not_pending() {
    for orm in Orm::ALL {
        let mut folder = Folder::new(orm.line());
        folder.add();
        folder.add();
        orm.migrate(folder.url(), folder.path(), None);
        folder.turn_to_crlf();
        let plan = folder.plan();
        assert!(plan.pending.is_empty() && plan.warnings.is_empty(), "{orm:?} {plan:?}");
        folder.add();
        assert_eq!(folder.migrate().applied.len(), 1);
        orm.migrate(folder.url(), folder.path(), None);
        folder.assert_each_once();
    }
}
