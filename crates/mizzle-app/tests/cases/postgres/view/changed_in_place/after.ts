import { gt, sql } from "drizzle-orm";
import { integer, pgMaterializedView, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
	id: integer(),
	name: text(),
	age: integer(),
});
export const grown = pgView("grown").as((qb) =>
	qb.select({ id: users.id, name: users.name, age: users.age }).from(users).where(gt(users.age, sql`20`)),
);
export const kept = pgView("kept").as((qb) => qb.select({ id: grown.id }).from(grown));
export const shrunk = pgView("shrunk").as((qb) => qb.select({ id: users.id }).from(users));
export const optioned = pgView("optioned")
	.with({ checkOption: "local" })
	.as((qb) => qb.select({ id: users.id }).from(users));
export const stored = pgMaterializedView("stored", { id: integer() })
	.with({ fillfactor: 80 })
	.as(sql`select id from users`);
