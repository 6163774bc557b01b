import { integer, numeric, pgTable, timestamp, varchar } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: varchar({ length: 10 }),
	b: numeric({ precision: 8, scale: 2 }),
	c: varchar({ length: 5 }).default("x"),
	d: integer(),
	e: timestamp({ precision: 3 }),
});
