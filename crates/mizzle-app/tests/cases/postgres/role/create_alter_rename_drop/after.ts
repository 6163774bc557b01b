import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgRole, pgTable } from "drizzle-orm/pg-core";

export const a = pgRole("mizzle_case_a", { createRole: true, inherit: false });
export const comes = pgRole("mizzle_case_comes");
export const t = pgTable("t", { id: integer() }, () => [pgPolicy("p", { to: comes, using: sql`true` })]);
