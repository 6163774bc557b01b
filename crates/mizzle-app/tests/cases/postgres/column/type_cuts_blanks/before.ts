import { integer, json, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: text(),
	b: text().array(),
	c: json(),
	d: integer(),
});
