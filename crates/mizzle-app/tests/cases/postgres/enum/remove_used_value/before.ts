import { pgEnum, pgTable } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["a", "b"]);
export const t = pgTable("t", {
	s: status(),
});
