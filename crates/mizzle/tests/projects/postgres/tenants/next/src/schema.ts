import { sql } from "drizzle-orm";
import { foreignKey, index, integer, jsonb, pgSchema, serial, text, timestamp, uuid } from "drizzle-orm/pg-core";

export const core = pgSchema("core");
export const audit = pgSchema("audit");
export const reporting = pgSchema("reporting");

export const plan = core.enum("plan", ["free", "team", "pro"]);
export const invoiceNumber = core.sequence("invoice_number", { startWith: 1 });

export const tenants = core.table("tenants", {
  id: uuid().primaryKey().defaultRandom(),
  name: text().notNull(),
  plan: plan().notNull().default("free"),
});

export const users = core.table("users", {
  id: serial().primaryKey(),
  tenantId: uuid("tenant_id").notNull().references(() => tenants.id),
  email: text().notNull(),
  plan: plan(),
}, (t) => [index("users_tenant").on(t.tenantId)]);

export const invoices = core.table("invoices", {
  number: integer().primaryKey().default(sql`nextval('core.invoice_number')`),
  tenantId: uuid("tenant_id").notNull().references(() => tenants.id),
  amount: integer().notNull().default(0),
});

export const events = audit.table("events", {
  id: serial().primaryKey(),
  userId: integer("user_id"),
  what: text().notNull(),
  payload: jsonb().notNull().default({ v: 1 }),
  at: timestamp({ withTimezone: true }).notNull().defaultNow(),
}, (t) => [foreignKey({ columns: [t.userId], foreignColumns: [users.id] }).onDelete("set null")]);

export const exportsTable = audit.table("exports", {
  id: serial().primaryKey(),
  tenantId: uuid("tenant_id").notNull().references(() => tenants.id),
  plan: plan().notNull(),
});

export const revenue = reporting.view("revenue").as((qb) =>
  qb.select({ tenant: tenants.id, total: sql<number>`sum(${invoices.amount})`.as("total") })
    .from(tenants).innerJoin(invoices, sql`${invoices.tenantId} = ${tenants.id}`).groupBy(tenants.id));
