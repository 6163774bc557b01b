import { sql } from "drizzle-orm";
import {
  bigint, check, index, integer, jsonb, numeric, pgEnum, pgMaterializedView, pgPolicy, pgRole, pgSchema, pgSequence,
  pgTable, pgView, primaryKey, serial, text, timestamp, unique, uniqueIndex, uuid, varchar,
} from "drizzle-orm/pg-core";

export const shop = pgSchema("shop");
export const mood = pgEnum("mood", ["ok", "it's"]);
export const clerk = pgRole("clerk", { createDb: true, inherit: false });
export const numbers = pgSequence("numbers", { increment: -2, minValue: -50, cycle: true });

export const users = pgTable("users", {
  id: serial().primaryKey(),
  email: varchar({ length: 100 }).notNull().unique(),
  price: numeric({ precision: 10, scale: 2 }).default("1.50"),
  note: text().default("it's a \\ \"quote\""),
  data: jsonb().default({ a: "it's", b: [1, null] }),
  tags: text().array().default(["a", "b c", "d,e"]),
  mood: mood().default("it's"),
  seen: timestamp({ precision: 3, withTimezone: true }).defaultNow().notNull(),
  upper: text().generatedAlwaysAs(sql`upper('x')`),
}, (t) => [
  index().on(t.price.desc(), t.email),
  uniqueIndex("users_lower").on(sql`lower(${t.email})`).where(sql`${t.price} > 0`),
  index("users_gin").using("gin", t.tags).with({ fastupdate: true }).concurrently(),
  unique().on(t.email, t.price).nullsNotDistinct(),
  check("dear", sql`${t.price} > 1`),
]);

export const orders = shop.table("orders", {
  a: integer().generatedByDefaultAsIdentity({ startWith: 100 }),
  b: bigint({ mode: "number" }),
  userId: integer("user_id").references(() => users.id, { onDelete: "cascade" }),
  token: uuid().defaultRandom(),
}, (t) => [
  primaryKey({ columns: [t.a, t.b] }),
  pgPolicy("own", { for: "select", to: clerk, using: sql`${t.a} > 0` }),
]);

export const cheap = pgView("cheap").with({ securityBarrier: true })
  .as((qb) => qb.select({ id: users.id, email: users.email }).from(users));
export const counted = pgMaterializedView("counted").with({ fillfactor: 70 }).withNoData()
  .as((qb) => qb.select({ a: orders.a }).from(orders));
