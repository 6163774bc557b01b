//! `casing` of drizzle 0.x, which reaches names and SQL.

use crate::kit::Kit;
use crate::project::Project;
use mizzle_core::hints::Answers;
use mizzle_core::naming::Casing;

const SCHEMA: &str = r#"
import { sql } from "drizzle-orm";
import { pgTable, integer, text, index, uniqueIndex, unique, primaryKey, foreignKey, check } from "drizzle-orm/pg-core";
export const userAccounts = pgTable("userAccounts", {
  accountId: integer().primaryKey(),
  displayName: text().notNull().unique(),
  createdAt2: text("createdAt2"),
  URLPath: text(),
}, (t) => [
  index().on(t.displayName, t.URLPath),
  uniqueIndex("accounts_lower").on(sql`lower(${t.displayName})`),
  unique().on(t.displayName, t.URLPath),
  check("not_empty", sql`${t.displayName} <> ''`),
]);
export const teamMembers = pgTable("team_members", {
  teamId: integer(),
  memberId: integer().references(() => userAccounts.accountId, { onDelete: "cascade" }),
  invitedBy: integer(),
}, (t) => [
  primaryKey({ columns: [t.teamId, t.memberId] }),
  foreignKey({ name: "fk_invitedBy", columns: [t.invitedBy], foreignColumns: [userAccounts.accountId] }),
]);
"#;

fn both_ways(casing: Casing) {
    let project = Project::with_casing(Kit::V0_31, SCHEMA, Some(casing));
    project.kit_generates("init");
    project.mizzle_finds_nothing();
    let project = Project::with_casing(Kit::V0_31, SCHEMA, Some(casing));
    project.mizzle_generates("init", 1_790_000_000_000, &Answers::default());
    project.kit_finds_nothing();
}

#[test]
fn snake_case_is_the_kits() {
    both_ways(Casing::Snake);
}

#[test]
fn camel_case_is_the_kits() {
    both_ways(Casing::Camel);
}
