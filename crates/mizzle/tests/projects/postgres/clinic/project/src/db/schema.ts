import { relations, sql } from "drizzle-orm";
import {
  boolean, check, date, index, integer, numeric, pgEnum, pgTable, primaryKey, serial, text, time,
  timestamp, uniqueIndex, uuid, varchar,
} from "drizzle-orm/pg-core";

export const appointmentState = pgEnum("appointment_state", ["booked", "arrived", "done", "missed"]);

export const patients = pgTable("patients", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: varchar("name", { length: 200 }).notNull(),
  email: text("email"),
  born: date("born").notNull(),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
}, (t) => [index("patients_email_search").on(sql`lower(${t.email})`)]);

export const doctors = pgTable("doctors", {
  id: serial("id").primaryKey(),
  name: text("name").notNull(),
  speciality: text("speciality").notNull().default("general"),
});

export const rooms = pgTable("rooms", {
  code: varchar("code", { length: 8 }).primaryKey(),
  floor: integer("floor").notNull().default(0),
});

export const appointments = pgTable("appointments", {
  id: serial("id").primaryKey(),
  patientId: uuid("patient_id").notNull().references(() => patients.id, { onDelete: "cascade" }),
  doctorId: integer("doctor_id").notNull().references(() => doctors.id),
  room: varchar("room", { length: 8 }).references(() => rooms.code),
  day: date("day").notNull(),
  at: time("at").notNull(),
  state: appointmentState("state").notNull().default("booked"),
  updatedAt: timestamp("updated_at").notNull().defaultNow(),
}, (t) => [uniqueIndex("one_at_a_time").on(t.doctorId, t.day, t.at)]);

export const prescriptions = pgTable("prescriptions", {
  appointmentId: integer("appointment_id").notNull().references(() => appointments.id),
  line: integer("line").notNull(),
  drug: text("drug").notNull(),
}, (t) => [primaryKey({ columns: [t.appointmentId, t.line] })]);

export const invoices = pgTable("invoices", {
  id: serial("id").primaryKey(),
  appointmentId: integer("appointment_id").notNull().unique().references(() => appointments.id),
  amount: numeric("amount", { precision: 10, scale: 2 }).notNull(),
  paid: boolean("paid").notNull().default(false),
}, (t) => [check("invoices_amount", sql`${t.amount} >= 0`)]);

export const appointmentRelations = relations(appointments, ({ one, many }) => ({
  patient: one(patients, { fields: [appointments.patientId], references: [patients.id] }),
  prescriptions: many(prescriptions),
}));
