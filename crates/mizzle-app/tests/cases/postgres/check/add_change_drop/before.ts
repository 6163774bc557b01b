import { sql } from "drizzle-orm";
import { check, integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
}, (t) => [check("positive", sql`${t.a} > 0`), check("small", sql`${t.a} < 10`), check("old_name", sql`${t.a} <> 5`), check("odd; \"name\"", sql`${t.a} <> 6`)]);
