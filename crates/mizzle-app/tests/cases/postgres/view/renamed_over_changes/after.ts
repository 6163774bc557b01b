import { sql } from "drizzle-orm";
import { integer, pgTable, pgView, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	code: integer(),
	note: text(),
	more: text(),
});
export const plain = pgView("plain_renamed").as((qb) => qb.select({ id: t.id, code: t.code }).from(t));
export const all = pgView("all_renamed", { id: integer() }).as(sql`select * from ${t}`);
export const kept = pgView("kept_renamed").as((qb) => qb.select({ id: t.id }).from(t));
export const lower = pgView("lower").as((qb) => qb.select({ id: t.id, code: t.code }).from(t));
export const upper = pgView("upper_renamed").as((qb) => qb.select({ id: lower.id, code: lower.code }).from(lower));
