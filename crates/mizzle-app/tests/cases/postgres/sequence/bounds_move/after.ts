import { integer, pgSequence, pgTable } from "drizzle-orm/pg-core";

export const unused = pgSequence("unused", { minValue: 10 });
export const used = pgSequence("used", { minValue: 10 });
export const past = pgSequence("past", { startWith: 50, minValue: 50 });
export const down = pgSequence("down", { increment: -1, maxValue: -10 });
export const turned = pgSequence("turned", { increment: -1 });
export const t = pgTable("t", {
	id: integer().generatedByDefaultAsIdentity({ minValue: 20 }),
	other: integer().generatedByDefaultAsIdentity({ increment: -1 }),
});
