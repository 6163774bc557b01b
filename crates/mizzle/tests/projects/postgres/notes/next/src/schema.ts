import { sql } from "drizzle-orm";
import { boolean, index, integer, pgTable, serial, text, timestamp } from "drizzle-orm/pg-core";
import { anonymousRole, authenticatedRole, authUid, crudPolicy, usersSync } from "drizzle-orm/neon";

export const notes = pgTable("notes", {
  id: serial().primaryKey(),
  ownerId: text("owner_id").notNull().default(sql`auth.user_id()`).references(() => usersSync.id),
  title: text().notNull().default("untitled note"),
  shared: boolean().notNull().default(false),
  createdAt: timestamp("created_at").defaultNow(),
}, (t) => [
  index("notes_owner").on(t.ownerId),
  crudPolicy({ role: authenticatedRole, read: authUid(t.ownerId), modify: authUid(t.ownerId) }),
]);

export const paragraphs = pgTable("paragraphs", {
  id: serial().primaryKey(),
  noteId: integer("note_id").references(() => notes.id, { onDelete: "cascade" }),
  content: text().notNull(),
  position: integer().notNull().default(0),
}, (t) => [
  crudPolicy({
    role: authenticatedRole,
    read: sql`(select notes.owner_id = auth.user_id() from notes where notes.id = ${t.noteId})`,
    modify: sql`(select notes.owner_id = auth.user_id() from notes where notes.id = ${t.noteId})`,
  }),
]);

export const links = pgTable("links", {
  slug: text().primaryKey(),
  noteId: integer("note_id").notNull().references(() => notes.id),
  createdBy: text("created_by").notNull().default(sql`auth.user_id()`),
}, (t) => [crudPolicy({ role: anonymousRole, read: true, modify: authUid(t.createdBy) })]);

export const tags = pgTable("tags", { id: serial().primaryKey(), word: text().notNull().unique() });

export const settings = pgTable("settings", {
  ownerId: text("owner_id").primaryKey().references(() => usersSync.id),
  dark: boolean().notNull().default(false),
});
