import { bigint, pgTable, pgView } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: bigint({ mode: "number" }),
});
export const a = pgView("b").with({ securityBarrier: true }).as((qb) => qb.select({ id: t.id }).from(t));
export const over = pgView("over").as((qb) => qb.select({ id: a.id }).from(a));
