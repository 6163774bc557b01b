import { sql } from "drizzle-orm";
import { check, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: text(),
}, (t) => [check("first", sql`${t.a} is not null`), check("second", sql`${t.a} is not null`)]);
