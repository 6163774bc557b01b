import { integer, pgEnum, pgTable, text } from "drizzle-orm/pg-core";

export const state = pgEnum("state", ["done"]);
export const t = pgTable("t", {
	id: integer(),
	state: text(),
});
