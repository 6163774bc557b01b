import { sql } from "drizzle-orm";
import {
	check,
	index,
	integer,
	pgTable,
	primaryKey,
	serial,
	text,
	unique,
} from "drizzle-orm/pg-core";

export const users = pgTable("users", {
	id: serial().primaryKey(),
	fullName: text("full_name").notNull().unique(),
	years: integer(),
}, (t) => [index("u_name_idx").on(t.fullName), check("age_check", sql`${t.years} > 0`), index().on(t.years)]);
