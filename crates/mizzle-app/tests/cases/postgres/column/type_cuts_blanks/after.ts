import { pgTable, varchar } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: varchar({ length: 3 }),
	b: varchar({ length: 2 }).array(),
	c: varchar({ length: 3 }),
	d: varchar({ length: 3 }),
});
