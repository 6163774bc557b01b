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
	name: text().notNull().unique(),
	age: integer(),
}, (t) => [index("u_name_idx").on(t.name), check("age_check", sql`${t.age} > 0`), index().on(t.age)]);
