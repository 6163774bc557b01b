import { integer, pgTable, pgView } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
});
export const v = pgView("v").as((qb) => qb.select({ id: t.id }).from(t));
