import { integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer().notNull(),
	b: integer().generatedAlwaysAsIdentity(),
	c: integer().generatedByDefaultAsIdentity({ name: "c_counter", startWith: 10 }),
});
