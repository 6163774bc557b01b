import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./schema.ts",
  out: "./drizzle",
  migrations: { schema: "public", table: "kit_log" },
  dbCredentials: { url: process.env.DATABASE_URL! },
});
