//! Everything that pg-core can say, written by one tool and read by the other, and again
//! after a second change.
//!
//! The second schema differs from the first in nothing that could be taken for a rename,
//! so that a drizzle-kit without a terminal has nothing to ask.

use crate::kit::Kit;
use crate::project::Project;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Casing;

const BOTH: &str = include_str!("fixtures/whole.ts");
const ONLY_0: &str = include_str!("fixtures/whole_0.ts");
const ONLY_1: &str = include_str!("fixtures/whole_1.ts");

/// Texts of the first schema, and what the second has in their place.
const CHANGES: [(&str, &str); 36] = [
    // Types and defaults.
    ("varchar: varchar(),", "varchar: varchar({ length: 40 }).default(\"it's\"),"),
    ("numeric: numeric({ precision: 6 }),", "numeric: numeric({ precision: 8, scale: 1 }),"),
    ("time3: time({ precision: 3 }),", "time3: time({ precision: 4 }).default(\"01:02:03\"),"),
    (".default([0, 1.5, -2, 3e-7]),", ".default([1, 1, 1, 1]),"),
    (".default(\"10101010\"),", ".default(\"11111111\"),"),
    ("plain: interval().default(\"1 day 02:03:04\"),", "plain: interval().default(\"2 days\"),"),
    (
        "second: interval({ fields: \"second\", precision: 4 }),",
        "second: interval({ fields: \"second\", precision: 5 }).notNull(),",
    ),
    ("amount({ digits: 4 }).default(5),", "amount({ digits: 6 }).default(7),"),
    // Enums and sequences.
    ("[\"low\", \"mid dle\", \"hi'gh\"]", "[\"low\", \"mid dle\", \"hi'gh\", \"top\"]"),
    ("pgEnum(\"level\", [\"one\"])", "pgEnum(\"level\", [\"one\", \"two\"])"),
    ("cache: 20 });", "cache: 30 });"),
    ("Quoted.sequence(\"Count er\")", "Quoted.sequence(\"Count er\", { increment: 2 })"),
    ("innerLevel().default(\"hi'gh\").notNull()", "innerLevel().default(\"low\")"),
    ("array().default([\"low\", \"mid dle\"])", "array().default([\"hi'gh\"]).notNull()"),
    // Where values come from.
    ("{ startWith: 10, increment: 2,", "{ startWith: 12, increment: 4,"),
    (
        "always: integer().generatedAlwaysAsIdentity(),",
        "always: integer().generatedByDefaultAsIdentity(),",
    ),
    ("generatedAlwaysAs(sql`1 + 1`).notNull()", "generatedAlwaysAs(sql`1 + 2`)"),
    ("sql`upper('it''s')`", "sql`lower('it''s')`"),
    // Keys and checks.
    (
        "primaryKey({ name: \"parents_of_all\", columns: [t.a, t.b] }),",
        "primaryKey({ name: \"parents_of_all\", columns: [t.b, t.a] }),",
    ),
    (
        "check(\"parents_positive\", sql`${t.a} > 0`),",
        "check(\"parents_positive\", sql`${t.a} > 1`),",
    ),
    (
        "{ onDelete: \"set default\", onUpdate: \"set default\" }",
        "{ onDelete: \"restrict\", onUpdate: \"set default\" }",
    ),
    (
        ".onDelete(\"cascade\").onUpdate(\"set null\"),",
        ".onDelete(\"no action\").onUpdate(\"cascade\"),",
    ),
    // Indexes.
    ("t.name.desc().nullsLast(), t.at.desc(),", "t.name.asc(), t.at.desc(),"),
    (
        "index(\"indexed_class\").on(t.name.op(\"text_pattern_ops\")),",
        "index(\"indexed_class\").on(t.name.op(\"varchar_pattern_ops\")),",
    ),
    (".with({ pages_per_range: 16, autosummarize: true })", ".with({ pages_per_range: 32 })"),
    (".where(isNotNull(t.name))", ".where(sql`${t.name} is null`)"),
    (
        "uniqueIndex(\"indexed_unique\").on(t.id),",
        "uniqueIndex(\"indexed_unique\").on(t.id, t.at),",
    ),
    ("on(sql`lower(${t.name})`)", "on(sql`upper(${t.name})`)"),
    // Roles and policies.
    ("createRole: true, inherit: false", "createRole: false, inherit: false"),
    ("to: [reader, writer], using: sql`${t.id} > 0`", "to: [reader], using: sql`${t.id} > 1`"),
    ("{ as: \"restrictive\", for: \"insert\",", "{ as: \"permissive\", for: \"insert\","),
    (
        "for: \"all\", to: reader, using: sql`id > 1`",
        "for: \"all\", to: reader, using: sql`id > 2`",
    ),
    // Views.
    (
        ".with({ checkOption: \"cascaded\" })",
        ".with({ checkOption: \"local\", securityBarrier: true })",
    ),
    (
        ".with({ securityInvoker: true, securityBarrier: false })",
        ".with({ securityInvoker: true })",
    ),
    ("fillfactor: 60, toastTupleTarget: 200,", "fillfactor: 65,"),
    (
        "pgMaterializedView(\"stored\").as((qb) => qb.select({ id: guarded.id })",
        "pgMaterializedView(\"stored\").as((qb) => qb.select({ id: guarded.id, owner: guarded.owner })",
    ),
];

