import { pgSchema } from "drizzle-orm/pg-core";

export const app = pgSchema("app");
export const kind = app.enum("kind", ["x"]);
export const t = app.table("t", {
	k: kind().default("x"),
});
