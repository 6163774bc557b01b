import { integer, pgTable, primaryKey, serial } from "drizzle-orm/pg-core";

export const t = pgTable("new", {
	id: integer().primaryKey().generatedAlwaysAsIdentity(),
	n: serial(),
});
