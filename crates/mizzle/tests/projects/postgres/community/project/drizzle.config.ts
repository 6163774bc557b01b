import type { Config } from "drizzle-kit";

export default {
  dialect: "postgresql",
  schema: "./src/*.ts",
  out: "./supabase/migrations",
  migrations: { prefix: "supabase" },
  schemaFilter: ["public"],
  entities: { roles: { provider: "supabase" } },
  dbCredentials: { url: process.env.DATABASE_URL! },
} satisfies Config;
