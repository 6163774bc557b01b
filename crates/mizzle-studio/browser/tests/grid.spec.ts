// Rows in the grid: what stands in them, looked through, followed, copied.
import { expect, expectAccessible, test, type Project } from "../harness";

const SHOP = `export const users = pgTable("users", {
  id: integer("id").primaryKey(),
  name: text("name"),
});

export const orders = pgTable("orders", {
  id: integer("id").primaryKey(),
  userId: integer("user_id").references(() => users.id),
  total: numeric("total", { precision: 12, scale: 2 }),
});
`;

async function shop(project: Project): Promise<string> {
  project.schema(SHOP);
  await project.migrate("shop");
  await project.sql(`
    INSERT INTO users VALUES (1, 'Ada'), (2, ''), (3, NULL), (4, repeat('long ', 100000));
    INSERT INTO orders SELECT n, 1 + n % 2, n * 1.5 FROM generate_series(1, 500) n`);
  return project.studio();
}

test("NULL, nothing and a long value each look their own, and the long one is shown whole", async ({ page, project }) => {
  await page.goto(`${await shop(project)}/#/data/public/users?sort=id:asc`);
  const grid = page.getByRole("grid", { name: "Rows of users" });
  const name = (row: number) => grid.locator(`[data-row="${row}"][data-column="1"]`);
  await expect(name(0)).toHaveText("Ada");
  await expect(name(1)).toHaveText("empty");
  await expect(name(2)).toHaveText("NULL");
  await expect(name(3)).toContainText("488 KiB");
  await name(3).getByText("488 KiB").click();
  const dialog = page.getByRole("dialog", { name: /name/ });
  await expect.poll(async () => (await dialog.locator("pre").textContent())?.length).toBe(500_000);
  await expectAccessible(page);
});

test("rows are filtered, ordered, followed and gone back from, and the link says it all", async ({ page, project }) => {
  await page.goto(`${await shop(project)}/#/data/public/orders`);
  const grid = page.getByRole("grid", { name: "Rows of orders" });
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const form = page.getByRole("form", { name: "Filter" });
  await form.getByLabel("Column").selectOption("total");
  await form.getByLabel("Question").selectOption(">");
  await form.getByLabel("Value").fill("745");
  await page.keyboard.press("Enter");
  await expect(page.getByText("4 rows")).toBeVisible();
  await grid.getByRole("columnheader", { name: /^id/ }).click();
  await grid.getByRole("columnheader", { name: /^id/ }).click();
  await expect(grid.locator('[data-row="0"][data-column="0"]')).toHaveText("500");
  await page.reload();
  await expect(grid.locator('[data-row="0"][data-column="0"]')).toHaveText("500");

  await grid.locator('[data-row="0"][data-column="1"]').click();
  await page.keyboard.press("Alt+Enter");
  const users = page.getByRole("grid", { name: "Rows of users" });
  await expect(users.locator('[data-row="0"]').nth(1)).toHaveText("1");
  await users.locator('[data-row="0"][data-column="0"]').click();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menuitem", { name: "Rows of orders by user_id" }).click();
  await expect(page.getByText("250 rows")).toBeVisible();
  await page.goBack();
  await expect(users).toBeVisible();
});

test("a filter that the server refuses is said with its reason", async ({ page, project, watched }) => {
  watched.expected.push("422");
  const url = await shop(project);
  await page.goto(`${url}/#/data/public/orders?f=${encodeURIComponent('["id","equals","many"]')}`);
  await expect(page.getByRole("alert")).toContainText('invalid input syntax for type integer: "many"');
  await page.getByRole("button", { name: "Without filters and order" }).click();
  await expect(page.getByText("500 rows")).toBeVisible();
});

test("cells and rows are copied for other programs", async ({ page, project, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${await shop(project)}/#/data/public/orders?sort=id:asc`);
  const grid = page.getByRole("grid", { name: "Rows of orders" });
  await grid.locator('[data-row="0"][data-column="0"]').click();
  for (const key of ["Shift+ArrowDown", "Shift+End", "Control+c"]) await page.keyboard.press(key);
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toBe("1\t2\t1.50\n2\t1\t3.00");
  for (const [format, text] of [
    ["CSV", "id,user_id,total"],
    ["JSON", '"user_id":2'],
    ["SQL", 'INSERT INTO "public"."orders"'],
    ["TypeScript", "total: \"1.50\""],
  ] as const) {
    await page.keyboard.press("Shift+F10");
    await page.getByRole("menuitem", { name: `Copy 2 rows as ${format}` }).click();
    await expect.poll(copied).toContain(text);
  }
});

test("hundreds of columns are there, and only those that are seen are drawn", async ({ page, project }) => {
  await project.sql(`DO $$ BEGIN EXECUTE 'CREATE TABLE wide (' || (SELECT string_agg('c' || n || ' int', ', ') FROM generate_series(1, 500) n) || ', PRIMARY KEY (c1))'; END $$`);
  await project.sql("INSERT INTO wide (c1, c500) SELECT n, -n FROM generate_series(1, 300) n");
  project.schema(SHOP);
  await page.goto(`${await project.studio()}/#/data/public/wide?pin=c1`);
  const grid = page.getByRole("grid", { name: "Rows of wide" });
  await grid.focus();
  await page.keyboard.press("Control+End");
  await expect(grid.locator("[data-focused]")).toContainText(/^(-200|-300)$/);
  // The pinned column stays beside it.
  await expect(grid.getByRole("columnheader", { name: /^c1,/ })).toBeInViewport();
  expect(await grid.getByRole("gridcell").count()).toBeLessThan(1000);
});

test("a database that does not answer is said not to, without its password", async ({ page, project, watched }) => {
  watched.expected.push("502");
  project.schema(SHOP);
  await page.goto(`${await project.studio("--url", "postgres://ada:pass-of-ada@127.0.0.1:1/nowhere")}/#/data/public/users`);
  const banner = page.getByRole("alert").filter({ hasText: "The database does not answer" });
  await expect(banner).toContainText("no server is listening there");
  await expect(page.getByRole("complementary")).toContainText("The database does not answer");
  expect(await page.content()).not.toContain("pass-of-ada");
});
