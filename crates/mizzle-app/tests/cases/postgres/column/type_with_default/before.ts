import { integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: text().default("1"),
	b: integer().default(0),
	c: text().default("x"),
	d: integer().default(1),
});
