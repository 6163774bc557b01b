import { sql } from "drizzle-orm";
import { integer, pgMaterializedView, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
	id: integer(),
	name: text(),
	age: integer(),
});
export const grown = pgView("grown").as((qb) => qb.select({ id: users.id, name: users.name }).from(users));
export const kept = pgView("kept").as((qb) => qb.select({ id: grown.id }).from(grown));
export const shrunk = pgView("shrunk").as((qb) => qb.select({ id: users.id, name: users.name }).from(users));
export const optioned = pgView("optioned")
	.with({ securityBarrier: true })
	.as((qb) => qb.select({ id: users.id }).from(users));
export const stored = pgMaterializedView("stored", { id: integer() })
	.with({ fillfactor: 90 })
	.as(sql`select id from users`);
