import { bigint, boolean, integer, pgTable } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer().default(2),
	b: boolean().default(false),
	c: integer(),
	d: bigint({ mode: "number" }).default(1),
});
