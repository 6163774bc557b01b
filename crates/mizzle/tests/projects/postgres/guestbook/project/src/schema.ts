import { boolean, index, integer, pgEnum, pgTable, serial, text, timestamp, uniqueIndex, varchar } from "drizzle-orm/pg-core";

export const mood = pgEnum("mood", ["happy", "sad"]);

export const guests = pgTable("guests", {
  id: serial("id").primaryKey(),
  name: varchar("name", { length: 50 }).notNull(),
  email: text("email").unique(),
}, (t) => ({ nameIdx: uniqueIndex("guests_name_idx").on(t.name) }));

export const entries = pgTable("entries", {
  id: serial("id").primaryKey(),
  guestId: integer("guest_id").notNull().references(() => guests.id, { onDelete: "cascade" }),
  text: text("text").notNull().default("…"),
  mood: mood("mood").default("happy"),
  createdAt: timestamp("created_at", { withTimezone: true }).defaultNow(),
}, (t) => ({ guestIdx: index("entries_guest_idx").on(t.guestId) }));

export const replies = pgTable("replies", {
  id: serial("id").primaryKey(),
  entryId: integer("entry_id").references(() => entries.id),
  text: text("text"),
  hidden: boolean("hidden").default(false).notNull(),
});

export const bans = pgTable("bans", { address: varchar("address", { length: 45 }).primaryKey() });

export const visits = pgTable("visits", {
  day: varchar("day", { length: 10 }).primaryKey(),
  count: integer("count").notNull().default(0),
});
