import { sql } from "drizzle-orm";
import { boolean, check, date, integer, pgTable, serial, text, unique, varchar } from "drizzle-orm/pg-core";

export const standorte = pgTable("Standorte", {
  id: serial("Id").primaryKey(),
  name: varchar("Name", { length: 80 }).notNull(),
  strasse: text("Straße").notNull().default("unbekannt"),
  ort: text("Ort").default("Köln\n(links)"),
});

export const geraete = pgTable("Geräte", {
  id: serial("Id").primaryKey(),
  nummer: varchar("Inventar Nr.", { length: 20 }).notNull(),
  standort: integer("Standort_Id").references(() => standorte.id),
  gekauft: date("gekauft am"),
  aktiv: boolean("aktiv?").notNull().default(true),
  notiz: text("Notiz").default("keine\r\nAngabe"),
}, (t) => [
  unique("Inventar Nr. einmalig").on(t.nummer),
  check("Nr. nicht leer", sql`${t.nummer} <> '' and ${t.nummer} <> '?'`),
]);

export const personen = pgTable("Personen", {
  id: serial("Id").primaryKey(),
  name: text("Name").notNull(),
});

export const ausleihen = pgTable("Ausleihen", {
  geraet: integer("Gerät_Id").primaryKey().references(() => geraete.id),
  person: integer("Person_Id").notNull().references(() => personen.id),
  bis: date("bis").notNull(),
});

export const wartungen = pgTable("Wartungen", {
  id: serial("Id").primaryKey(),
  geraet: integer("Gerät_Id").notNull().references(() => geraete.id),
  bericht: varchar("Bericht", { length: 2000 }).notNull().default("-"),
});
