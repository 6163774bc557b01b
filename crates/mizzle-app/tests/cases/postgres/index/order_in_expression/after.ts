import { asc, desc, sql } from "drizzle-orm";
import { index, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: integer(), b: integer(), name: text() }, (t) => [
	index("by_column").on(t.a, desc(t.b)),
	index("by_call").on(asc(sql`lower(${t.name})`)),
	index("by_sum").on(sql`${t.a} + ${t.b} desc nulls last`),
]);
