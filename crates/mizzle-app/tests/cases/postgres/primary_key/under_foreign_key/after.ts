import { pgTable, primaryKey, text } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
	id: text().primaryKey(),
});
export const posts = pgTable("posts", {
	userId: text("user_id").references(() => users.id, { onDelete: "cascade" }),
});
