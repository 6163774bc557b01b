import { sql } from "drizzle-orm";
import {
  bigserial, doublePrecision, index, integer, jsonb, pgMaterializedView, pgTable, primaryKey, serial,
  smallint, text, timestamp, uniqueIndex, uuid,
} from "drizzle-orm/pg-core";

export const sites = pgTable("sites", {
  id: serial("id").primaryKey(),
  name: text("name").notNull().unique(),
  timezone: text("timezone").notNull().default("UTC"),
});

export const sensors = pgTable("sensors", {
  id: uuid("id").primaryKey().defaultRandom(),
  siteId: integer("site_id").notNull().references(() => sites.id, { onDelete: "cascade" }),
  kind: text("kind").notNull(),
  settings: jsonb("settings").notNull().default({ interval: 60 }),
}, (t) => [index("sensors_site").on(t.siteId, t.kind)]);

// Partitioned by month: see drizzle/0001_readings.sql.
export const readings = pgTable("readings", {
  sensorId: uuid("sensor_id").notNull().references(() => sensors.id),
  at: timestamp("at", { withTimezone: true }).notNull(),
  value: doublePrecision("value").notNull(),
  quality: smallint("quality").notNull().default(0),
}, (t) => [
  primaryKey({ name: "readings_pk", columns: [t.sensorId, t.at] }),
  index("readings_at").on(t.at),
]);

export const alarms = pgTable("alarms", {
  id: bigserial("id", { mode: "number" }).primaryKey(),
  sensorId: uuid("sensor_id").notNull().references(() => sensors.id),
  level: integer("level").notNull(),
  raised: timestamp("raised", { withTimezone: true }).notNull().defaultNow(),
}, (t) => [uniqueIndex("alarms_open").on(t.sensorId).where(sql`${t.level} > 0`)]);

export const daily = pgMaterializedView("daily").as((qb) =>
  qb.select({
    sensorId: readings.sensorId,
    day: sql<string>`date_trunc('day', ${readings.at})`.as("day"),
    mean: sql<number>`avg(${readings.value})`.as("mean"),
  }).from(readings).groupBy(readings.sensorId, sql`date_trunc('day', ${readings.at})`),
);
