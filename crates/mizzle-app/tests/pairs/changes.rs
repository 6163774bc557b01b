//! The changes, read from their table.

/// What a change is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What the model holds: the SQL of `diff` makes it.
    Inside,
    /// What the model has no word for: it is named.
    Outside,
    /// Nothing that a dump shows.
    Nothing,
}

/// A change of the base.
#[derive(Debug, Clone)]
pub(crate) struct Change {
    /// What it is called.
    pub(crate) name: String,
    /// The SQL behind the base.
    pub(crate) sql: String,
    /// What it is about.
    pub(crate) kind: Kind,
    /// Are rename questions answered with the rename?
    pub(crate) renames: bool,
}

/// All single ones.
pub(crate) fn all() -> Vec<Change> {
    let lines = include_str!("changes.txt").lines();
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(read).collect()
}

fn read(line: &str) -> Change {
    let (name, sql) = line.split_once(" | ").unwrap_or_else(|| panic!("{line}"));
    let (kind, renames) = match name.chars().last() {
        Some('!') => (Kind::Outside, false),
        Some('=') => (Kind::Nothing, false),
        Some('~') => (Kind::Inside, true),
        Some(_) | None => (Kind::Inside, false),
    };
    let name = name.trim_end_matches(['!', '=', '~', ' ']).replace(' ', "_");
    Change { name, sql: sql.to_owned(), kind, renames }
}

/// Several at once, of those that go together.
pub(crate) fn combinations(all: &[Change]) -> Vec<Change> {
    const TOGETHER: &[&[&str]] = &[
        &["add a column", "add an index", "add a check"],
        &["add a value", "a partial index", "change a default"],
        &["drop a view", "drop a materialized view", "widen a type"],
        &["add a schema", "drop a sequence", "add a function"],
        &["rename a unique constraint", "rename a foreign key", "rename an index"],
        &["add an enum", "add a table", "names with quotes"],
        &["drop a function's trigger", "drop a column"],
        &["a comment on a table", "grants", "add a column"],
        &["change a check", "on delete cascade", "change an index", "change a view"],
        &["storage parameters", "column statistics", "a replica identity"],
        &["add a policy", "enable row security", "rename a policy"],
        &["drop a primary key", "drop a foreign key", "drop an index"],
    ];
    let one = |name: &str| {
        let name = name.replace(' ', "_");
        let name = if name == "drop_a_function's_trigger" { "drop_a_trigger" } else { &name };
        all.iter().find(|change| change.name == name).unwrap_or_else(|| panic!("no {name}"))
    };
    let combined = |names: &&[&str]| {
        let parts: Vec<&Change> = names.iter().map(|name| one(name)).collect();
        let is_outside = parts.iter().any(|part| part.kind == Kind::Outside);
        Change {
            name: parts.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join("+"),
            sql: parts.iter().map(|part| part.sql.as_str()).collect::<Vec<_>>().join("\n"),
            kind: if is_outside { Kind::Outside } else { Kind::Inside },
            renames: false,
        }
    };
    TOGETHER.iter().map(combined).collect()
}
