import { index, integer, pgSchema, primaryKey, serial, text } from "drizzle-orm/pg-core";

export const app = pgSchema("app");
export const users = app.table("users", { id: serial().primaryKey(), name: text() }, (t) => [index("users_name").on(t.name)]);
export const posts = app.table("posts", { user: integer().references(() => users.id) });
