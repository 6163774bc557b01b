import { sql } from "drizzle-orm";
import { integer, json, pgPolicy, pgTable } from "drizzle-orm/pg-core";

export const notes = pgTable("notes", { id: integer().primaryKey(), body: json() });
export const vaults = pgTable("vaults", { id: integer().primaryKey() }, () => [
	pgPolicy("open", { for: "select", using: sql`exists (select 1 from notes where notes.body is not null)` }),
]);
