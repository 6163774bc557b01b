import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	owner: text(),
}, (t) => [pgPolicy("changes", { for: "select", using: sql`owner = current_user` }), pgPolicy("old_name", { for: "delete", using: sql`false` }), pgPolicy("kind", { for: "insert", withCheck: sql`true` })]);
export const u = pgTable("u", { id: integer() });
export const w = pgTable("w", { id: integer() }, () => [pgPolicy("last", { using: sql`true` })]);
