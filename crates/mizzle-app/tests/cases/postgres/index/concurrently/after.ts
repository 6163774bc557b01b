import { index, integer, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
	b: text(),
	c: integer(),
}, (t) => [index("slow").on(t.a).concurrently(), index("quick").on(t.b), uniqueIndex("also_slow").on(t.c).concurrently()]);
export const z = pgTable("z", { id: integer() }, (t) => [index("on_new").on(t.id).concurrently()]);
