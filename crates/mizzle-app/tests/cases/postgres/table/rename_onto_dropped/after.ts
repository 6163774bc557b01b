import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

export const people = pgTable("accounts", { id: integer().primaryKey(), name: text() });
export const posts = pgTable("posts", { user: integer(), person: integer().references(() => people.id) });
