//! One pair on a server.

use crate::archived;
use crate::counters;
use crate::design::Id;
use crate::design::schema::OUTSIDE;
use crate::dump;
use crate::pair::{Pair, planned};
use crate::read;
use crate::rows::{Kept, Rows, kept, rows};
use crate::script;
use crate::server::Database;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Line;
use mizzle_core::postgres::diff::{Diff, DiffOptions, diff};
use mizzle_core::postgres::from_catalog::{FromCatalog, Introspected};
use mizzle_core::postgres::schema::{QName, Schema};
use mizzle_core::postgres::snapshot::{self, New, Rename, Version};
use mizzle_core::sql::Ident;
use mizzle_db::introspect::{Options, introspect_with};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Two databases that pairs use one after the other.
pub(crate) struct Bench {
    pub(crate) migrated: Database,
    fresh: Database,
    empty: Introspected,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let [mut migrated, fresh] = [Database::new(), Database::new()].map(|mut database| {
            // Nothing of it must outlive the server.
            database.run("SET synchronous_commit = off").unwrap();
            database
        });
        let empty = read(&mut migrated, &[]);
        Self { migrated, fresh, empty }
    }
}

/// Is everything as it should be with a pair? The reason why not.
pub(crate) fn prove(bench: &mut Bench, pair: &Pair) -> Result<(), String> {
    let roles: Vec<String> = [&pair.before, &pair.after]
        .iter()
        .flat_map(|design| design.roles.iter().map(|role| design.role_name(role)))
        .collect();
    let result = catch_unwind(AssertUnwindSafe(|| proved(bench, pair)));
    for database in [&mut bench.migrated, &mut bench.fresh] {
        wipe(database);
    }
    drop_roles(&mut bench.fresh, &roles);
    match result {
        Ok(result) => result,
        Err(panic) => Err(panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "a panic without words".to_owned())),
    }
}

fn proved(bench: &mut Bench, pair: &Pair) -> Result<(), String> {
    let line = pair.line;
    let (before, after) = pair.schemas();
    let (start, _) = pair.diff(&Schema::default(), &before)?;
    let recorded = pair.recorded(&start)?;
    let (found, _) = pair.diff(&recorded, &after)?;
    second_plan(&recorded, &found, &after, line)?;

    let rows = rows(pair);
    fill(&mut bench.migrated, &start, &rows, line)?;
    let had: Vec<(Id, Vec<Kept>, Cells)> = rows
        .iter()
        .map(|rows| {
            let kept = kept(pair, rows.table);
            let cells = cells(&mut bench.migrated, &place(pair, rows.table, true), &kept, true);
            (rows.table, kept, cells)
        })
        .collect();
    let counters = counters::count(&mut bench.migrated, pair);
    carry_out(&mut bench.migrated, "the migration", &found, line)?;
    for (table, kept, had) in &had {
        if kept.is_empty() {
            continue;
        }
        let name = place(pair, *table, false);
        let has = cells(&mut bench.migrated, &name, kept, false);
        if *had != has {
            return Err(format!("rows of {name} changed: {had:?} became {has:?}"));
        }
    }
    counters::check(&mut bench.migrated, pair, &counters)?;
    let migrated = Found::of(&mut bench.migrated, &[&start.result, &found.result]);
    wipe(&mut bench.migrated);
    let roles: Vec<String> = found.result.roles.keys().cloned().collect();
    drop_roles(&mut bench.fresh, &roles);

    if let Some(archived) = archived::archived(&recorded, &found, line) {
        fill(&mut bench.migrated, &start, &rows, line)?;
        archived::there_and_back(&mut bench.migrated, &recorded, &archived)?;
        wipe(&mut bench.migrated);
        let roles: Vec<String> = recorded.roles.keys().cloned().collect();
        drop_roles(&mut bench.fresh, &roles);
    }

    let (whole, _) = pair.diff(&Schema::default(), &found.result)?;
    prepare(&mut bench.fresh);
    carry_out(&mut bench.fresh, "the schema after, from nothing", &whole, line)?;
    let fresh = Found::of(&mut bench.fresh, &[&found.result]);
    if migrated.dump != fresh.dump {
        return Err(dump::difference(&migrated.dump, &fresh.dump));
    }
    read::assert_same("the migrated database", line, &migrated.read, &fresh.read);
    read::assert_all_modelled("the schema after", &bench.empty, &fresh.read);
    read::assert_desired("the schema after", line, &found.result, &fresh.read);
    Ok(())
}

/// Once carried out, there is nothing left to do; neither by the snapshot.
fn second_plan(before: &Schema, found: &Diff, after: &Schema, line: Line) -> Result<(), String> {
    let nothing = |what: &str, from: &Schema| {
        let answers = Answers::default();
        match diff(from, after, &DiffOptions { line, answers: &answers }) {
            Ok(again) if again.changes.is_empty() => Ok(()),
            Ok(again) => Err(format!("{what}: a second plan has {:#?}", again.changes)),
            Err(error) => Err(format!("{what}: a second plan: {error}")),
        }
    };
    nothing("the result", &found.result)?;
    let versions = match line {
        Line::V0 => vec![Version::V7],
        Line::V1 => vec![Version::V8, Version::V9],
    };
    let id = "00000000-0000-4000-8000-000000000001";
    let renames = Rename::among(&found.changes);
    let empty = Schema::default();
    for version in versions {
        for (from, renames) in [(&empty, Vec::new()), (before, renames.clone())] {
            let new = New { version, id, parents: &[], from, to: &found.result, renames: &renames };
            // A v9 file may hold changes only, which a folder adds up.
            let Ok(read) = snapshot::read(&snapshot::write(&new)) else { continue };
            nothing(&format!("a snapshot of version {version}"), &read.schema)?;
        }
    }
    Ok(())
}

