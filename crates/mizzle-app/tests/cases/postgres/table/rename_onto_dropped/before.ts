import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

export const old = pgTable("users", { id: integer().primaryKey() });
export const people = pgTable("people", { id: integer().primaryKey(), name: text() });
export const posts = pgTable("posts", { user: integer().references(() => old.id), person: integer().references(() => people.id) });
