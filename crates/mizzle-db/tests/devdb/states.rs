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
use mizzle_db::test_support;

/// A project whose tables get a column with each migration.
struct Project {
    /// What makes its states its own.
    ledger: LedgerPlace,
}

impl Project {
    fn new() -> Self {
        let ledger = LedgerPlace::usual(Line::V0);
        Self { ledger: LedgerPlace { table: test_support::unique("states"), ..ledger } }
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
        self.with(steps, |rehearsal| rehearse_on(rehearsal, engine(state(rehearsal))).unwrap())
    }

    fn with<T>(&self, steps: usize, work: impl FnOnce(&Rehearsal<'_>) -> T) -> T {
        let history: Vec<Migration> = (0..steps).map(|step| migration(step).0).collect();
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

fn engine(state: Option<String>) -> DevDatabase {
    let options = Options { engine: Some(Engine::Local), places: test_support::places(), ..here() };
    resolve(&options, &Needs { state, ..Needs::default() }).unwrap().database
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
