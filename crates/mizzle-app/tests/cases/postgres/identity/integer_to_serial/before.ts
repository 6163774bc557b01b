import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer().primaryKey(),
	name: text(),
});
