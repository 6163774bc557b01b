import { sql } from "drizzle-orm";
import {
	type AnyPgColumn,
	check,
	index,
	integer,
	pgTable,
	primaryKey,
	timestamp,
} from "drizzle-orm/pg-core";

export const userAccounts = pgTable("user_accounts", { userId: integer().primaryKey(), createdAt: timestamp().defaultNow(), bossId: integer().references((): AnyPgColumn => userAccounts.userId) }, (t) => [index().on(t.createdAt), check("c", sql`${t.userId} > 0`)]);
