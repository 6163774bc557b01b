import { pgEnum, pgTable, text } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["a", "b"]);
export const t = pgTable("t", {
	s: status().default("b"),
	n: text(),
	x: status().array().default(["b"]),
});
