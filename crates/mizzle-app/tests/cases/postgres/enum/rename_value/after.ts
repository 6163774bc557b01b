import { pgEnum, pgTable } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["draft", "published"]);
export const t = pgTable("t", {
	s: status().default("draft"),
});
