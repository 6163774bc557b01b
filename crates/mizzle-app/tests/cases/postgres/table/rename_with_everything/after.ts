import { sql } from "drizzle-orm";
import {
	type AnyPgColumn,
	check,
	index,
	integer,
	pgPolicy,
	pgTable,
	pgView,
	primaryKey,
	serial,
	text,
	unique,
} from "drizzle-orm/pg-core";

export const users = pgTable("people", {
	id: serial().primaryKey(),
	email: text().notNull().unique(),
	boss: integer().references((): AnyPgColumn => users.id),
}, (t) => [index().on(t.boss), check("email_check", sql`${t.email} <> ''`), pgPolicy("own", { using: sql`true` })]);
export const posts = pgTable("posts", { user: integer().references(() => users.id) });
export const v = pgView("v").as((qb) => qb.select({ id: users.id }).from(users));
