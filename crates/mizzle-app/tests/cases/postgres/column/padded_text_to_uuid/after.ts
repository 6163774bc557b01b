import { pgEnum, pgTable, uuid } from "drizzle-orm/pg-core";

export const state = pgEnum("state", ["on", "off"]);
export const t = pgTable("t", {
	id: uuid(),
	state: state(),
});
