import {
	type AnyPgColumn,
	foreignKey,
	integer,
	pgTable,
	primaryKey,
	serial,
} from "drizzle-orm/pg-core";

export const nodes = pgTable("nodes", {
	id: serial().primaryKey(),
	parent: integer().references((): AnyPgColumn => nodes.id),
	a: integer(),
	b: integer(),
}, (t) => [foreignKey({ columns: [t.a, t.b], foreignColumns: [pairs.x, pairs.y], name: "nodes_pairs" }).onDelete("cascade")]);
export const pairs = pgTable("pairs", {
	x: integer(),
	y: integer(),
	node: integer().references((): AnyPgColumn => nodes.id),
}, (t) => [primaryKey({ columns: [t.x, t.y] })]);
