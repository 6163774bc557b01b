import { sql } from "drizzle-orm";
import { index, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
	b: text(),
}, (t) => [index("new_name").on(t.a), index("changes").on(t.a, t.b), index("where_changes").on(t.a).where(sql`a > 2`)]);
