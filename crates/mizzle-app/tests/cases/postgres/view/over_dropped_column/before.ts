import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	name: text(),
});
export const v = pgView("v").as((qb) => qb.select({ id: t.id, name: t.name }).from(t));
