import { sql } from "drizzle-orm";
import {
	check,
	index,
	integer,
	pgPolicy,
	pgTable,
	pgView,
	primaryKey,
	text,
	unique,
} from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer().primaryKey(),
	code: text().notNull(),
	twice: text().generatedAlwaysAs(sql`"code" || "code"`),
	owner: text(),
}, (t) => [
	check("code_check", sql`${t.code} <> '0'`),
	index("code_partial").on(t.id).where(sql`${t.code} > '5'`),
	index("code_expression").on(sql`lower(${t.owner})`),
	unique("code_unique").on(t.code),
	pgPolicy("mine", { using: sql`code = '1'` }),
]);
export const v = pgView("v").as((qb) => qb.select({ id: t.id, code: t.code }).from(t));
export const w = pgView("w").as((qb) => qb.select({ id: v.id }).from(v));
export const other = pgView("other").as((qb) => qb.select({ id: t.id }).from(t));
