import { pgSchema } from "drizzle-orm/pg-core";

export const app = pgSchema("app");
export const kind = app.enum("kind", ["x", "y"]);
export const t = app.table("t", {
	k: kind().default("y"),
	ks: kind().array(),
});
