import { sql } from "drizzle-orm";
import { check, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
}, (t) => [check("positive", sql`${t.a} >= 0`), check("new_name", sql`${t.a} <> 5`), check("text", sql`${t.a}::text <> 'it''s; -- no'`)]);
