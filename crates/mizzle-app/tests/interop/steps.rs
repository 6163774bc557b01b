//! A history of two steps, each made by one of the two tools, and looked at by the
//! other. The second step changes something of every kind.

use crate::kit::Kit;
use crate::project::{Choice, Project};
use crate::rich::before;
use mizzle_core::hints::Answers;
use mizzle_core::postgres::snapshot::{self, New, Version};
use serde_json::Value;

/// Texts of the first schema and what the second has in their place.
const CHANGES: [(&str, &str); 30] = [
    // Enums, sequences, roles.
    (r#""back\\slash"]"#, r#""back\\slash", "new one"]"#),
    (r#"auth.enum("level", ["low", "high"])"#, r#"auth.enum("level", ["low", "high", "top"])"#),
    (r#"pgSequence("plain_seq")"#, r#"pgSequence("plain_seq", { increment: 3, maxValue: 900 })"#),
    (
        r#"export const seq2 = auth.sequence("down_seq""#,
        r#"export const seq2 = auth.sequence("other_seq""#,
    ),
    (
        "export const reader = pgRole(\"reader\");",
        "export const reader = pgRole(\"reader\", { createDb: true });",
    ),
    // Columns: types, defaults, null, identity, generated; some go, some come.
    ("  si: smallint(\"si\").default(-3),\n", "  sj: smallint(\"sj\").default(-3),\n"),
    ("  i: integer().default(0).notNull(),", "  i: bigint({ mode: \"number\" }).default(1),"),
    (
        "  tempty: text().default(\"\"),",
        "  tempty: text().default(\"no longer \\\\ 'empty'\").notNull(),",
    ),
    (
        "  num2: numeric({ precision: 10, scale: 2 }).default(\"1.50\"),",
        "  num2: numeric({ precision: 12, scale: 3 }).default(\"2.500\"),",
    ),
    ("  jb: jsonb().default([]),", "  jb: jsonb().default({ now: [\"it's\"] }).notNull(),"),
    ("  dt: date().default(\"2020-01-02\"),", "  dt: date(),"),
    (
        "  tsnow: timestamp({ withTimezone: true }).defaultNow().notNull(),",
        "  tsnow: timestamp({ withTimezone: true, precision: 3 }).defaultNow(),",
    ),
    (
        "  gen: text().generatedAlwaysAs(sql`upper('x')`),",
        "  gen: text().generatedAlwaysAs(sql`lower('x')`),",
    ),
    ("  te: text().array().default([]).notNull(),", "  te: text().array().default([\"x\"]),"),
    (
        "  c: smallint().generatedAlwaysAsIdentity(),",
        "  c: smallint().generatedByDefaultAsIdentity({ startWith: 5 }),",
    ),
    // Keys and checks.
    ("email: text(\"email\").notNull().unique(),", "email: text(\"email\").notNull(),"),
    (
        "nick: text(\"nick\").unique(\"nick_key\", { nulls: \"not distinct\" }),",
        "nick: text(\"nick\").unique(),",
    ),
    ("unique().on(t.name, t.age),", "unique().on(t.name, t.nick),"),
    ("check(\"age_check\", sql`${t.age} > 21`),", "check(\"age_check\", sql`${t.age} > 18`),"),
    (".onDelete(\"set null\")", ".onDelete(\"cascade\")"),
    ("primaryKey({ columns: [t.a, t.b] }),", "primaryKey({ columns: [t.b, t.userId] }),"),
    ("  ref2: uuid(\"ref2\").references(() => users.id),\n", "  ref2: uuid(\"ref2\"),\n"),
    // Indexes.
    ("  index().on(t.age),\n", "  index().on(t.nick),\n"),
    (
        "index(\"users_name_idx\").on(t.name.desc(), t.age.asc().nullsFirst()),",
        "index(\"users_name_idx\").on(t.name),",
    ),
    (".where(sql`${t.age} > 21", ".where(sql`${t.age} > 22"),
    // Policies and row-level security.
    (
        "pgPolicy(\"p1\", { as: \"restrictive\", for: \"select\",",
        "pgPolicy(\"p1\", { as: \"permissive\", for: \"select\",",
    ),
    (
        "export const rls = pgTable(\"rls\", { a: integer() }).enableRLS();",
        "export const rls = pgTable(\"rls\", { a: integer() });",
    ),
    // Tables and views.
    (
        "export const single = pgTable(\"single_pk\", { a: integer() }",
        "export const double = pgTable(\"double_pk\", { a: integer(), m: mood().array() }",
    ),
    (".as(sql`select 1 as a, 'ok'::mood as m`)", ".as(sql`select 2 as a, 'ok'::mood as m`)"),
    (
        ".with({ fillfactor: 70, autovacuumEnabled: true,",
        ".with({ fillfactor: 80, autovacuumEnabled: true,",
    ),
];

fn after(kit: Kit) -> String {
    let mut schema = before(kit).to_owned();
    for (old, new) in CHANGES {
        assert!(schema.contains(old), "the schema has no {old}");
        schema = schema.replacen(old, new, 1);
    }
    schema
}

fn kit_first(kit: Kit, choice: Choice) {
    let project = Project::new(kit, before(kit));
    project.kit_generates("init");
    project.write_schema(&after(kit));
    project.mizzle_generates("second", later(), &project.decide(choice));
    project.mizzle_finds_nothing();
    project.kit_finds_nothing();
}

fn mizzle_alone(kit: Kit, choice: Choice) {
    let project = Project::new(kit, before(kit));
    project.mizzle_generates("init", 1_790_000_000_000, &Answers::default());
    project.write_schema(&after(kit));
    project.mizzle_generates("second", 1_790_000_100_000, &project.decide(choice));
    project.mizzle_finds_nothing();
    project.kit_finds_nothing();
    project.write_schema(before(kit));
    project.mizzle_generates("back", 1_790_000_200_000, &project.decide(choice));
    project.mizzle_finds_nothing();
    project.kit_finds_nothing();
}

/// A moment after all that the kit has written by the clock.
fn later() -> i64 {
    4_000_000_000_000
}

#[test]
fn mizzle_follows_kit_0_31_anew() {
    kit_first(Kit::V0_31, Choice::Create);
}

#[test]
fn mizzle_follows_kit_0_31_by_renames() {
    kit_first(Kit::V0_31, Choice::Rename);
}

#[test]
fn mizzle_follows_kit_rc4_anew() {
    kit_first(Kit::Rc4, Choice::Create);
}

#[test]
fn mizzle_follows_kit_rc4_by_renames() {
    kit_first(Kit::Rc4, Choice::Rename);
}

#[test]
fn mizzle_follows_kit_rc5_anew() {
    kit_first(Kit::Rc5, Choice::Create);
}

#[test]
fn mizzle_follows_kit_rc5_by_renames() {
    kit_first(Kit::Rc5, Choice::Rename);
}

#[test]
fn mizzle_alone_in_the_format_of_0_31_anew() {
    mizzle_alone(Kit::V0_31, Choice::Create);
}

#[test]
fn mizzle_alone_in_the_format_of_0_31_by_renames() {
    mizzle_alone(Kit::V0_31, Choice::Rename);
}

#[test]
fn mizzle_alone_in_the_format_of_rc4_anew() {
    mizzle_alone(Kit::Rc4, Choice::Create);
}

#[test]
fn mizzle_alone_in_the_format_of_rc4_by_renames() {
    mizzle_alone(Kit::Rc4, Choice::Rename);
}

#[test]
fn mizzle_alone_in_the_format_of_rc5_anew() {
    mizzle_alone(Kit::Rc5, Choice::Create);
}

#[test]
fn mizzle_alone_in_the_format_of_rc5_by_renames() {
    mizzle_alone(Kit::Rc5, Choice::Rename);
}

/// Those changes of the second schema that nobody could take for a rename, so that a
/// kit without a terminal has nothing to ask.
const PLAIN: [usize; 22] =
    [0, 1, 2, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 18, 19, 21, 23, 24, 26, 28, 29];

fn kit_last(kit: Kit) {
    let project = Project::new(kit, before(kit));
    project.mizzle_generates("init", 1_700_000_000_000, &Answers::default());
    let mut schema = before(kit).to_owned();
    for (old, new) in PLAIN.map(|position| CHANGES[position]) {
        schema = schema.replacen(old, new, 1);
    }
    project.write_schema(&schema);
    project.kit_generates("second");
    project.mizzle_finds_nothing();
    project.write_schema(before(kit));
    project.mizzle_generates("back", later(), &project.decide(Choice::Create));
    project.mizzle_finds_nothing();
    project.kit_finds_nothing();
}

#[test]
fn kit_0_31_follows_mizzle() {
    kit_last(Kit::V0_31);
}

#[test]
fn kit_rc4_follows_mizzle() {
    kit_last(Kit::Rc4);
}

#[test]
fn kit_rc5_follows_mizzle() {
    kit_last(Kit::Rc5);
}

/// What the kit records of its own second step is what mizzle records of the same
/// step, but for the hashes of statements, whose texts differ.
#[test]
fn steps_in_the_format_of_rc5_are_the_kits() {
    let kit = Kit::Rc5;
    let project = Project::new(kit, before(kit));
    project.kit_generates("init");
    let (_, first) = project.recorded();
    let mut schema = before(kit).to_owned();
    for (old, new) in PLAIN.map(|position| CHANGES[position]) {
        schema = schema.replacen(old, new, 1);
    }
    project.write_schema(&schema);
    project.kit_generates("second");
    let (folder, second) = project.recorded();
    let text = project.read(folder.migrations[1].snapshot.as_deref().unwrap());
    let written = snapshot::write(&New {
        version: Version::V9,
        id: &second.parents[0],
        parents: &first.parents,
        from: &first.schema,
        to: &second.schema,
        renames: &[],
    });
    let (kits, ours) = (sorted(&text), sorted(&written));
    assert_eq!(kits["deltas"], ours["deltas"]);
    let difference = |from: &Value, to: &Value| -> Vec<Value> {
        let to = to["footprints"].as_array().unwrap();
        let from = from["footprints"].as_array().unwrap();
        from.iter().filter(|one| !to.contains(one)).cloned().collect()
    };
    assert_eq!((difference(&kits, &ours), difference(&ours, &kits)), (vec![], vec![]));
}

/// A v9 file with its lists in one order, and without hashes.
fn sorted(text: &str) -> Value {
    let mut file: Value = serde_json::from_str(text).unwrap();
    for footprint in file["footprints"].as_array_mut().unwrap() {
        footprint.as_object_mut().unwrap().shift_remove("sqlHash");
        for list in ["writes", "reads", "sharedWrites"] {
            if let Some(list) = footprint.get_mut(list) {
                list.as_array_mut().unwrap().sort_by_key(ToString::to_string);
            }
        }
    }
    file["deltas"].as_array_mut().unwrap().sort_by_key(ToString::to_string);
    file
}
