import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer().primaryKey(),
});
