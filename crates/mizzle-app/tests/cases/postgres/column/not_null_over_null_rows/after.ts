import { pgTable, primaryKey, serial, text } from "drizzle-orm/pg-core";

export const items = pgTable("items", {
	id: serial().primaryKey(),
	description: text().notNull(),
	other: text(),
});
