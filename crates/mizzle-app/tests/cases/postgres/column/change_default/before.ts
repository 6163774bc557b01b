import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: text(),
	b: text().default("old"),
	c: text().default("gone"),
	d: integer().default(1),
	e: jsonb().default({ a: 1, b: 2 }),
});
