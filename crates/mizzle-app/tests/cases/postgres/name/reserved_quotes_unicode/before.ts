import { integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";

export const t = pgTable("order", { select: integer("select").primaryKey(), q: text('a"b'), dot: text("a.b"), sp: text("a b"), uni: text("größe") });
