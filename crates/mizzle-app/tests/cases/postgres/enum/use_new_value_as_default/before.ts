import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["a"]);
export const t = pgTable("t", {
	s: status().default("a"),
	n: integer(),
});
