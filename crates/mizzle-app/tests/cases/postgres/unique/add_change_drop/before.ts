import { integer, pgTable, unique } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
	b: integer().unique(),
	c: integer().unique("c_old"),
	d: integer(),
}, (t) => [unique("bd").on(t.b, t.d)]);
