import { sql } from "drizzle-orm";
import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	a: text(),
});
export const v = pgView("v", { id: integer() }).as(sql`select * from ${t}`);
