import { sql } from "drizzle-orm";
import { integer, pgSequence, pgTable } from "drizzle-orm/pg-core";

export const a = pgSequence("a", { startWith: 5 });
export const old = pgSequence("old_name");
export const goes = pgSequence("goes");
export const t = pgTable("t", {
	id: integer().default(sql`nextval('a')`),
});
