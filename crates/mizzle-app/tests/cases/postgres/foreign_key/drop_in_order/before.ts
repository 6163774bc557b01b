import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";

export const a = pgTable("a", { id: integer().primaryKey() });
export const b = pgTable("b", { id: integer().primaryKey(), a: integer().references(() => a.id) });
export const c = pgTable("c", { b: integer().references(() => b.id), a: integer().references(() => a.id) });
export const kept = pgTable("kept", { a: integer().references(() => a.id) });
