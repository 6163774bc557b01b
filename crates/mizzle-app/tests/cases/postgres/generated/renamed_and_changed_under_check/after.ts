import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: text(),
	b: text(),
	lower: text().generatedAlwaysAs(sql`lower("b")`),
}, (t) => [check("has_low", sql`${t.lower} is not null`)]);
