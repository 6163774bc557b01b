import { sql } from "drizzle-orm";
import {
	type AnyPgColumn,
	check,
	index,
	integer,
	pgTable,
	primaryKey,
	text,
	unique,
} from "drizzle-orm/pg-core";

export const t = pgTable("order", {
	select: integer("select").primaryKey(),
	q: text('a"b').default("x").unique(),
	dot: text("a.b").notNull(),
	sp: integer("a b"),
	uni: text("größe"),
	upper: text("Upper"),
	table: integer("table").references((): AnyPgColumn => t.select),
}, (t) => [index('i"x').on(t.q), check("c'k", sql`${t.uni} <> 'x'`), index("日本").on(t.uni)]);
