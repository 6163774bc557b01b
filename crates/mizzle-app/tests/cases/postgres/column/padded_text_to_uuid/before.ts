import { char, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const state = pgEnum("state", ["on", "off"]);
export const t = pgTable("t", {
	id: char({ length: 40 }),
	state: char({ length: 10 }),
});
