import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";

export const a = pgTable("a", {
	x: integer().notNull(),
});
export const b = pgTable("b", {
	x: integer(),
	y: integer(),
}, (t) => [primaryKey({ columns: [t.x] })]);
export const c = pgTable("c", {
	x: integer().primaryKey(),
});
