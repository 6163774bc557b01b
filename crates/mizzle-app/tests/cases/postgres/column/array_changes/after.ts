import { bigint, integer, pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	a: bigint({ mode: "number" }).array(),
	b: text().array().default(["y"]),
	c: integer().array().default([1]),
});
