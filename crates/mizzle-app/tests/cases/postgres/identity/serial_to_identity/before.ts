import { pgTable, primaryKey, serial, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	key: serial().primaryKey(),
	name: text(),
});
