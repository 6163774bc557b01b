import { integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer().generatedByDefaultAsIdentity(),
	b: integer().generatedByDefaultAsIdentity({ increment: 5, cache: 3 }),
	c: integer().notNull(),
});
