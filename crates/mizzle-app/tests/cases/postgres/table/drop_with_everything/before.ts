import { sql } from "drizzle-orm";
import {
	check,
	index,
	integer,
	pgEnum,
	pgPolicy,
	pgTable,
	pgView,
	primaryKey,
	serial,
	text,
	unique,
} from "drizzle-orm/pg-core";

export const kind = pgEnum("kind", ["a"]);
export const t = pgTable("t", { id: serial().primaryKey(), k: kind(), u: text().unique() }, (t) => [index("i").on(t.u), check("c", sql`${t.id} > 0`), pgPolicy("p", { using: sql`true` })]);
export const v = pgView("v").as((qb) => qb.select({ id: t.id }).from(t));
export const kept = pgTable("kept", { id: integer() });
