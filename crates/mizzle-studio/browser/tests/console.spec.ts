// SQL that a person writes: run, refused, cancelled.
import type { Locator, Page } from "@playwright/test";
import { expect, Grid, test, type Project } from "../harness";

class Console {
  readonly editor: Locator;
  readonly results: Locator;

  constructor(private readonly page: Page) {
    this.editor = page.getByRole("textbox", { name: "SQL" });
    this.results = page.locator(".console-results");
  }

  static async open(page: Page, project: Project, ...args: string[]): Promise<Console> {
    project.schema("");
    await project.sql("CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace')");
    await page.goto(`${await project.studio(...args)}/#/console`);
    return new Console(page);
  }

  async write(sql: string): Promise<void> {
    // Written over a selection, Chromium would keep its style, which the page's policy forbids.
    await this.editor.press("Control+a");
    await this.editor.press("Delete");
    await this.page.keyboard.insertText(sql);
    // The list of completions opens a moment later, where there are some.
    await this.editor.press("Escape");
  }

  async runAll(sql: string): Promise<void> {
    await this.write(sql);
    await this.page.getByRole("button", { name: "Run all" }).click();
  }
}

test("runs the statement at the cursor, and several with a result each", async ({ page, project }) => {
  const sql = await Console.open(page, project);
  await sql.write("select name from people order by id;\nselect count(*) as n from people;");
  await sql.editor.press("Control+Home");
  await sql.editor.press("Control+Enter");
  const grid = sql.results.getByRole("grid", { name: "Result" });
  await expect(grid.getByRole("gridcell")).toHaveText(["Ada", "Grace"]);
  await sql.editor.press("Control+End");
  await sql.editor.press("Control+Enter");
  await expect(grid.getByRole("columnheader", { name: "n, bigint" })).toBeVisible();
  await expect(grid.getByRole("gridcell")).toHaveText(["2"]);

  await page.getByRole("button", { name: "Run all" }).click();
  const tabs = sql.results.getByRole("tab");
  await expect(tabs).toHaveText([/2 rows/, /1 row/]);
  await tabs.first().click();
  await expect(grid.getByRole("gridcell")).toHaveText(["Ada", "Grace"]);

  // What was run is kept, and comes back.
  await page.reload();
  await page.getByRole("button", { name: "History" }).click();
  await expect(page.getByRole("dialog", { name: "History" })).toContainText("select count(*) as n from people");
});

test("an error has its place", async ({ page, project }) => {
  const sql = await Console.open(page, project);
  await sql.runAll("select 1;\nselect nam from people;");
  const alert = sql.results.getByRole("alert");
  await expect(alert).toContainText('column "nam" does not exist');
  await alert.getByRole("button", { name: "Show where" }).click();
  await expect(sql.editor).toBeFocused();
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Shift+ArrowRight");
  await page.keyboard.press("Control+c");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("nam");
});

test("writes only where that was switched on", async ({ page, project }) => {
  const sql = await Console.open(page, project);
  const names = () => project.sql("SELECT name FROM people ORDER BY id");
  for (const write of [
    "delete from people",
    "with gone as (delete from people returning id) select * from gone",
    "commit; delete from people",
    "set transaction read write; delete from people",
  ]) {
    await sql.runAll(write);
    await expect(sql.results.getByRole("alert").first()).toBeVisible();
    expect(await names()).toHaveLength(2);
  }
  await page.getByRole("group", { name: "May statements write?" }).getByRole("button", { name: "Writes" }).click();
  await sql.runAll("update people set name = upper(name) where id = 1");
  await expect(sql.results.getByText("UPDATE 1").first()).toBeVisible();
  expect(await names()).toEqual([{ name: "ADA" }, { name: "Grace" }]);
  // The grid reads it anew.
  await page.getByRole("link", { name: "Data", exact: true }).click();
  const grid = await Grid.open(page, "people");
  await grid.expectColumn("name", ["ADA", "Grace"]);
});

test("a studio that is read-only has no such switch", async ({ page, project }) => {
  const sql = await Console.open(page, project, "--read-only");
  await expect(page.getByRole("group", { name: "May statements write?" }).getByRole("button", { name: "Writes" })).toBeDisabled();
  await sql.runAll("delete from people");
  await expect(sql.results.getByRole("alert")).toBeVisible();
  expect(await project.sql("SELECT 1 FROM people")).toHaveLength(2);
});

test("cancelling ends the statement in the server", async ({ page, project }) => {
  const sql = await Console.open(page, project);
  const sleeping = () => project.sql("SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'");
  await sql.runAll("select pg_sleep(600)");
  await expect.poll(sleeping).toHaveLength(1);
  // It goes on while somebody looks elsewhere, and can be cancelled behind that.
  const views = page.getByRole("navigation", { name: "Views" });
  await views.getByRole("link", { name: "Data" }).click();
  await expect(page.getByText("There are no tables yet").or(page.getByText("No table is open"))).toBeVisible();
  await views.getByRole("link", { name: "Console" }).click();
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(sql.results.getByText(/^Cancelled/).first()).toBeVisible();
  await expect.poll(sleeping).toHaveLength(0);
  // And the next one runs.
  await sql.runAll("select 42 as answer");
  await expect(sql.results.getByRole("gridcell")).toHaveText(["42"]);
});

test("a plan is a tree", async ({ page, project }) => {
  const sql = await Console.open(page, project);
  await sql.write("select * from people where id > 0 order by name");
  await page.getByRole("button", { name: "Plan" }).click();
  await page.getByRole("menuitem", { name: /^Measured/ }).click();
  const plan = sql.results.getByRole("list", { name: "Plan" });
  await expect(plan).toContainText("Sort");
  await expect(plan).toContainText("people");
  await expect(plan).toContainText("2 rows");
});
