import { pgEnum, pgTable, text } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["draft", "done"]);
export const t = pgTable("t", {
	x: status(),
	y: text(),
});
