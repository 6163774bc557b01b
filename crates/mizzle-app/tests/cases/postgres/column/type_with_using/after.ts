import { boolean, integer, jsonb, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
	b: text(),
	c: integer(),
	d: uuid(),
	e: timestamp(),
	f: text().array(),
	g: jsonb(),
	h: boolean(),
});
