import { pgTable, text, unique } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	v: text(),
}, (t) => [unique().on(t.v)]);
