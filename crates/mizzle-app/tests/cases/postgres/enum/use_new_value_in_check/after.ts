import { sql } from "drizzle-orm";
import { check, index, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const status = pgEnum("status", ["a", "b"]);
export const t = pgTable("t", {
	s: status(),
}, (t) => [check("not_b", sql`s <> 'b'`), index("only_b").on(t.s).where(sql`s = 'b'`)]);
