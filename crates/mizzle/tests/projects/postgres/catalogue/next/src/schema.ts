import { sql } from "drizzle-orm";
import {
  index, integer, jsonb, numeric, pgEnum, pgTable, pgView, primaryKey, serial, text, timestamp, uniqueIndex,
} from "drizzle-orm/pg-core";

export const state = pgEnum("product_state", ["draft", "review", "live", "retired"]);

export const brands = pgTable("brands", {
  id: serial("id").primaryKey(),
  name: text("name").notNull(),
  slug: text("slug").notNull(),
}, (t) => [uniqueIndex("brands_slug").on(t.slug)]);

export const products = pgTable("products", {
  id: serial("id").primaryKey(),
  brandId: integer("brand_id").notNull().references(() => brands.id),
  title: text("title").notNull(),
  state: state("state").notNull().default("review"),
  attributes: jsonb("attributes").notNull().default({}),
  updatedAt: timestamp("updated_at").notNull().defaultNow(),
}, (t) => [
  index("products_title").on(t.title).concurrently(),
  index("products_live").on(t.brandId).where(sql`${t.state} = 'live'`),
  index("products_attributes").using("gin", t.attributes).concurrently(),
  index("products_updated").on(t.updatedAt.desc()).concurrently(),
]);

export const categories = pgTable("categories", {
  id: serial("id").primaryKey(),
  path: text("path").notNull().unique(),
});

export const productCategories = pgTable("product_categories", {
  product: integer("product").notNull().references(() => products.id, { onDelete: "cascade" }),
  category: integer("category").notNull().references(() => categories.id),
}, (t) => [primaryKey({ columns: [t.product, t.category] })]);

export const prices = pgTable("prices", {
  product: integer("product").notNull().references(() => products.id),
  from: timestamp("from").notNull(),
  price: numeric("price", { precision: 12, scale: 2 }).notNull(),
  currency: text("currency").notNull().default("EUR"),
}, (t) => [primaryKey({ columns: [t.product, t.from] })]);

export const current = pgView("current_prices").as((qb) =>
  qb.selectDistinctOn([prices.product], { product: prices.product, price: prices.price, currency: prices.currency })
    .from(prices).orderBy(prices.product, sql`${prices.from} desc`));
