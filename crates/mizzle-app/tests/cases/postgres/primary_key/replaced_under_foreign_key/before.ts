import { foreignKey, integer, pgTable, primaryKey } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
	id: integer().primaryKey(),
	tenant: integer().notNull(),
});
export const posts = pgTable("posts", {
	user: integer(),
}, (t) => [foreignKey({ columns: [t.user], foreignColumns: [users.id] })]);
