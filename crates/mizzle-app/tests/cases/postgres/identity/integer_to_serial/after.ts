import { pgTable, primaryKey, serial, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: serial().primaryKey(),
	name: text(),
});
