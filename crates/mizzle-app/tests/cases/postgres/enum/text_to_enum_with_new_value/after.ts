import { integer, pgEnum, pgTable } from "drizzle-orm/pg-core";

export const state = pgEnum("state", ["done", "new"]);
export const t = pgTable("t", {
	id: integer(),
	state: state(),
});
