import { sql } from "drizzle-orm";
import { check, integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
}, (t) => [check("first", sql`${t.a} is not null`), check("second", sql`${t.a} is not null`)]);
