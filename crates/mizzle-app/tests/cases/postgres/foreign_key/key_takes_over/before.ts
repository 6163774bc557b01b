import { type AnyPgColumn, integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	code: integer().notNull().unique(),
	parent: integer().references((): AnyPgColumn => t.code),
});
export const u = pgTable("u", {
	t: integer().references(() => t.code),
});
