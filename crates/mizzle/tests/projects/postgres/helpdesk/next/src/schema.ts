import {
  boolean, index, integer, pgEnum, pgTable, primaryKey, serial, text, timestamp, varchar,
} from "drizzle-orm/pg-core";

export const priority = pgEnum("priority", ["urgent", "high", "normal", "low"]);
export const status = pgEnum("status", ["new", "open", "waiting", "closed", "spam"]);

export const agents = pgTable("agents", {
  id: serial("id").primaryKey(),
  email: varchar("email", { length: 255 }).notNull().unique(),
  active: boolean("active").default(true).notNull(),
});

export const tickets = pgTable("tickets", {
  id: serial("id").primaryKey(),
  subject: varchar("subject", { length: 500 }).notNull(),
  status: status("status").default("open").notNull(),
  priority: priority("priority").default("normal").notNull(),
  assignee: integer("assignee").references(() => agents.id, { onDelete: "set null" }),
  createdAt: timestamp("created_at").defaultNow().notNull(),
}, (t) => [index("tickets_status_idx").on(t.status)]);

export const messages = pgTable("messages", {
  id: serial("id").primaryKey(),
  ticketId: integer("ticket_id").notNull().references(() => tickets.id),
  body: text("body").notNull(),
  internal: boolean("internal").notNull(),
  author: integer("author").references(() => agents.id),
});

export const tags = pgTable("tags", { name: varchar("name", { length: 40 }).primaryKey() });

export const ticketTags = pgTable("ticket_tags", {
  ticketId: integer("ticket_id").notNull().references(() => tickets.id),
  tag: varchar("tag", { length: 40 }).notNull().references(() => tags.name, { onUpdate: "cascade" }),
}, (t) => [primaryKey({ columns: [t.ticketId, t.tag] })]);

export const escalations = pgTable("escalations", {
  id: serial("id").primaryKey(),
  ticketId: integer("ticket_id").notNull().references(() => tickets.id),
  to: priority("to").notNull().default("urgent"),
  closed: status("closed"),
});
