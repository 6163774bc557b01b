//! Drizzle schemas of any size, the same bytes for the same size: what a
//! product's schema holds in the mix that real ones have. A table has about
//! eight columns, a reference to an earlier table, one or two indexes, at times
//! a unique one or a check; every ten tables share an enum.

use std::fmt::Write as _;

/// What is different from the schema that was recorded.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Change {
    None,
    /// One nullable column, in the table in the middle.
    OneColumn,
}

/// The text of a `schema.ts` for Postgres.
pub(crate) fn text(tables: usize, change: Change) -> String {
    let mut random = Random(0x6d69_7a7a_6c65);
    let mut out = String::from(HEAD);
    for number in 0..tables.div_ceil(TABLES_PER_ENUM) {
        let values: Vec<String> = (0..3 + random.below(4)).map(|it| format!("\"v{it}\"")).collect();
        let _ = writeln!(
            out,
            "export const kind{number} = pgEnum(\"kind_{number}\", [{}]);",
            values.join(", ")
        );
    }
    for number in 0..tables {
        let extra = change == Change::OneColumn && number == tables / 2;
        table(&mut out, &mut random, number, extra);
    }
    out
}

/// SQL that makes tables of eight columns with keys, a check and indexes, each in a reference
/// to the one before. It commits on the way, and has to be sent alone.
pub(crate) fn tables_sql(tables: usize) -> String {
    format!(
        "DO $$ BEGIN FOR n IN 0..{tables} - 1 LOOP
           EXECUTE format('CREATE TABLE table_%s (
             id serial PRIMARY KEY,
             name varchar(200) NOT NULL DEFAULT ''nobody'',
             mail text UNIQUE,
             state state DEFAULT ''new'',
             data jsonb DEFAULT ''{{}}'',
             amount numeric(10, 2) CHECK (amount > 0),
             parent_id integer REFERENCES table_%s (id) ON DELETE CASCADE,
             created_at timestamptz NOT NULL DEFAULT now())', n, greatest(n - 1, 0));
           EXECUTE format('CREATE INDEX ON table_%s (lower(name))', n);
           EXECUTE format('CREATE INDEX ON table_%s (created_at DESC) WHERE amount > 1', n);
           IF n % 100 = 99 THEN COMMIT; END IF;
         END LOOP; END $$"
    )
}

const TABLES_PER_ENUM: usize = 10;

/// A small table, to be put behind the others.
pub(crate) fn one_more(number: usize) -> String {
    format!(
        "\nexport const more{number} = pgTable(\"more_{number}\", {{\n  id: \
         uuid(\"id\").primaryKey(),\n  note: text(\"note\"),\n}});\n"
    )
}

const HEAD: &str = r#"import { sql } from "drizzle-orm";
import {
  bigint, boolean, check, doublePrecision, index, integer, jsonb, numeric, pgEnum, pgTable,
  text, timestamp, uniqueIndex, uuid, varchar,
} from "drizzle-orm/pg-core";

"#;

const NOUNS: &[&str] = &[
    "account", "invoice", "shipment", "ticket", "session", "device", "report", "payment", "team",
    "message", "region", "review", "job", "asset", "contract",
];

/// A property of a table, the column it becomes, and the builder of its type.
/// `#` stands for a number that differs from table to table.
const COLUMNS: &[(&str, &str, &str)] = &[
    ("title", "title", "text(\"title\").notNull()"),
    ("slug", "slug", "varchar(\"slug\", { length: 1# })"),
    ("quantity", "quantity", "integer(\"quantity\").notNull().default(#)"),
    ("isActive", "is_active", "boolean(\"is_active\").notNull().default(true)"),
    ("payload", "payload", "jsonb(\"payload\")"),
    ("amount", "amount", "numeric(\"amount\", { precision: 12, scale: 2 })"),
    ("externalRef", "external_ref", "uuid(\"external_ref\").defaultRandom()"),
    ("startedAt", "started_at", "timestamp(\"started_at\", { withTimezone: true })"),
    ("score", "score", "doublePrecision(\"score\")"),
    ("labels", "labels", "text(\"labels\").array()"),
];

fn table(out: &mut String, random: &mut Random, number: usize, extra: bool) {
    let noun = NOUNS[number % NOUNS.len()];
    let name = format!("{noun}s_{number:04}");
    let mut lines = vec![
        "id: bigint(\"id\", { mode: \"number\" }).primaryKey().generatedAlwaysAsIdentity()"
            .to_owned(),
    ];
    let mut keys = Vec::new();
    let first = random.below(COLUMNS.len());
    let count = 3 + random.below(3);
    for at in 0..count {
        let (property, column, builder) = COLUMNS[(first + at) % COLUMNS.len()];
        let builder = builder.replace('#', &(10 + random.below(90)).to_string());
        lines.push(format!("{property}: {builder}"));
        if at == 0 && !["payload", "labels"].contains(&column) {
            keys.push(format!("index(\"{name}_{column}_idx\").on(t.{property})"));
        }
        if column == "quantity" && number.is_multiple_of(5) {
            keys.push(format!("check(\"{name}_quantity_ck\", sql`${{t.quantity}} >= 0`)"));
        }
    }
    if number.is_multiple_of(2) {
        let kind = number / TABLES_PER_ENUM;
        lines.push(format!("kind: kind{kind}(\"kind\").notNull().default(\"v0\")"));
    }
    if number > 0 {
        let to = random.below(number);
        let action = ["cascade", "set null", "no action"][random.below(3)];
        lines.push(format!(
            "parentId: bigint(\"parent_id\", {{ mode: \"number\" }})\
             .references(() => table{to}.id, {{ onDelete: \"{action}\" }})"
        ));
        keys.push(format!("index(\"{name}_parent_idx\").on(t.parentId)"));
    }
    lines.push(
        "createdAt: timestamp(\"created_at\", { withTimezone: true }).notNull().defaultNow()"
            .to_owned(),
    );
    lines.push("updatedAt: timestamp(\"updated_at\", { withTimezone: true })".to_owned());
    if number.is_multiple_of(3) {
        keys.push(format!("uniqueIndex(\"{name}_created_uq\").on(t.createdAt, t.id)"));
    }
    if extra {
        lines.push("addedColumn: text(\"added_column\")".to_owned());
    }
    let _ = writeln!(out, "\nexport const table{number} = pgTable(\"{name}\", {{");
    for line in lines {
        let _ = writeln!(out, "  {line},");
    }
    out.push_str("}, (t) => [\n");
    for key in keys {
        let _ = writeln!(out, "  {key},");
    }
    out.push_str("]);\n");
}

/// Splitmix64: small, well mixed, and the same on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        // The top 32 bits fit any `usize` that we run on.
        let top = usize::try_from((mixed ^ (mixed >> 31)) >> 32).unwrap_or_default();
        top % limit
    }
}

#[cfg(test)]
mod tests {
    use super::{Change, text};

    #[test]
    fn the_same_size_is_the_same_text() {
        let once = text(30, Change::None);
        assert_eq!(once, text(30, Change::None));
        assert_eq!(once.matches("pgTable(\"").count(), 30);
        assert_eq!(once.matches("pgEnum(\"").count(), 3);
    }

    #[test]
    fn a_change_is_one_line() {
        let before = text(30, Change::None);
        let after = text(30, Change::OneColumn);
        let added: Vec<&str> = after.lines().filter(|line| line.contains("added_column")).collect();
        assert_eq!(added.len(), 1);
        assert_eq!(before.lines().count() + 1, after.lines().count());
    }
}
