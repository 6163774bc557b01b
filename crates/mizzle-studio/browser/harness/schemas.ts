// Schema files that grow as a person writes them.

/** A table of users: what stands in `more` comes behind its name. */
export const users = (more = ""): string => `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  email: text("email").notNull(),
${more}});
`;

export const posts = `
export const posts = pgTable("posts", {
  id: integer("id").primaryKey(),
  authorId: integer("author_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  title: text("title").notNull(),
});
`;

/** Rows for both. */
export const USERS = "INSERT INTO users (id, email) VALUES (1, 'ada@example.com'), (2, 'grace@example.com'), (3, 'alan@example.com')";
export const POSTS = "INSERT INTO posts VALUES (1, 1, 'Notes'), (2, 1, 'Sketches'), (3, 2, 'Compilers')";
