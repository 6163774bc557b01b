//! What is measured: the commands of a working day, each on schemas or
//! histories of several sizes.

use super::schema::Change;

/// One thing that every contender does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Case {
    Version,
    /// The first migration of a schema.
    First {
        tables: usize,
    },
    /// The schema against its recorded migration.
    Generate {
        tables: usize,
        change: Change,
        credentials: bool,
    },
    /// The same with a rehearsal on a private cluster. drizzle-kit has nothing like it.
    Rehearse {
        tables: usize,
        state: State,
    },
    /// The acceptance list of a project of as many tables, and of one more with each of these
    /// migrations but the first.
    Verify {
        migrations: usize,
    },
    /// Reading a database of as many tables, beside `pg_dump -s`. drizzle-kit has no command
    /// that does no more than that.
    Introspect {
        tables: usize,
    },
    /// All of these migrations on an empty database.
    Apply {
        migrations: usize,
    },
    /// None of these migrations is pending.
    Nothing {
        migrations: usize,
    },
}

/// What a rehearsal begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Nobody has kept it: a new clone, a machine that was restarted.
    Unknown,
    /// The rehearsal before this one has led to it, which large schemas keep.
    Kept,
}

/// The sizes of schemas.
pub(crate) const SIZES: [usize; 3] = [10, 100, 1_000];

/// Every case, in the order of the table.
pub(crate) fn all() -> Vec<Case> {
    let mut cases = vec![Case::Version];
    for tables in SIZES {
        for change in [Change::None, Change::OneColumn] {
            for credentials in [false, true] {
                cases.push(Case::Generate { tables, change, credentials });
            }
        }
        cases.push(Case::First { tables });
    }
    cases.push(Case::Rehearse { tables: 10, state: State::Unknown });
    cases.push(Case::Rehearse { tables: 500, state: State::Unknown });
    cases.push(Case::Rehearse { tables: 500, state: State::Kept });
    cases.push(Case::Verify { migrations: 100 });
    cases.push(Case::Introspect { tables: 100 });
    cases.push(Case::Introspect { tables: 1_000 });
    cases.push(Case::Apply { migrations: 1 });
    cases.push(Case::Apply { migrations: 1_000 });
    cases.push(Case::Nothing { migrations: 1_000 });
    cases
}

impl Case {
    /// What a reader of the table sees.
    pub(crate) fn label(self) -> String {
        match self {
            Self::Version => "`--version`".to_owned(),
            Self::First { tables } => format!("`generate`, first, {} tables", number(tables)),
            Self::Generate { tables, change, credentials } => {
                let change = match change {
                    Change::None => "no change",
                    Change::OneColumn => "one column",
                };
                let database = if credentials { ", database set" } else { "" };
                format!("`generate`, {change}, {} tables{database}", number(tables))
            }
            Self::Rehearse { tables, state } => {
                let state = match state {
                    State::Unknown => "",
                    State::Kept => ", again",
                };
                format!("`generate`, one column, rehearsed{state}, {} tables", number(tables))
            }
            Self::Verify { migrations } => {
                format!("`verify --ci`, {} migrations", number(migrations))
            }
            Self::Introspect { tables } => {
                format!("`diff` of a database with {} tables, beside `pg_dump -s`", number(tables))
            }
            Self::Apply { migrations } => format!("`migrate`, {} pending", number(migrations)),
            Self::Nothing { migrations } => {
                format!("`migrate`, none of {} pending", number(migrations))
            }
        }
    }
}

/// `1000` as people read it.
pub(crate) fn number(value: usize) -> String {
    if value < 1_000 {
        value.to_string()
    } else {
        format!("{},{:03}", value / 1_000, value % 1_000)
    }
}
