import { sql } from "drizzle-orm";
import {
  bigint, bigserial, boolean, char, check, date, doublePrecision, index, integer, interval, json,
  jsonb, numeric, pgEnum, pgSchema, pgTable, primaryKey, real, serial, smallint, text, time,
  timestamp, unique, uniqueIndex, uuid, varchar, type AnyPgColumn,
} from "drizzle-orm/pg-core";

export const role = pgEnum("role", ["owner", "member", "it's a \"guest\""]);
export const billing = pgSchema("billing");
export const status = billing.enum("status", ["open", "paid", "void"]);

export const users = pgTable("users", {
  id: uuid("id").primaryKey().defaultRandom(),
  email: varchar("email", { length: 400 }).notNull().unique(),
  name: text("name").notNull().default("it's \\ \"quoted\""),
  role: role("role").notNull().default("member"),
  manager: uuid("manager").references((): AnyPgColumn => users.id, { onDelete: "cascade" }),
  isActive: boolean("is_active").notNull().default(true),
  tags: text("tags").array().notNull().default(sql`'{}'::text[]`),
  settings: jsonb("settings").notNull().default({ theme: "dark", size: 1.5 }),
  birthday: date("birthday"),
  newField: text("new_field"),
  createdAt: timestamp("created_at", { withTimezone: true, precision: 3 }).notNull().defaultNow(),
}, (t) => [
  index("users_name_idx").on(t.name.desc().nullsLast()),
  uniqueIndex("users_email_lower_idx").on(sql`lower(${t.email})`).where(sql`${t.isActive}`),
]);

export const invoices = billing.table("invoices", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity({ startWith: 100 }),
  userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  number: integer("number").notNull(),
  year: smallint("year").notNull().default(2027),
  status: status("status").notNull().default("open"),
  total: numeric("total", { precision: 12, scale: 2 }).notNull().default("0.00"),
  tax: numeric("tax", { precision: 12, scale: 2 }).generatedAlwaysAs(sql`total * 0.2`),
  big: bigint("big", { mode: "bigint" }).default(sql`9007199254740993`),
}, (t) => [
  unique("invoices_number_year").on(t.number, t.year).nullsNotDistinct(),
  index("invoices_tags_idx").using("btree", t.userId, t.status),
]);

export const newTable = pgTable("new_table", {
  id: text("id").primaryKey().$defaultFn(() => crypto.randomUUID()),
  description: text("description").notNull(),
  createdAt: timestamp("created_at").notNull().defaultNow(),
});

export const posts = pgTable("posts", {
  id: serial("id").primaryKey(),
  userId: uuid("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  title: text("title").notNull(),
});

export const everything = pgTable("everything", {
  a: serial("a").notNull(),
  b: bigserial("b", { mode: "number" }),
  c: char("c", { length: 3 }).default("abc"),
  d: doublePrecision("d").default(1.5),
  e: real("e"),
  f: json("f").default([1, "two", null]),
  g: time("g").default("12:00:00"),
  h: interval("h"),
  i: timestamp("i").default(sql`(now() at time zone 'utc')`),
  j: integer("j").array(),
}, (t) => [primaryKey({ columns: [t.a, t.b] })]);
