import { relations } from "drizzle-orm";
import { groups, members, profiles } from "./schema";

export const memberRelations = relations(members, ({ one }) => ({
  group: one(groups, { fields: [members.groupId], references: [groups.id] }),
  user: one(profiles, { fields: [members.userId], references: [profiles.id] }),
}));
