import { sql } from "drizzle-orm";
import { check, index, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["a", "b", "c"]);
export const t = pgTable("t", {
	s: status().default("a").notNull(),
	m: status().array().default(["a", "b"]),
}, (t) => [index("t_s_idx").on(t.s), check("not_b", sql`s <> 'b'`)]);
