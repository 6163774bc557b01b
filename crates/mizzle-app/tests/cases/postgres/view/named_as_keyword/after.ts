import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	code: text(),
});
export const lower = pgView("lower_view").as((qb) => qb.select({ code: t.code }).from(t));
