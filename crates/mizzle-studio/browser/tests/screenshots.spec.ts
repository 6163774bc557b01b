// The pictures in README.md and docs/concepts/studio.md: made anew with MIZZLE_SCREENSHOTS=1.
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, Grid, test } from "../harness";

const IMAGES = join(import.meta.dirname, "../../../../docs/images");

const SCHEMA = `export const role = pgEnum("role", ["admin", "editor", "reader"]);

export const users = pgTable("users", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  email: varchar("email", { length: 255 }).notNull().unique(),
  name: text("name"),
  role: role("role").notNull().default("reader"),
  createdAt: timestamp("created_at", { withTimezone: true }).notNull().defaultNow(),
});

export const posts = pgTable("posts", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  authorId: integer("author_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  title: text("title").notNull(),
  published: boolean("published").notNull().default(false),
  meta: jsonb("meta"),
});

export const comments = pgTable("comments", {
  id: integer("id").primaryKey().generatedAlwaysAsIdentity(),
  postId: integer("post_id").notNull().references(() => posts.id, { onDelete: "cascade" }),
  userId: integer("user_id").references(() => users.id, { onDelete: "set null" }),
  body: text("body").notNull(),
});
`;

const ROWS = `
  INSERT INTO users (email, name, role, created_at)
    SELECT lower(split_part(name, ' ', 1)) || i || '@example.com', CASE WHEN i % 5 = 0 THEN NULL ELSE name END,
      (ARRAY['reader', 'editor', 'admin'])[1 + i % 3]::role, '2026-01-05 08:30:00+00'::timestamptz + i * interval '7 hours 13 minutes'
    FROM generate_series(1, 13) i, LATERAL (SELECT (ARRAY['Ada Lovelace', 'Grace Hopper', 'Alan Turing', 'Barbara Liskov', 'Edsger Dijkstra', 'Donald Knuth'])[1 + i % 6] AS name) AS names;
  INSERT INTO posts (author_id, title, published, meta)
    SELECT 1 + i % 13, 'Notes on engines, part ' || i, i % 2 = 0, jsonb_build_object('words', 400 + i * 7, 'tags', jsonb_build_array('notes', 'engines'))
    FROM generate_series(1, 180) i;
  INSERT INTO comments (post_id, user_id, body) SELECT 1 + i % 180, 1 + i % 13, 'A comment' FROM generate_series(1, 400) i;
  ANALYZE;
`;

test("pictures for the documentation", async ({ page, project }) => {
  test.skip(process.env["MIZZLE_SCREENSHOTS"] !== "1", "made where MIZZLE_SCREENSHOTS=1 asks for them");
  test.slow();
  project.schema(SCHEMA.slice(0, SCHEMA.indexOf("export const comments")));
  await project.migrate("users_and_posts");
  project.schema(SCHEMA);
  await project.migrate("comments");
  await project.sql(ROWS);
  project.schema(SCHEMA.replace('text("name")', 'text("name").notNull()').replace('  published:', '  slug: varchar("slug", { length: 120 }),\n  published:'));
  await project.generate("names_and_slugs");
  await project.sql("ALTER TABLE comments ADD COLUMN flagged boolean DEFAULT false; ALTER TABLE posts ALTER COLUMN title DROP NOT NULL");
  // A name that says what it is, and no address of the test.
  await page.route("**/api/meta", async (route) => {
    const response = await route.fetch();
    const meta = (await response.json()) as Record<string, unknown>;
    await route.fulfill({ json: { ...meta, project: "shop", target: "postgresql://app@localhost:5432/shop" } });
  });
  const link = await project.studio();

  await page.goto(link);
  const grid = await Grid.open(page, "users");
  await grid.edit(3, "name", "Barbara H. Liskov");
  await (await grid.cell(5, "email")).click();
  await picture(page, "data");

  await page.goto(`${link}/#/migrations/pending`);
  await expect(page.getByRole("article", { name: "Pending migrations" })).toContainText("slug");
  await picture(page, "migrations");

  await page.goto(`${link}/#/drift`);
  await expect(page.getByRole("heading", { name: "2 differences" })).toBeVisible();
  await picture(page, "drift");

  await page.goto(`${link}/#/erd?from=actual&to=desired`);
  await expect(page.locator(".erd-node").first()).toBeVisible();
  await picture(page, "diagram");
});

async function picture(page: Page, name: string): Promise<void> {
  await page.mouse.move(0, 0);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const picture = await page.screenshot({ path: join(IMAGES, `studio-${name}-${colorScheme}.png`), animations: "disabled" });
    expect(picture.length, "bytes, which every clone pays for").toBeLessThan(150_000);
  }
}
