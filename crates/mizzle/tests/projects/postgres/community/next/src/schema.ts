import { sql } from "drizzle-orm";
import { bigint, boolean, index, pgPolicy, pgTable, primaryKey, text, timestamp, uuid } from "drizzle-orm/pg-core";
import { anonRole, authenticatedRole, authUid, authUsers, serviceRole } from "drizzle-orm/supabase";

export const profiles = pgTable("profiles", {
  id: uuid("id").primaryKey().references(() => authUsers.id, { onDelete: "cascade" }),
  username: text("username").unique(),
  avatarUrl: text("avatar_url"),
  bio: text("bio").notNull().default(""),
}, (t) => [
  pgPolicy("Profiles are public", { for: "select", to: [anonRole, authenticatedRole], using: sql`true` }),
  pgPolicy("Own profile", { for: "update", to: authenticatedRole, using: sql`${authUid} = ${t.id}`, withCheck: sql`${authUid} = ${t.id}` }),
  pgPolicy("Nobody deletes", { as: "restrictive", for: "delete", to: "public", using: sql`false` }),
]);

export const groups = pgTable("groups", {
  id: uuid("id").primaryKey().defaultRandom(),
  name: text("name").notNull(),
  owner: uuid("owner").notNull().default(sql`auth.uid()`).references(() => profiles.id),
}, (t) => [
  pgPolicy("Owners do all", { to: authenticatedRole, using: sql`(select auth.uid()) = ${t.owner}` }),
]);

export const members = pgTable("members", {
  groupId: uuid("group_id").notNull().references(() => groups.id, { onDelete: "cascade" }),
  userId: uuid("user_id").notNull().references(() => profiles.id, { onDelete: "cascade" }),
  invitedBy: uuid("invited_by").references(() => authUsers.id),
}, (t) => [primaryKey({ columns: [t.groupId, t.userId] })]).enableRLS();

export const messages = pgTable("messages", {
  id: bigint("id", { mode: "number" }).primaryKey().generatedByDefaultAsIdentity(),
  groupId: uuid("group_id").notNull().references(() => groups.id),
  author: uuid("author").references(() => profiles.id, { onDelete: "set null" }),
  body: text("body").notNull(),
  pinned: boolean("pinned").notNull().default(false),
  at: timestamp("at", { withTimezone: true }).notNull().defaultNow(),
}, (t) => [
  index("messages_group").on(t.groupId, t.at.desc()),
  pgPolicy("Members read", { for: "select", to: authenticatedRole, using: sql`exists (select 1 from members m where m.group_id = ${t.groupId} and m.user_id = (select auth.uid()))` }),
  pgPolicy("Service writes", { for: "insert", to: serviceRole, withCheck: sql`true` }),
]);
