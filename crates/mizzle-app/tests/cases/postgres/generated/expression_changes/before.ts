import { sql } from "drizzle-orm";
import { index, integer, pgTable, text, unique } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	name: text().notNull(),
	key: text().notNull().generatedAlwaysAs(sql`upper("name")`),
}, (t) => [index("t_key_idx").on(t.key, t.id), unique("t_key_unique").on(t.key)]);
