import { integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: text().default("new"),
	b: text().default("newer"),
	c: text(),
	d: integer().default(2),
	e: jsonb().default({ a: 1, b: 2 }),
});
