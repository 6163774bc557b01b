import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";

export const a = pgTable("a", {
	id: integer().primaryKey(),
});
export const b = pgTable("b", {
	n: integer().references(() => a.id),
	c: integer().references(() => a.id, { onDelete: "cascade", onUpdate: "cascade" }),
});
