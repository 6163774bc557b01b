// A history on the page: what ran, what is pending and what it would do, applying it, going back,
// and a new migration with the question that only a person can answer.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Project } from "../harness";

const USERS = `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  name: text("name"),
});
`;

const REQUIRED = `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
  age: integer("age"),
});
`;

/** One migration applied, one pending, and a row that stands in its way. */
async function withPending(project: Project): Promise<void> {
  project.schema(USERS);
  await project.migrate("users");
  await project.sql("INSERT INTO users VALUES (1, 'Ada'), (2, NULL)");
  project.schema(REQUIRED);
  await project.mizzle("generate", "--name", "name_required");
}

test("the timeline joins folder and ledger, and each migration is shown in full", async ({ page, project }) => {
  await withPending(project);
  await page.goto(`${await project.studio()}/#/migrations/of/0000_users`);
  const timeline = page.getByRole("navigation", { name: "Timeline" });
  await expect(timeline.getByRole("link", { name: /0001 ?name_required pending/ })).toBeVisible();
  await expect(timeline.getByRole("link", { name: /0000 ?users applied/ })).toHaveAttribute("aria-current", "page");
  await expect(page.getByText('CREATE TABLE "users"')).toBeVisible();
  await expect(page.getByText("way back, nothing lost")).toBeVisible();
  await page.getByRole("tab", { name: /Changes/ }).click();
  await expect(page.getByRole("heading", { name: /table users added/ })).toBeVisible();
  await page.getByRole("tab", { name: /Changes/ }).press("ArrowRight");
  await page.getByRole("tab", { name: "Way back" }).press("ArrowRight");
  await expect(page.getByRole("tabpanel", { name: "Hashes" })).toContainText("sha256");
  await expectAccessible(page);
});

test("what is pending is seen, fails where a row stands in its way, and then is applied", async ({ page, project }) => {
  await withPending(project);
  await page.goto(`${await project.studio()}/#/migrations`);
  const card = page.getByRole("listitem", { name: "0001_name_required" });
  await expect(card).toContainText("transaction: both or none");
  await expect(card).toContainText("takes ACCESS EXCLUSIVE");
  await expect(card).toContainText("1 row is in its way");
  await expect(card.getByRole("link", { name: "show" })).toHaveAttribute("href", /#\/data\/public\/users\?f=.*isNull/);
  await expectAccessible(page);

  await apply(page);
  await expect(page.getByRole("alert")).toContainText("contains null values");
  await expect(page.getByRole("alert")).toContainText("drizzle/0001_name_required.sql:2:12");
  await expect(card.getByText("failed here")).toBeVisible();

  await project.sql("UPDATE users SET name = 'Grace' WHERE id = 2");
  await apply(page);
  await expect(page.getByText("1 migration applied")).toBeVisible();
  // Step 5 of the workflow: the column is there, the data is preserved, the constraint holds.
  expect(await project.sql("SELECT * FROM users ORDER BY id")).toEqual([
    { id: 1, name: "Ada", age: null },
    { id: 2, name: "Grace", age: null },
  ]);
  await expect(project.sql("INSERT INTO users VALUES (3, NULL)")).rejects.toThrow(/not-null/);
  await expect(page.getByRole("navigation", { name: "Desired, recorded, actual" })).not.toContainText("pending");
});

test("a pending migration is rehearsed from the page", async ({ page, project }) => {
  await withPending(project);
  await page.goto(`${await project.studio()}/#/migrations/pending`);
  await page.getByRole("button", { name: "Rehearse" }).click();
  await expect(page.getByText("It comes out as it should")).toBeVisible({ timeout: 30_000 });
});

test("a rename is asked for, answered by keyboard, written and rehearsed", async ({ page, project }) => {
  project.schema(USERS);
  await project.migrate("users");
  await project.sql("INSERT INTO users VALUES (1, 'Ada')");
  await page.goto(`${await project.studio()}/#/migrations`);
  project.schema(USERS.replace('name: text("name")', 'fullName: text("full_name")'));
  // The file is another now, and the page has noticed.
  await page.getByRole("navigation", { name: "Timeline" }).getByRole("link", { name: /generate/ }).click();
  const question = page.getByRole("group", { name: /users\.full_name/ });
  await expect(question.getByRole("radio", { name: /users\.name is dropped/ })).not.toBeChecked();
  await expect(page.getByRole("button", { name: "Go on" })).toBeDisabled();
  await question.getByRole("radio").first().focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(page.getByText('RENAME COLUMN "name" TO "full_name"').first()).toBeVisible();
  await expectAccessible(page);
  await page.getByLabel("Name", { exact: true }).fill("full_name");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Written:")).toBeVisible({ timeout: 30_000 });
  await page.getByRole("link", { name: "See what applying would do" }).click();
  await apply(page);
  await expect(page.getByText("1 migration applied")).toBeVisible();
  expect(await project.sql("SELECT full_name FROM users")).toEqual([{ full_name: "Ada" }]);
});

test("going back says what it costs, and wants it accepted", async ({ page, project }) => {
  project.schema(USERS);
  await project.migrate("users");
  project.schema(USERS.replace("});", '  age: integer("age"),\n});'));
  await project.migrate("age");
  await project.sql("INSERT INTO users VALUES (1, 'Ada', 36)");
  await page.goto(`${await project.studio()}/#/migrations/rollback`);
  const step = page.getByRole("listitem", { name: "0001_age" });
  await expect(step).toContainText('DROP COLUMN "age"', { timeout: 30_000 });
  await expect(step).toContainText("column users.age, 1 value");
  await page.getByRole("button", { name: "Roll back it …" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("button", { name: "Roll back 1" })).toBeDisabled();
  await dialog.getByLabel("This data may go").check();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Roll back 1" }).click();
  await expect(page.getByText("1 migration undone")).toBeVisible({ timeout: 30_000 });
  expect(await project.sql("SELECT * FROM users")).toEqual([{ id: 1, name: "Ada" }]);
});

test("another process migrates meanwhile: the page notices", async ({ page, project }) => {
  await withPending(project);
  await project.sql("UPDATE users SET name = 'Grace' WHERE name IS NULL");
  await page.goto(`${await project.studio()}/#/migrations/pending`);
  await expect(page.getByRole("listitem", { name: "0001_name_required" })).toBeVisible();
  await project.mizzle("migrate");
  await expect(page.getByText("Everything is applied")).toBeVisible();
});

test("a schema that does not load is shown with its place, and the rest all the same", async ({ page, project, watched }) => {
  await withPending(project);
  project.write("schema.ts", 'import { pgTable } from "drizzle-orm/pg-core";\n\nexport const users = pgTable("users", {\n');
  // Chromium reports each answer that says no.
  watched.expected.push("Failed to load resource");
  await page.goto(`${await project.studio()}/#/migrations/generate`);
  const failure = page.getByRole("alert").filter({ hasText: "schema.ts:" });
  await expect(failure).toContainText(/schema\.ts:\d+:\d+/);
  await expect(page.getByRole("navigation", { name: "Timeline" })).toContainText("name_required");
  await page.goto(`${page.url().split("#")[0]}#/migrations/of/0000_users`);
  await expect(page.getByText('CREATE TABLE "users"')).toBeVisible();
});

async function apply(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Apply (it|all)/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: /^Apply/ }).click();
}
