import { index, integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	c: integer(),
}, (t) => [index("t_c_idx").on(t.c)]);
