import { integer, pgTable, pgView } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
});
export const a = pgView("a").as((qb) => qb.select({ id: t.id }).from(t));
export const over = pgView("over").as((qb) => qb.select({ id: a.id }).from(a));
