import { sql } from "drizzle-orm";
import {
  boolean, char, check, customType, date, index, integer, jsonb, pgTable, serial, text, timestamp,
  unique, uuid,
} from "drizzle-orm/pg-core";

const tsvector = customType<{ data: string }>({ dataType: () => "tsvector" });
const cents = customType<{ data: number; driverData: number }>({ dataType: () => "cents" });

export const customers = pgTable("customers", {
  id: uuid("id").primaryKey().default(sql`gen_random_uuid()`),
  code: text("code").notNull().unique().default(sql`next_number('C')`),
  name: text("name").notNull(),
  iban: text("iban"),
  country: char("country", { length: 2 }).notNull().default("DE"),
  address: jsonb("address").notNull().default({}),
}, (t) => [check("customers_iban", sql`${t.iban} is null or looks_like_iban(${t.iban})`)]);

export const products = pgTable("products", {
  sku: text("sku").primaryKey(),
  title: text("title").notNull(),
  price: cents("price").notNull(),
});

export const invoices = pgTable("invoices", {
  number: text("number").primaryKey().default(sql`next_number('R')`),
  customerId: uuid("customer_id").notNull().references(() => customers.id),
  issued: date("issued").notNull().default(sql`current_date`),
  due: date("due").notNull().default(sql`due_date()`),
  note: text("note"),
  search: tsvector("search").generatedAlwaysAs(
    sql`to_tsvector('billing_german', coalesce(note, ''))`,
  ),
}, (t) => [
  index("invoices_search").using("gin", t.search),
  check("invoices_due", sql`${t.due} >= ${t.issued}`),
]);

export const lines = pgTable("invoice_lines", {
  id: serial("id").primaryKey(),
  invoice: text("invoice").notNull().references(() => invoices.number, { onDelete: "cascade" }),
  position: integer("position").notNull(),
  sku: text("sku").references(() => products.sku),
  amount: cents("amount").notNull(),
}, (t) => [unique("one_line_a_position").on(t.invoice, t.position)]);

export const payments = pgTable("payments", {
  id: serial("id").primaryKey(),
  invoice: text("invoice").notNull().references(() => invoices.number),
  amount: cents("amount").notNull(),
  received: timestamp("received", { withTimezone: true }).notNull().default(sql`now()`),
  matched: boolean("matched").notNull().default(false),
});
