// Edits are staged, seen as SQL, saved in one transaction or not at all.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Project } from "../harness";

const USERS = `export const mood = pgEnum("mood", ["calm", "odd, but fine"]);

export const users = pgTable("users", {
  id: integer("id").primaryKey().generatedByDefaultAsIdentity(),
  email: text("email").notNull(),
  mood: mood("mood").notNull().default("calm"),
  isActive: boolean("is_active").notNull().default(true),
  settings: jsonb("settings"),
  at: timestamp("at", { withTimezone: true }),
}, (t) => [check("email_shape", sql\`\${t.email} LIKE '%@%'\`)]);
`;

async function users(project: Project): Promise<string> {
  const imports = 'import { sql } from "drizzle-orm";\nimport { boolean, check, integer, jsonb, pgEnum, pgTable, text, timestamp } from "drizzle-orm/pg-core";\n\n';
  project.write("schema.ts", imports + USERS);
  await project.migrate("users");
  await project.sql("INSERT INTO users (email) VALUES ('ada@example.com'), ('bob@example.com'), ('cleo@example.com')");
  return `${await project.studio()}/#/data/public/users?sort=id:asc`;
}

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

const bar = (page: Page) => page.getByRole("region", { name: "Staged edits" });

test("a whole session by keyboard alone", async ({ page, project }) => {
  await page.goto(await users(project));
  const grid = page.getByRole("grid", { name: "Rows of users" });
  await expect(grid.getByText("ada@example.com")).toBeVisible();
  // From the top of the page to the grid, as somebody without a mouse comes there.
  for (let tries = 0; tries < 60 && !(await grid.evaluate((it) => it === document.activeElement)); tries += 1) await press(page, "Tab");
  await expect(grid).toBeFocused();

  await press(page, "ArrowRight");
  await page.keyboard.type("ada@example.org");
  await press(page, "Tab");
  // An enum is chosen by its first letter, a boolean with an arrow.
  await press(page, "Enter", "o", "Tab", "Enter", "ArrowDown", "Tab", "Enter");
  const json = page.getByRole("textbox", { name: "settings" });
  await expect(json).toBeFocused();
  await page.keyboard.type('{"n": 12345678901234567890');
  await press(page, "Control+Enter");
  await expect(grid).toBeFocused();
  await press(page, "ArrowDown", "Control+Delete", "ArrowDown", "Home", "ArrowRight", "Insert");
  await page.keyboard.type("new@example.com");
  await press(page, "Enter");
  await expect(bar(page)).toContainText("1 row changed, 1 row new, 1 row deleted");
  await expectAccessible(page);

  await press(page, "Control+z", "Control+z");
  await expect(bar(page)).toContainText("1 row changed, 1 row deleted");
  await press(page, "Control+Shift+z", "Control+Shift+z", "Control+s");
  await expect(bar(page)).not.toBeVisible();
  const rows = await project.sql("SELECT email, mood, is_active, settings::text FROM users ORDER BY id");
  expect(rows).toEqual([
    { email: "ada@example.org", mood: "odd, but fine", is_active: false, settings: '{"n": 12345678901234567890}' },
    { email: "cleo@example.com", mood: "calm", is_active: true, settings: null },
    { email: "new@example.com", mood: "calm", is_active: true, settings: null },
  ]);
});

test("the SQL is seen before it runs, and staged edits hold the rows", async ({ page, project }) => {
  await page.goto(await users(project));
  await page.getByRole("gridcell", { name: "bob@example.com" }).click();
  await page.keyboard.type("bob@example.org");
  await press(page, "Enter");
  await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeDisabled();
  await bar(page).getByRole("button", { name: "Preview SQL" }).click();
  const dialog = page.getByRole("dialog", { name: "What Save will run" });
  await expect(dialog).toContainText('UPDATE "public"."users" SET "email" = \'bob@example.org\'');
  await expectAccessible(page);
  await press(page, "Escape");
  expect(await project.sql("SELECT count(*)::int AS n FROM users WHERE email LIKE '%.org'")).toEqual([{ n: 0 }]);
  await bar(page).getByRole("button", { name: "Discard" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("gridcell", { name: "bob@example.com" })).toBeVisible();
});

test("a refused edit marks its cell with the reason, and stays staged", async ({ page, project }) => {
  await page.goto(await users(project));
  await page.locator('[data-row="0"][data-column="5"]').click();
  await page.keyboard.type("yesterday or so");
  await press(page, "Enter", "Control+s");
  await expect(page.getByRole("alert")).toContainText("invalid input syntax for type timestamp");
  await expect(page.locator('[data-tone="refused"]')).toHaveText("yesterday or so");
  await page.getByRole("grid").press("Control+z");
  await expect(page.getByRole("alert")).not.toBeVisible();
});

test("staged edits outlive the server", async ({ page, project, watched }) => {
  watched.expected.push("ERR_CONNECTION_REFUSED", "401");
  await page.goto(await users(project));
  const port = new URL(page.url()).port;
  await page.getByRole("gridcell", { name: "ada@example.com" }).click();
  await page.keyboard.type("kept@example.com");
  await press(page, "Enter");
  await project.stop();
  await expect(page.getByRole("alert")).toContainText("Connection lost");
  await expect(bar(page).getByRole("button", { name: "Save" })).toBeDisabled();
  // Another run has another secret.
  await project.studio("--port", port);
  await expect(page.getByRole("alert")).not.toBeVisible({ timeout: 15_000 });
  await bar(page).getByRole("button", { name: "Save" }).click();
  await expect(bar(page)).not.toBeVisible();
  expect(await project.sql("SELECT email FROM users WHERE id = 1")).toEqual([{ email: "kept@example.com" }]);
});

test("another process that migrates is noticed", async ({ page, project }) => {
  await page.goto(await users(project));
  await expect(page.getByRole("gridcell", { name: "ada@example.com" })).toBeVisible();
  await project.sql("ALTER TABLE users ADD COLUMN new_field text; CREATE TABLE beside (id int PRIMARY KEY)");
  await expect(page.getByRole("columnheader", { name: /^new_field/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "beside" })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "ada@example.com" })).toBeVisible();
});
