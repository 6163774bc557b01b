import { sql } from "drizzle-orm";
import {
  check, decimal, integer, pgSequence, pgTable, serial, text, timestamp, unique, varchar,
} from "drizzle-orm/pg-core";

export const pickNumbers = pgSequence("pick_numbers", { startWith: 1000, increment: 10 });

export const bins = pgTable("bins", {
  id: serial("id").primaryKey(),
  aisle: varchar("aisle", { length: 3 }).notNull(),
  shelf: integer("shelf").notNull(),
}, (t) => [unique().on(t.aisle, t.shelf)]);

export const articles = pgTable("articles", {
  ean: varchar("ean", { length: 13 }).primaryKey(),
  name: text("name").notNull(),
  supplier: integer("supplier").references(() => suppliers.id),
  weight: decimal("weight", { precision: 10, scale: 3 }).notNull().default("0.001"),
});

export const stock = pgTable("stock", {
  id: serial("id").primaryKey(),
  bin: integer("bin").notNull().references(() => bins.id),
  ean: varchar("ean", { length: 13 }).notNull().references(() => articles.ean),
  pieces: integer("pieces").notNull(),
}, (t) => [check("stock_pieces", sql`${t.pieces} >= 0`), unique("stock_bin_ean").on(t.bin, t.ean)]);

export const picks = pgTable("picks", {
  number: integer("number").primaryKey().default(sql`nextval('pick_numbers')`),
  stock: integer("stock").notNull().references(() => stock.id),
  amount: integer("pieces").notNull(),
  at: timestamp("at").notNull().default(sql`CURRENT_TIMESTAMP`),
});

export const suppliers = pgTable("suppliers", {
  id: serial("id").primaryKey(),
  name: text("name").notNull(),
});
