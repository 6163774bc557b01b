import { integer, jsonb, pgTable } from "drizzle-orm/pg-core";

export const letters = pgTable("letters", { id: integer().primaryKey(), body: jsonb() });
