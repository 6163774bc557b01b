import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";

export const a = pgTable("a", {
	id: integer().primaryKey(),
});
export const b = pgTable("b", {
	n: integer().references(() => a.id),
	c: integer().references(() => a.id, { onDelete: "set null", onUpdate: "cascade" }),
	r: integer().references(() => a.id, { onDelete: "restrict", onUpdate: "restrict" }),
	s: integer().references(() => a.id, { onDelete: "set null", onUpdate: "set null" }),
	d: integer().default(1).references(() => a.id, { onDelete: "set default", onUpdate: "set default" }),
	x: integer().references(() => a.id, { onDelete: "no action", onUpdate: "no action" }),
});
