// Many columns, many rows: what is on the screen is all that is drawn.
import { expect, Grid, test } from "../harness";

test("500 columns are gone through from end to end", async ({ page, project }) => {
  project.schema("");
  const columns = Array.from({ length: 500 }, (_, index) => `c${index} int DEFAULT ${index}`);
  await project.sql(`CREATE TABLE wide (id int PRIMARY KEY, ${columns.join(", ")}); INSERT INTO wide (id) SELECT generate_series(1, 200)`);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "wide");
  await expect(grid.root).toHaveAttribute("aria-colcount", "501");
  await grid.root.focus();
  await page.keyboard.press("End");
  await expect(grid.head("c499")).toBeInViewport();
  await grid.expectCell(1, "c499", "499");
  await expect(grid.focused()).toHaveText("499");
  expect(await grid.root.getByRole("columnheader").count()).toBeLessThan(60);
  await page.keyboard.press("Home");
  await expect(grid.head("id")).toBeInViewport();
  await grid.edit(1, "c0", "7");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT c0, c1 FROM wide WHERE id = 1")).toEqual([{ c0: 7, c1: 1 }]);
});

test("10,000 rows are scrolled, counted and gone through by page", async ({ page, project }) => {
  project.schema("");
  await project.sql("CREATE TABLE many (id int PRIMARY KEY, name text); INSERT INTO many SELECT i, 'row ' || i FROM generate_series(1, 10000) i; ANALYZE many");
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "many");
  await expect(page.getByText("10,000 rows")).toBeVisible();
  await page.getByRole("combobox", { name: "Rows a page" }).selectOption("1000");
  await expect(page.getByText("1 – 1,000")).toBeVisible();
  await grid.root.hover();
  await page.mouse.wheel(0, 15_000);
  await expect(grid.row(1)).toHaveCount(0);
  expect(await grid.root.getByRole("rowheader").count()).toBeLessThan(80);
  await grid.root.focus();
  await page.keyboard.press("Control+End");
  await grid.expectCell(1000, "name", "row 1000");
  for (let pages = 1; pages < 10; pages += 1) await page.getByRole("button", { name: "Next page" }).click();
  await expect(page.getByText("9,001 – 10,000")).toBeVisible();
  await expect(page.getByRole("button", { name: "Next page" })).toBeDisabled();
  await page.keyboard.press("Control+Home");
  await grid.root.focus();
  await page.keyboard.press("Control+End");
  await grid.expectCell(10_000, "name", "row 10000");
});
