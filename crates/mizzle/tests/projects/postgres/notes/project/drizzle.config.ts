import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  entities: { roles: { provider: "neon" } },
  schema: "./src/schema.ts",
  out: "./drizzle",
  dbCredentials: { url: process.env.DATABASE_URL! },
});
