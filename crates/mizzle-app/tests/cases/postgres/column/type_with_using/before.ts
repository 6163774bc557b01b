import { boolean, integer, pgTable, text, varchar } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: text(),
	b: integer(),
	c: boolean(),
	d: text(),
	e: varchar({ length: 10 }),
	f: text(),
	g: text(),
	h: integer(),
});
