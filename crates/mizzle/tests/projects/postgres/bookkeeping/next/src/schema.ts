import { sql } from "drizzle-orm";
import {
  bigint, check, customType, date, foreignKey, index, integer, pgTable, primaryKey, serial, text,
  timestamp, uniqueIndex, varchar,
} from "drizzle-orm/pg-core";

const daterange = customType<{ data: string }>({ dataType: () => "daterange" });

export const accounts = pgTable("accounts", {
  id: serial("id").primaryKey(),
  number: varchar("number", { length: 10 }).notNull(),
  title: text("title").notNull(),
  parentId: integer("parent_id"),
}, (t) => [
  uniqueIndex("accounts_number").on(t.number),
  foreignKey({ columns: [t.parentId], foreignColumns: [t.id], name: "accounts_parent" }),
]);

export const periods = pgTable("periods", {
  id: serial("id").primaryKey(),
  during: daterange("during").notNull(),
  closedAt: timestamp("closed_at", { withTimezone: true }),
});

export const entries = pgTable("entries", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
  periodId: integer("period_id").notNull().references(() => periods.id),
  booked: date("booked").notNull(),
  text: text("text").notNull().default(""),
  reversedBy: bigint("reversed_by", { mode: "number" }),
}, (t) => [index("entries_booked").on(t.booked.desc())]);

export const postings = pgTable("postings", {
  entryId: bigint("entry_id", { mode: "number" }).notNull().references(() => entries.id),
  line: integer("line").notNull(),
  accountId: integer("account_id").notNull().references(() => accounts.id),
  amount: bigint("amount", { mode: "bigint" }).notNull(),
  costCentre: varchar("cost_centre", { length: 8 }),
}, (t) => [
  primaryKey({ columns: [t.entryId, t.line] }),
  check("postings_amount", sql`${t.amount} <> 0`),
]);

export const documents = pgTable("documents", {
  id: serial("id").primaryKey(),
  entryId: bigint("entry_id", { mode: "number" }).references(() => entries.id),
  path: text("path").notNull(),
}, (t) => [index("documents_entry").on(t.entryId)]);
