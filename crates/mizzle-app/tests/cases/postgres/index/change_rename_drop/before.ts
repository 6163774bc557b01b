import { sql } from "drizzle-orm";
import { index, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
	b: text(),
}, (t) => [index("old_name").on(t.a), index("changes").on(t.a), index("goes").on(t.b), index("where_changes").on(t.a).where(sql`a > 1`)]);
