import { foreignKey, integer, pgTable, primaryKey, unique } from "drizzle-orm/pg-core";

export const users = pgTable("users", {
	id: integer().notNull(),
	tenant: integer().notNull(),
}, (t) => [primaryKey({ columns: [t.tenant, t.id] }), unique("users_id").on(t.id)]);
export const posts = pgTable("posts", {
	user: integer(),
}, (t) => [foreignKey({ columns: [t.user], foreignColumns: [users.id] })]);
