import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/schema.ts",
  out: "./Datenbank Migrationen",
  migrations: { prefix: "timestamp", table: "Migrationen", schema: "Verwaltung" },
  dbCredentials: { url: process.env.DATABASE_URL! },
});
