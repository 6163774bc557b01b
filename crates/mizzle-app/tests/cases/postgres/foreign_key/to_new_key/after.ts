import { integer, pgTable, primaryKey, text, unique } from "drizzle-orm/pg-core";

export const a = pgTable("a", { id: integer().primaryKey(), code: text().unique() });
export const b = pgTable("b", { a: integer().references(() => a.id), code: text().references(() => a.code) });
