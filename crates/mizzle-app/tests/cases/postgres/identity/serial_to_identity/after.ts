import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	key: integer().primaryKey().generatedAlwaysAsIdentity(),
	name: text(),
});
