import { integer, pgSchema, pgTable, primaryKey, serial } from "drizzle-orm/pg-core";

export const a = pgSchema("a");
export const b = pgSchema("b");
export const kind = a.enum("kind", ["x"]);
export const t = a.table("t", { id: serial().primaryKey(), k: kind().default("x") });
export const r = pgTable("r", { t: integer().references(() => t.id) });
