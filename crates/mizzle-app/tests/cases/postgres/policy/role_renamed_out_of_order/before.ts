import { sql } from "drizzle-orm";
import { integer, pgPolicy, pgRole, pgTable } from "drizzle-orm/pg-core";

export const first = pgRole("mizzle_case_a");
export const second = pgRole("mizzle_case_m");
export const t = pgTable("t", { id: integer() }, () => [
	pgPolicy("both", { to: [first, second], using: sql`true` }),
]);
