import { integer, pgTable } from "drizzle-orm/pg-core";

export const a = pgTable("a", { id: integer() }).enableRLS();
export const b = pgTable("b", { id: integer() });
