//! Large states that one rehearsal keeps for the next.

use std::fs;
use std::path::{Path, PathBuf};

use mizzle_core::naming::Line;
use mizzle_core::postgres::back::{back, without_renames};
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::plan::plan;
use mizzle_core::postgres::schema::{Column, QName, Schema, Type};
use mizzle_db::devdb::{DevDatabase, Engine, Needs, Options, resolve};
use mizzle_db::ledger::LedgerPlace;
use mizzle_db::migration::Migration;
use mizzle_db::rehearse::{Back, Extent, Rehearsal, Rehearsed, Tell, rehearse_on, state};
use mizzle_db::scratch::SqlText;
use mizzle_db::test_support;

/// A project whose tables get a column with each migration.
#[derive(Clone)]
struct Project {
    /// What makes its states its own.
    ledger: LedgerPlace,
    /// SQL by hand in its history; without any the history says nothing of the tables.
    by_hand: Option<String>,
    prelude: Option<String>,
}

impl Project {
    fn new() -> Self {
        let ledger = LedgerPlace::usual(Line::V0);
        let ledger = LedgerPlace { table: test_support::unique("states"), ..ledger };
        Self { ledger, by_hand: None, prelude: None }
    }

    fn by_hand(sql: &str) -> Self {
        Self { by_hand: Some(sql.to_owned()), ..Self::new() }
    }

    fn with_prelude(sql: &str) -> Self {
        Self { prelude: Some(sql.to_owned()), ..Self::new() }
    }

    /// What was there before the first column.
    fn beginning(&self) -> Vec<Migration> {
        let Some(by_hand) = &self.by_hand else { return Vec::new() };
        let tables = without_renames(&Schema::default(), &Self::schema(0), Line::V0).unwrap();
        let tables = plan(&tables, Line::V0).to_file(true);
        let texts = [("a_tables", 1, tables.as_str()), ("b_by_hand", 2, by_hand)];
        let read = |(name, when, sql): (&str, i64, &str)| {
            Migration::read(name, when, format!("{name}.sql"), sql.as_bytes()).unwrap()
        };
        texts.map(read).into()
    }

    /// The state after so many migrations.
    fn schema(steps: usize) -> Schema {
        let mut schema = Schema::default();
        for number in 0..110 {
            let table = schema.tables.entry(QName::public(format!("t{number}"))).or_default();
            let more = if number == 50 { steps } else { 0 };
            for column in 0..=more {
                let column = format!("c{column}");
                table.columns.insert(column, Column::of(Type::parse("text")));
            }
        }
        schema
    }

    /// Rehearses the migration behind so many others.
    fn rehearse(&self, steps: usize) -> Rehearsed {
        self.with(steps, |rehearsal| rehearse_on(rehearsal, self.engine(rehearsal)).unwrap())
    }

