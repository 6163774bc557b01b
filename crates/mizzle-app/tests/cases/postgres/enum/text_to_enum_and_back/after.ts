import { pgEnum, pgTable, text } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["a", "b"]);
export const t = pgTable("t", {
	x: status().default("a"),
	y: text().default("b"),
	z: status(),
});
