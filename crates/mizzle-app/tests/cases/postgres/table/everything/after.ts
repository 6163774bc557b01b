import { sql } from "drizzle-orm";
import { pgTable, pgEnum, serial, text, integer, varchar, numeric, timestamp, index, uniqueIndex, unique, primaryKey, check, foreignKey, pgSchema, jsonb, boolean, bigint, pgSequence, pgView, pgMaterializedView, pgPolicy, pgRole, uuid } from "drizzle-orm/pg-core";
export const status = pgEnum("status", ["a", "b'c"]);
export const auth = pgSchema("auth");
export const kind = auth.enum("kind", ["x"]);
export const seq = pgSequence("my_seq", { startWith: 100, increment: 2 });
export const r = pgRole("mizzle_case_app", { createDb: true });
export const users = pgTable("users", {
  id: serial().primaryKey(),
  name: text().notNull().default("it's"),
  email: varchar({ length: 255 }).unique(),
  age: integer().default(3),
  st: status().default("a").notNull(),
  k: kind().array().default(["x"]),
  price: numeric({ precision: 10, scale: 2 }).default("1.50"),
  at: timestamp({ withTimezone: true, precision: 3 }).defaultNow(),
  meta: jsonb().default({ a: 1 }),
  big: bigint({ mode: "bigint" }).generatedAlwaysAsIdentity({ startWith: 10 }),
  gen: text().generatedAlwaysAs(sql`upper("name")`),
}, (t) => [
  index("age_idx").on(t.age.desc().nullsLast()).where(sql`${t.age} > 1`),
  uniqueIndex().on(t.name),
  index("g").using("gin", t.meta).concurrently(),
  index("op").on(t.name.op("text_pattern_ops"), sql`lower(${t.email})`),
  check("age_check", sql`${t.age} > 0`),
  unique().on(t.name, t.age).nullsNotDistinct(),
  pgPolicy("p", { as: "permissive", for: "select", to: r, using: sql`true` }),
]);
export const posts = auth.table("posts", {
  a: integer().notNull(), b: integer().notNull(),
  userId: integer("user_id").references(() => users.id, { onDelete: "cascade", onUpdate: "set null" }),
  other: integer().references(() => users.id),
}, (t) => [primaryKey({ columns: [t.a, t.b] }), unique("uq_x").on(t.a)]);
export const v = pgView("v").as((qb) => qb.select().from(users));
export const mv = pgMaterializedView("mv").with({fillfactor: 80}).as((qb) => qb.select({ id: users.id }).from(users));
