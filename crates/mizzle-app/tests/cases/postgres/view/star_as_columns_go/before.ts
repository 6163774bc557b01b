import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	old: text(),
});
export const over = pgView("over_old").as((qb) => qb.select({ old: t.old }).from(t));