    fn with<T>(&self, steps: usize, work: impl FnOnce(&Rehearsal<'_>) -> T) -> T {
        let mut history = self.beginning();
        history.extend((0..steps).map(|step| migration(step).0));
        let (up, diff) = migration(steps);
        let recorded = Self::schema(steps);
        let down = plan(&back(&recorded, &diff, Line::V0).unwrap(), Line::V0).to_file(true);
        work(&Rehearsal {
            history: &history,
            recorded: &recorded,
            diff: &diff,
            up: &up,
            down: Some(&down),
            line: Line::V0,
            ledger: &self.ledger,
            tell: Tell(&|_| ()),
        })
    }

    fn engine(&self, rehearsal: &Rehearsal<'_>) -> DevDatabase {
        let local = Some(Engine::Local);
        let options = Options { engine: local, places: test_support::places(), ..here() };
        let file = |text: &String| SqlText { file: "prelude.sql".to_owned(), text: text.clone() };
        let prelude = self.prelude.iter().map(file).collect();
        let needs = Needs { state: state(rehearsal), prelude, ..Needs::default() };
        resolve(&options, &needs).unwrap().database
    }

    /// Does the rehearsal behind the first one, which is right, begin where that has ended?
    fn goes_on_as(&self, next: &Self) -> bool {
        self.rehearse(0);
        let next = next.rehearse(1);
        assert_right(&next);
        next.prepared
    }

    /// Others on this machine may take the state away, so that a no is asked for once more.
    fn goes_on(&self) -> bool {
        (0..3).any(|_| self.goes_on_as(self))
    }

    /// Where its state after so many migrations is kept.
    fn kept(&self, steps: usize) -> Option<PathBuf> {
        let key = self.with(steps, state).unwrap();
        let roots = ["/dev/shm", "/tmp"].into_iter().flat_map(fs::read_dir).flatten().flatten();
        let ours = roots.filter(|it| it.file_name().to_string_lossy().starts_with("mizzle-"));
        let states = ours.map(|it| it.path().join("states")).flat_map(fs::read_dir).flatten();
        let mut states = states.flatten().map(|entry| entry.path());
        states.find(|path| path.to_string_lossy().ends_with(&key))
    }

    /// Lets the state after one migration be kept. Others on this machine may take it away.
    fn keep(&self) -> PathBuf {
        let attempts = (0..5).find_map(|_| {
            self.rehearse(0);
            self.kept(1)
        });
        attempts.unwrap()
    }
}

fn migration(steps: usize) -> (Migration, Diff) {
    let (from, to) = (Project::schema(steps), Project::schema(steps + 1));
    let diff = without_renames(&from, &to, Line::V0).unwrap();
    let sql = plan(&diff, Line::V0).to_file(true);
    let name = format!("{steps:04}_more");
    let when = 1_000 * (1 + i64::try_from(steps).unwrap());
    (Migration::read(&name, when, format!("{name}.sql"), sql.as_bytes()).unwrap(), diff)
}

fn here() -> Options {
    Options::undecided(Path::new("."))
}

fn assert_right(rehearsed: &Rehearsed) {
    assert_eq!(rehearsed.extent, Extent::Whole);
    assert_eq!(rehearsed.back, Back::Proved { changed: Vec::new() });
    assert_eq!(rehearsed.inherited, []);
}

#[test]
fn a_rehearsal_begins_where_the_last_one_ended() {
    let project = Project::new();
    let was_there = (0..5).any(|_| {
        let first = project.rehearse(0);
        assert_right(&first);
        assert!(!first.prepared, "nobody has kept the state before the first one");
        // Several at the same time, as in two terminals.
        let next = std::thread::scope(|scope| {
            let next: Vec<_> = (0..2).map(|_| scope.spawn(|| project.rehearse(1))).collect();
            next.into_iter().map(|next| next.join().unwrap()).collect::<Vec<_>>()
        });
        next.iter().for_each(assert_right);
        next.iter().all(|next| next.prepared)
    });
    assert!(was_there);
}

#[test]
fn a_history_by_hand_is_run_once() {
    let function = "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1';";
    let project = Project::by_hand(function);
    assert!(project.goes_on());
    let edited = function.replace("SELECT 1", "SELECT 2");
    let edited = Project { by_hand: Some(edited), ..project.clone() };
    assert!(!project.goes_on_as(&edited));
    assert!(!Project { by_hand: None, ..project.clone() }.goes_on_as(&project));
}

#[test]
fn a_history_that_leaves_rows_is_run_anew() {
    let project = Project::by_hand("INSERT INTO t1 VALUES ('here to stay');");
    assert!(!project.goes_on_as(&project));
    assert_eq!(project.kept(1), None);
}

#[test]
fn a_state_is_one_of_its_prelude() {
    let table = "CREATE TABLE theirs (id int PRIMARY KEY);";
    let project = Project::with_prelude(table);
    assert!(project.goes_on());
    let other = Project { prelude: Some(table.replace("int", "bigint")), ..project.clone() };
    assert!(!project.goes_on_as(&other));
    assert!(!project.goes_on_as(&Project { prelude: None, ..project.clone() }));
    let seeded = Project::with_prelude(&format!("{table} INSERT INTO theirs VALUES (1);"));
    assert!(!seeded.goes_on_as(&seeded));
}

#[test]
fn a_damaged_state_costs_no_more_than_time() {
    let project = Project::new();
    for damage in [
        // The server does not start.
        (|state| fs::remove_file(state.join("data/global/pg_control"))) as fn(&Path) -> _,
        // It does, and its database is empty.
        |state| {
            for database in fs::read_dir(state.join("data/base"))? {
                for file in fs::read_dir(database?.path())? {
                    let file = file?;
                    if file.file_name().to_string_lossy().parse::<u32>().is_ok_and(|it| it > 16_000)
                    {
                        fs::write(file.path(), "")?;
                    }
                }
            }
            Ok(())
        },
        // It holds something else than it did.
        |state| fs::write(state.join("known"), "other"),
    ] {
        damage(&project.keep()).unwrap();
        let rehearsed = project.rehearse(1);
        assert_right(&rehearsed);
    }
}

#[test]
fn a_small_state_is_built_anew() {
    let recorded = Schema::default();
    let (up, diff) = migration(0);
    let rehearsal = Rehearsal {
        history: &[],
        recorded: &recorded,
        diff: &diff,
        up: &up,
        down: None,
        line: Line::V0,
        ledger: &LedgerPlace::usual(Line::V0),
        tell: Tell(&|_| ()),
    };
    assert_eq!(state(&rehearsal), None);
}
