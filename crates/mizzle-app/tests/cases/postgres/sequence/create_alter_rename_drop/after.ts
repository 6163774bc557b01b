import { sql } from "drizzle-orm";
import { integer, pgSequence, pgTable } from "drizzle-orm/pg-core";

export const a = pgSequence("a", { startWith: 5, increment: 2, maxValue: 100, cycle: true, cache: 2 });
export const old = pgSequence("new_name");
export const fresh = pgSequence("fresh", { minValue: 10 });
export const t = pgTable("t", {
	id: integer().default(sql`nextval('a')`),
	n: integer().default(sql`nextval('fresh')`),
});