/// What a database holds, as two programs see it.
struct Found {
    dump: String,
    read: Introspected,
}

impl Found {
    fn of(database: &mut Database, schemas: &[&Schema]) -> Self {
        let read = read(database, schemas);
        Self { dump: dump::schema(database.url()), read }
    }
}

/// Reads a database without what somebody else owns in it.
fn read(database: &mut Database, schemas: &[&Schema]) -> Introspected {
    let outside = |name: &QName| name.schema == OUTSIDE.0;
    let take = FromCatalog {
        roles: &|name| schemas.iter().any(|schema| schema.roles.contains_key(name)),
        tables: &|name| !outside(name),
        linked_policies: &|name, _| outside(name),
    };
    let options = Options { roles: true, take, ..Options::DATABASE };
    let mut read = introspect_with(database.connect(), &options).unwrap();
    read.schema.namespaces.retain(|name| name != OUTSIDE.0);
    read
}

/// The schema before, with rows.
fn fill(database: &mut Database, start: &Diff, rows: &[Rows], line: Line) -> Result<(), String> {
    prepare(database);
    carry_out(database, "the schema before", start, line)?;
    let mut inserts = vec!["SET session_replication_role = replica".to_owned()];
    inserts.extend(rows.iter().map(|rows| rows.sql.clone()).filter(|sql| !sql.is_empty()));
    inserts.push("SET session_replication_role = origin".to_owned());
    database.run(&inserts.join(";\n")).map_err(|error| format!("rows: {error}"))
}

/// What somebody else owns.
pub(crate) fn prepare(database: &mut Database) {
    let (schema, table, column) = OUTSIDE;
    database
        .run(&format!(
            "CREATE SCHEMA {schema}; CREATE TABLE {schema}.{table} ({column} text);
             ALTER TABLE {schema}.{table} ENABLE ROW LEVEL SECURITY"
        ))
        .unwrap();
}

fn carry_out(database: &mut Database, what: &str, diff: &Diff, line: Line) -> Result<(), String> {
    let plan = planned(diff, line);
    script::assert_reads_back(&plan);
    database
        .apply(&plan)
        .map_err(|error| format!("{what} fails: {error}\n\n{}", plan.to_file(true)))
}

pub(crate) fn place(pair: &Pair, table: Id, before: bool) -> QName {
    let design = if before { &pair.before } else { &pair.after };
    design.table(table).map_or_else(|| QName::public(""), |table| design.qname(&table.place))
}

pub(crate) type Cells = Vec<String>;

/// The rows of a table as text, in no order, with the labels that they have afterwards.
pub(crate) fn cells(database: &mut Database, table: &QName, kept: &[Kept], before: bool) -> Cells {
    if kept.is_empty() {
        return Vec::new();
    }
    let columns: Vec<String> = kept
        .iter()
        .map(|kept| {
            let name = Ident(if before { &kept.before } else { &kept.after }).to_string();
            if kept.converted { format!("({name} IS NULL)::text") } else { format!("{name}::text") }
        })
        .collect();
    let sql = format!(
        "SELECT {} FROM {}.{}",
        columns.join(", "),
        Ident(&table.schema),
        Ident(&table.name)
    );
    let rows = database.connect().query(&sql).unwrap_or_else(|error| panic!("{error}\nin: {sql}"));
    let mut cells: Cells = rows
        .iter()
        .map(|row| {
            let cells = kept.iter().enumerate().map(|(at, kept)| {
                let text = row.text(at).unwrap_or("NULL");
                let renamed = kept.labels.iter().find(|(from, _)| before && from == text);
                renamed.map_or(text, |(_, to)| to)
            });
            cells.collect::<Vec<_>>().join("|")
        })
        .collect();
    cells.sort();
    cells
}

/// Makes a database an empty one again, which takes far less than to make another.
pub(crate) fn wipe(database: &mut Database) {
    // A failure may have left a transaction open.
    database.run("ROLLBACK").unwrap();
    database
        .run(
            "DO $$ DECLARE it record; BEGIN
               FOR it IN SELECT nspname FROM pg_namespace
                         WHERE nspname !~ '^pg_' AND nspname NOT IN ('public', 'information_schema')
               LOOP EXECUTE format('DROP SCHEMA %I CASCADE', it.nspname); END LOOP;
               FOR it IN SELECT relname, CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN
                                'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS kind
                         FROM pg_class WHERE relnamespace = 'public'::regnamespace
                         AND relkind IN ('r', 'v', 'm', 'S') ORDER BY relkind = 'S'
               LOOP EXECUTE format('DROP %s IF EXISTS public.%I CASCADE', it.kind, it.relname);
               END LOOP;
               FOR it IN SELECT typname FROM pg_type
                         WHERE typnamespace = 'public'::regnamespace AND typtype = 'e'
               LOOP EXECUTE format('DROP TYPE public.%I CASCADE', it.typname); END LOOP;
             END $$",
        )
        .unwrap();
}

/// Roles belong to the whole server.
fn drop_roles(database: &mut Database, roles: &[String]) {
    if roles.is_empty() {
        return;
    }
    let drops: Vec<String> =
        roles.iter().map(|name| format!("DROP ROLE IF EXISTS {}", Ident(name))).collect();
    database.run(&drops.join("; ")).unwrap();
}
