import { integer, pgTable, unique } from "drizzle-orm/pg-core";

export const t = pgTable("t", { a: integer(), b: integer() }, (t) => [unique("one").on(t.a, t.b)]);
