import { integer, pgSchema, pgTable, primaryKey, uuid } from "drizzle-orm/pg-core";

const auth = pgSchema("auth");
const users = auth.table("users", { id: uuid().primaryKey() });
export const t = pgTable("t", { id: integer(), owner: uuid() });
