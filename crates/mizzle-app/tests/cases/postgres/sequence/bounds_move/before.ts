import { integer, pgSequence, pgTable } from "drizzle-orm/pg-core";

export const unused = pgSequence("unused");
export const used = pgSequence("used");
export const past = pgSequence("past", { startWith: 40, minValue: 40 });
export const down = pgSequence("down", { increment: -1 });
export const turned = pgSequence("turned");
export const t = pgTable("t", {
	id: integer().generatedByDefaultAsIdentity(),
	other: integer().generatedByDefaultAsIdentity(),
});
