import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	id: integer(),
	owner: text(),
}, (t) => [pgPolicy("changes", { for: "select", using: sql`owner = session_user`, to: "public" }), pgPolicy("new_name", { for: "delete", using: sql`false` }), pgPolicy("kind", { as: "restrictive", for: "insert", withCheck: sql`true` })]);
export const u = pgTable("u", { id: integer() }, () => [pgPolicy("first", { for: "update", using: sql`true`, withCheck: sql`id > 0`, to: "current_user" })]);
export const w = pgTable("w", { id: integer() });
