import { integer, pgTable, varchar } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer().array(),
	b: varchar({ length: 5 }).array().default(["x"]),
	c: integer().default(1),
});
