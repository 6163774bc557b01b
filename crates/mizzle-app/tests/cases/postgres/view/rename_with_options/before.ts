import { integer, pgMaterializedView, pgTable, pgView } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
});
export const a = pgView("a").with({ securityBarrier: true }).as((qb) => qb.select({ id: t.id }).from(t));
export const stored = pgMaterializedView("stored").as((qb) => qb.select({ id: t.id }).from(t));
