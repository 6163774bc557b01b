import { integer, pgMaterializedView, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	name: text(),
});
export const a = pgView("a").as((qb) => qb.select({ id: t.id }).from(t));
export const becomes = pgView("becomes").as((qb) => qb.select({ id: t.id }).from(t));
export const goes = pgMaterializedView("goes").as((qb) => qb.select({ id: t.id }).from(t));
