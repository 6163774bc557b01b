import { index, pgEnum, pgTable, primaryKey, serial, text, uuid } from "drizzle-orm/pg-core";

export const state = pgEnum("state", ["draft", "live"]);
export const authors = pgTable("authors", { id: uuid().primaryKey().defaultRandom(), name: text().notNull() });
export const posts = pgTable("posts", {
	id: serial().primaryKey(),
	title: text(),
	state: state().notNull().default("draft"),
	authorId: uuid("author_id").references(() => authors.id, { onDelete: "cascade" }),
}, (t) => [index().on(t.authorId, t.state)]);
