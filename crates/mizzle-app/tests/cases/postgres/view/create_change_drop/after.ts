import { integer, pgMaterializedView, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	name: text(),
});
export const z = pgView("z").as((qb) => qb.select({ id: t.id, name: t.name }).from(t));
export const a = pgView("a").as((qb) => qb.select({ id: z.id, name: z.name }).from(z));
export const becomes = pgMaterializedView("becomes").as((qb) => qb.select({ id: t.id }).from(t));
