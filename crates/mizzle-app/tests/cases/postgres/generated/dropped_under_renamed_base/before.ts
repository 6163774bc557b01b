import { sql, type SQL } from "drizzle-orm";
import { integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	base: integer(),
	next: integer().generatedAlwaysAs((): SQL => sql`${t.base} + 1`),
});
