import { type AnyPgColumn, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";

export const a = pgTable("a", {
	id: integer().primaryKey(),
	b: integer().references((): AnyPgColumn => b.id),
});
export const b = pgTable("b", {
	id: integer().primaryKey(),
	a: integer().references((): AnyPgColumn => a.id),
});
export const kept = pgTable("kept", { id: integer() });
