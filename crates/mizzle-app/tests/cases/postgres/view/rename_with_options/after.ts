import { integer, pgMaterializedView, pgTable, pgView } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
});
export const a = pgView("b").with({ checkOption: "local" }).as((qb) => qb.select({ id: t.id }).from(t));
export const stored = pgMaterializedView("kept").with({ fillfactor: 70 }).as((qb) => qb.select({ id: t.id }).from(t));
