import { pgEnum, pgTable, text, varchar } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["a", "b"]);
export const t = pgTable("t", {
	x: text().default("a"),
	y: status().default("b"),
	z: varchar({ length: 5 }),
});
