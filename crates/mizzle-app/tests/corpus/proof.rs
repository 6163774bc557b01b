//! One case on one server.

use crate::case::{Case, steps, word};
use crate::dump;
use crate::load::Loaders;
use crate::read;
use crate::server::{Database, Roles};
use mizzle_core::naming::Line;
use mizzle_core::plan::Plan;
use mizzle_core::postgres::diff::Diff;
use mizzle_core::postgres::from_catalog::Introspected;
use mizzle_core::postgres::schema::Schema;

/// Proves a case, or panics with what is wrong.
pub(crate) fn prove(loaders: &Loaders, case: &Case, line: Line) {
    let (before, after) = loaders.both(case, line);
    let roles = Roles::of(&[&before, &after]);
    let forth = must(case, "after", steps(&before, &after, line, case.hints(), false));
    let result = &forth.0.result;

    let mut database = Database::new();
    if database.major() < case.about.pg.min {
        return;
    }
    build(&mut database, case, &before, line);
    if let Some(rows) = &case.about.rows {
        database.run(rows).unwrap_or_else(|error| panic!("{}: rows: {error}", case.name));
    }
    if let Some(message) = &case.about.fails {
        refuse(&mut database, case, &forth.1, message);
        database.truncate();
    }
    carry_out(&mut database, case, "the migration", &forth.1);
    for expected in &case.about.after {
        let found = database.rows(&expected.query);
        assert_eq!(found, expected.gives.trim_end(), "{}: {}", case.name, expected.query);
    }
    let sides = [&before, &after];
    let migrated = Found::of(&mut database, &sides);

    let back = case.about.one_way.is_none().then(|| {
        let back =
            must(case, "the way back", steps(result, &before, line, case.hints_back(), true));
        database.truncate();
        carry_out(&mut database, case, "the way back", &back.1);
        (Found::of(&mut database, &sides), back.0.result)
    });
    drop(database);
    if let Some(roles) = &roles {
        roles.drop_all();
    }

    let fresh = fresh(case, result, line, roles.as_ref());
    assert_same(case, line, "the migrated database", &migrated, &fresh);
    read::assert_desired(&of(case, line), line, result, &fresh.read);
    if let Some((returned, result)) = back {
        let fresh = self::fresh(case, &result, line, roles.as_ref());
        assert_same(case, line, "the way back", &returned, &fresh);
        read::assert_desired(&of(case, line), line, &result, &fresh.read);
    }
}

/// What a database holds, as two programs see it.
struct Found {
    dump: String,
    read: Introspected,
}

impl Found {
    fn of(database: &mut Database, schemas: &[&Schema]) -> Self {
        let read = read::read(database, schemas);
        Self { dump: dump_of(database), read }
    }
}

/// Builds a schema from nothing.
fn build(database: &mut Database, case: &Case, schema: &Schema, line: Line) {
    let (_, plan) =
        must(case, "before", steps(&Schema::default(), schema, line, Vec::new(), false));
    carry_out(database, case, "the schema from nothing", &plan);
}

fn fresh(case: &Case, schema: &Schema, line: Line, roles: Option<&Roles>) -> Found {
    let mut database = Database::new();
    let empty = read::read(&mut database, &[]);
    build(&mut database, case, schema, line);
    let found = Found::of(&mut database, &[schema]);
    read::assert_all_modelled(&of(case, line), &empty, &found.read);
    drop(database);
    if let Some(roles) = roles {
        roles.drop_all();
    }
    found
}

fn dump_of(database: &mut Database) -> String {
    database.disconnect();
    dump::schema(database.url())
}

fn carry_out(database: &mut Database, case: &Case, what: &str, plan: &Plan) {
    if let Err(error) = database.apply(plan) {
        panic!("{}: {what} fails: {error}\n\n{}", case.name, plan.to_file(true));
    }
}

/// A migration that rows forbid says so, and leaves everything as it was.
fn refuse(database: &mut Database, case: &Case, plan: &Plan, message: &str) {
    let before = dump_of(database);
    let error = database.apply(plan).expect_err("the rows forbid it");
    assert!(error.contains(message), "{}: {error}", case.name);
    assert_eq!(dump_of(database), before, "{}: nothing changed", case.name);
}

fn must(case: &Case, what: &str, steps: Result<(Diff, Plan), String>) -> (Diff, Plan) {
    steps.unwrap_or_else(|error| panic!("{}: {what}: {error}", case.name))
}

fn assert_same(case: &Case, line: Line, what: &str, found: &Found, fresh: &Found) {
    let (migrated, built) = (found, fresh);
    let (found, fresh) = (&migrated.dump, &built.dump);
    if found == fresh {
        read::assert_same(
            &format!("{}: {what}", of(case, line)),
            line,
            &migrated.read,
            &built.read,
        );
        return;
    }
    panic!(
        "{}: {what} is not what a build from nothing gives (+ only there, - only here)\n{}",
        of(case, line),
        dump::difference(found, fresh)
    );
}

fn of(case: &Case, line: Line) -> String {
    format!("{} on {}", case.name, word(line))
}
