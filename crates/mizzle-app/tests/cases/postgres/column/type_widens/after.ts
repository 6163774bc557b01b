import { bigint, numeric, pgTable, text, timestamp, varchar } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: varchar({ length: 20 }),
	b: numeric({ precision: 10, scale: 2 }),
	c: text().default("x"),
	d: bigint({ mode: "number" }),
	e: timestamp({ precision: 6 }),
});
