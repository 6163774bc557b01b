import { sql } from "drizzle-orm";
import { index, integer, numeric, pgEnum, pgTable, serial, text, timestamp, uuid, varchar } from "drizzle-orm/pg-core";

export const orderState = pgEnum("order_state", ["new", "paid", "sent"]);

export const customers = pgTable("customers", {
  id: uuid("id").primaryKey().defaultRandom(),
  email: varchar("email", { length: 255 }).notNull().unique(),
});

export const articles = pgTable("articles", {
  id: serial("id").primaryKey(),
  title: text("title").notNull(),
  price: numeric("price", { precision: 10, scale: 2 }).notNull(),
});

export const orders = pgTable("orders", {
  id: serial("id").primaryKey(),
  customer: uuid("customer").notNull().references(() => customers.id),
  state: orderState("state").notNull().default("new"),
  at: timestamp("at").notNull().defaultNow(),
}, (t) => [index("orders_customer").on(t.customer)]);

export const lines = pgTable("order_lines", {
  id: serial("id").primaryKey(),
  order: integer("order").notNull().references(() => orders.id, { onDelete: "cascade" }),
  article: integer("article").notNull().references(() => articles.id),
  pieces: integer("pieces").notNull().default(1),
});

export const coupons = pgTable("coupons", { code: text("code").primaryKey(), percent: integer("percent").notNull() });
