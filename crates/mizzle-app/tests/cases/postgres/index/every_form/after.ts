import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: integer(),
	b: text(),
	j: jsonb(),
	arr: integer().array(),
}, (t) => [
	index().on(t.a),
	index("many").on(t.a, t.b),
	uniqueIndex("uq").on(t.a),
	uniqueIndex("uq_partial").on(t.b).where(sql`${t.a} is not null`),
	index("descending").on(t.a.desc()),
	index("desc_last").on(t.a.desc().nullsLast(), t.b),
	index("asc_first").on(t.a.asc().nullsFirst()),
	index("opclass").on(t.b.asc().op("text_pattern_ops")),
	index("expression").on(sql`lower(${t.b})`, t.a),
	index("arithmetic").on(sql`(${t.a} + 1)`),
	index("gin").using("gin", t.j),
	index("gin_ops").using("gin", t.j.op("jsonb_path_ops")),
	index("gin_arr").using("gin", t.arr),
	index("hash").using("hash", t.b),
	index("brin").using("brin", t.a).with({ pages_per_range: 16 }),
	index("filled").on(t.a).with({ fillfactor: 70 }),
]);
