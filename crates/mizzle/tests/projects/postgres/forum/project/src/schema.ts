import { sql } from "drizzle-orm";
import {
  boolean, index, integer, pgTable, primaryKey, serial, smallint, text, timestamp, uniqueIndex,
} from "drizzle-orm/pg-core";

export const users = pgTable("users", {
  id: serial().primaryKey(),
  nick: text().notNull(),
  bio: text(),
  joined: timestamp().notNull().defaultNow(),
}, (t) => [uniqueIndex("users_nick").on(sql`lower(${t.nick})`)]);

export const boards = pgTable("boards", {
  id: serial().primaryKey(),
  title: text().notNull().unique(),
});

export const topics = pgTable("topics", {
  id: serial().primaryKey(),
  board: integer().notNull().references(() => boards.id),
  author: integer().references(() => users.id, { onDelete: "set null" }),
  title: text().notNull(),
  pinned: boolean().notNull().default(false),
}, (t) => [index("topics_board").on(t.board)]);

export const posts = pgTable("posts", {
  id: serial().primaryKey(),
  topic: integer().notNull().references(() => topics.id, { onDelete: "cascade" }),
  author: integer().references(() => users.id, { onDelete: "set null" }),
  body: text().notNull(),
});

export const votes = pgTable("votes", {
  post: integer().notNull().references(() => posts.id, { onDelete: "cascade" }),
  voter: integer().notNull().references(() => users.id, { onDelete: "cascade" }),
  value: smallint().notNull(),
}, (t) => [primaryKey({ columns: [t.post, t.voter] })]);

