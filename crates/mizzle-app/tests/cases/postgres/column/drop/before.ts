import { index, integer, pgTable, unique } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer().unique(),
	b: integer(),
	c: integer(),
}, (t) => [index("t_b_idx").on(t.b), index("t_bc_idx").on(t.b, t.c), index("t_c_idx").on(t.c)]);
