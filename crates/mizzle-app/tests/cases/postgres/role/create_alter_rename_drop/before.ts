import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgRole, pgTable } from "drizzle-orm/pg-core";

export const a = pgRole("mizzle_case_a", { createDb: true });
export const goes = pgRole("mizzle_case_goes");
export const t = pgTable("t", { id: integer() }, () => [pgPolicy("p", { to: goes, using: sql`true` })]);
