import { pgEnum, pgTable, text } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["draft", "published"]);
export const t = pgTable("t", {
	x: text(),
	y: status(),
});
