import { sql } from "drizzle-orm";
import { boolean, check, date, index, integer, pgEnum, pgTable, pgView, primaryKey, serial, text, timestamp, unique } from "drizzle-orm/pg-core";

export const roomKind = pgEnum("room_kind", ["single", "double", "suite"]);

export const hotels = pgTable("hotels", {
  id: serial().primaryKey(),
  name: text().notNull(),
  stars: integer().notNull().default(3),
}, (t) => [check("stars", sql`${t.stars} between 1 and 5`)]);

export const rooms = pgTable("rooms", {
  hotel: integer().notNull().references(() => hotels.id),
  number: text().notNull(),
  kind: roomKind().notNull().default("double"),
}, (t) => [primaryKey({ columns: [t.hotel, t.number] })]);

export const guests = pgTable("guests", {
  id: integer().primaryKey().generatedAlwaysAsIdentity(),
  email: text().notNull().unique(),
  vip: boolean().notNull().default(false),
});

export const bookings = pgTable("bookings", {
  id: serial().primaryKey(),
  hotel: integer().notNull(),
  room: text().notNull(),
  guest: integer().notNull().references(() => guests.id),
  arrives: date().notNull(),
  leaves: date().notNull(),
}, (t) => [unique().on(t.hotel, t.room, t.arrives), index().on(t.guest)]);

