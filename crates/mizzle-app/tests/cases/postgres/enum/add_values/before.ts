import { pgEnum, pgTable } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["b", "d"]);
export const t = pgTable("t", {
	s: status(),
});
