import { integer, pgTable, unique } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer().unique(),
	b: integer(),
	c: integer().unique("c_new"),
	d: integer().unique("d_nulls", { nulls: "not distinct" }),
}, (t) => [unique("bd").on(t.d, t.b), unique().on(t.a, t.b)]);
