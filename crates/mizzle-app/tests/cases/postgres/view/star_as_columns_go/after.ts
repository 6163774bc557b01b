import { sql } from "drizzle-orm";
import { integer, pgTable, pgView } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
});
export const everything = pgView("everything", { id: integer() }).as(sql`select * from ${t}`);