fn before(kit: Kit) -> String {
    let only = match kit {
        Kit::V0_31 => ONLY_0,
        Kit::Rc4 | Kit::Rc5 => ONLY_1,
    };
    format!("{BOTH}{only}")
}

fn after(kit: Kit) -> String {
    let mut schema = before(kit);
    for (old, new) in CHANGES {
        assert!(schema.contains(old), "the schema has no {old}");
        schema = schema.replacen(old, new, 1);
    }
    schema
}

/// Who writes a migration.
#[derive(Clone, Copy)]
enum Writer {
    Kit,
    Mizzle,
}

fn in_turn(kit: Kit, casing: Option<Casing>, writers: [Writer; 2]) {
    let project = Project::with_casing(kit, &before(kit), casing);
    for (step, (writer, schema)) in writers.into_iter().zip([before(kit), after(kit)]).enumerate() {
        project.write_schema(&schema);
        let name = format!("step{step}");
        match writer {
            Writer::Kit => project.kit_generates(&name),
            // After all that the kit has written by the clock, if it wrote before.
            Writer::Mizzle => {
                let now = [1_700_000_000_000, 4_000_000_000_000][step];
                project.mizzle_generates(&name, now, &Answers::default());
            }
        }
        project.mizzle_finds_nothing();
        project.kit_finds_nothing();
    }
}

/// Both tools alone, and both after each other.
fn everybody(kit: Kit, casing: Option<Casing>) {
    in_turn(kit, casing, [Writer::Kit, Writer::Kit]);
    in_turn(kit, casing, [Writer::Mizzle, Writer::Mizzle]);
    in_turn(kit, casing, [Writer::Kit, Writer::Mizzle]);
    in_turn(kit, casing, [Writer::Mizzle, Writer::Kit]);
}

#[test]
fn all_of_pg_core_with_kit_0_31() {
    everybody(Kit::V0_31, None);
}

#[test]
fn all_of_pg_core_with_kit_rc4() {
    everybody(Kit::Rc4, None);
}

#[test]
fn all_of_pg_core_with_kit_rc5() {
    everybody(Kit::Rc5, None);
}

#[test]
fn all_of_pg_core_in_snake_case_with_kit_0_31() {
    everybody(Kit::V0_31, Some(Casing::Snake));
}

#[test]
fn all_of_pg_core_in_camel_case_with_kit_0_31() {
    everybody(Kit::V0_31, Some(Casing::Camel));
}
