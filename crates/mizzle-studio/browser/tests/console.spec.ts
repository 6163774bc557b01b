// Statements that a person writes, and how a table is made.
import type { Page } from "@playwright/test";
import { expect, expectAccessible, test, type Project } from "../harness";

const USERS = `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  name: text("name").notNull(),
});
`;

async function opened(page: Page, project: Project, hash: string): Promise<void> {
  project.schema(USERS);
  await project.migrate("users");
  await project.sql("INSERT INTO users VALUES (1, 'Ada'), (2, 'Grace')");
  await page.goto(`${await project.studio()}/${hash}`);
}

const editor = (page: Page) => page.getByRole("textbox", { name: "SQL" });

async function write(page: Page, sql: string): Promise<void> {
  await editor(page).press("Control+a");
  await page.keyboard.type(sql);
  await page.keyboard.press("Escape");
}

test("the statement at the cursor is run, or all of them", async ({ page, project }) => {
  await opened(page, project, "#/console");
  await write(page, "select name from users order by id;\nselect 'a;b' as two, null as three");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("columnheader", { name: /^two/ })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "a;b" })).toBeVisible();
  await page.keyboard.press("Control+Home");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("gridcell", { name: "Grace" })).toBeVisible();
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(page.getByRole("tab")).toHaveCount(2);
  await page.getByRole("tab", { name: /1 · 2 rows/ }).click();
  await expect(page.getByRole("gridcell", { name: "Ada" })).toBeVisible();
  await expectAccessible(page);
});

test("names of the schema are completed", async ({ page, project }) => {
  await opened(page, project, "#/console");
  await editor(page).press("Control+a");
  await page.keyboard.type("select * from us");
  await page.locator(".cm-tooltip-autocomplete").getByText("users", { exact: true }).click();
  await expect(editor(page)).toHaveText("select * from users");
  await page.keyboard.type(" where users.na");
  await expect(page.locator(".cm-tooltip-autocomplete").getByText("name", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
});

test("nothing is written until writing is switched on", async ({ page, project }) => {
  await opened(page, project, "#/console");
  await write(page, "insert into users values (3, 'Edith')");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert")).toContainText("read-only");
  await page.getByRole("button", { name: "Writes" }).click();
  await expect(page.getByRole("button", { name: "Writes" })).toHaveAttribute("aria-pressed", "true");
  await editor(page).press("Control+Enter");
  await expect(page.getByText("INSERT 0 1").first()).toBeVisible();
  expect(await project.sql("SELECT name FROM users WHERE id = 3")).toEqual([{ name: "Edith" }]);
});

test("a run is cancelled, and the server does no more of it", async ({ page, project }) => {
  await opened(page, project, "#/console");
  await write(page, "select pg_sleep(120)");
  await page.keyboard.press("Control+Enter");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByText(/^Cancelled; nothing/)).toBeVisible();
  const running = "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'select pg_sleep%' AND state = 'active'";
  await expect.poll(async () => project.sql(running)).toEqual([{ n: 0 }]);
});

test("a failed statement says where, a plan is a tree, and history brings back what was run", async ({ page, project }) => {
  await opened(page, project, "#/console");
  await write(page, "select nothing from users");
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert")).toContainText('column "nothing" does not exist');
  await page.getByRole("button", { name: "Show where" }).click();
  await expect(editor(page)).toBeFocused();
  await write(page, "select * from users where id = 1");
  await page.getByRole("button", { name: "Plan" }).click();
  await page.getByRole("menuitem", { name: /Measured/ }).click();
  await expect(page.getByRole("list", { name: "Plan" })).toContainText(/Scan/);
  await expectAccessible(page);
  await page.reload();
  await page.getByRole("button", { name: "History" }).click();
  await page.getByRole("dialog").getByRole("button", { name: /select nothing/ }).click();
  await expect(editor(page)).toContainText("select nothing from users");
});

test("a table's structure is shown to be read and copied", async ({ page, project }) => {
  await opened(page, project, "#/structure/public/users");
  await expect(page.getByRole("row", { name: /name text never/ })).toBeVisible();
  await page.getByRole("tab", { name: /Columns/ }).press("End");
  await expect(page.getByRole("tab", { name: "schema.ts" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("tabpanel")).toContainText('export const users = pgTable("users"');
  await expectAccessible(page);
  await page.getByRole("tab", { name: "schema.ts" }).press("ArrowLeft");
  await expect(page.getByRole("tabpanel")).toContainText('CREATE TABLE "users"');
});

test("rows are shown while the schema does not load", async ({ page, project }) => {
  await opened(page, project, "#/data/public/users");
  await expect(page.getByRole("gridcell", { name: "Ada" })).toBeVisible();
  project.write("schema.ts", "export const users = {{;\n");
  await page.reload();
  await expect(page.getByRole("gridcell", { name: "Ada" })).toBeVisible();
  await expect(page.getByText("cannot be read")).toBeVisible({ timeout: 30_000 });
});
