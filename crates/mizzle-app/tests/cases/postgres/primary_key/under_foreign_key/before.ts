import { integer, pgTable, primaryKey } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
	id: integer().primaryKey(),
});
export const posts = pgTable("posts", {
	userId: integer("user_id").references(() => users.id, { onDelete: "cascade" }),
});
