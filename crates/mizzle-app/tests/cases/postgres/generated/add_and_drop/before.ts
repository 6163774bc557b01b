import { sql } from "drizzle-orm";
import { pgTable, text } from "drizzle-orm/pg-core";

export const t = pgTable("t", {
	name: text(),
	up: text().generatedAlwaysAs(sql`upper("name")`),
});
