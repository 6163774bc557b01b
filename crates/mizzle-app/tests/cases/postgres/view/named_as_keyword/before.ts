import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	code: text(),
});
export const lower = pgView("lower_view").as((qb) => qb.select({ id: t.id }).from(t));
export const from = pgView("from").as((qb) => qb.select({ id: lower.id }).from(lower));
