import { integer, pgTable, text } from "drizzle-orm/pg-core";

export const a = pgTable("a", { id: integer(), code: text() });
export const b = pgTable("b", { a: integer() });
