import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: text(),
	b: text(),
	low: text().generatedAlwaysAs(sql`lower("a")`),
}, (t) => [check("has_low", sql`${t.low} is not null`)]);
