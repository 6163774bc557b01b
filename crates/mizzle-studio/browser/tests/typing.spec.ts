// What is typed into a cell is what is saved, and nothing else of it changes.
import { expect, Grid, test } from "../harness";

test("json that is begun by typing is as it was typed, and Ctrl-S saves what is still being typed", async ({ page, project }) => {
  project.schema("");
  await project.sql("CREATE TABLE kinds (id int PRIMARY KEY, data jsonb, name text); INSERT INTO kinds VALUES (1, '{}', 'Ada')");
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "kinds");
  await (await grid.cell(1, "data")).click();
  await page.keyboard.type("[");
  await expect(grid.root.getByRole("textbox", { name: "data" })).toBeFocused();
  await page.keyboard.type("1, 2]");
  await page.keyboard.press("Control+Enter");
  await grid.expectCell(1, "data", "[1, 2]");
  await (await grid.cell(1, "name")).dblclick();
  await page.keyboard.type("Grace");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT data::text, name FROM kinds")).toEqual([{ data: "[1, 2]", name: "Grace" }]);
});

test("line breaks that nobody touched stay as they were", async ({ page, project }) => {
  project.schema("");
  await project.sql(String.raw`CREATE TABLE letters (id int PRIMARY KEY, body text, raw json); INSERT INTO letters VALUES (1, E'one\r\ntwo\nthree', E'{\r\n"a": 1}')`);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "letters");
  // Opened and kept, neither is staged.
  await (await grid.cell(1, "raw")).dblclick();
  await expect(grid.root.getByRole("textbox", { name: "raw" })).toBeFocused();
  await page.keyboard.press("Control+Enter");
  await (await grid.cell(1, "body")).dblclick();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: "Staged edits" })).toHaveCount(0);
  await (await grid.cell(1, "body")).dblclick();
  await page.keyboard.press("Control+End");
  await page.keyboard.type("!");
  await page.keyboard.press("Control+s");
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT body, raw::text FROM letters")).toEqual([{ body: "one\r\ntwo\nthree!", raw: '{\r\n"a": 1}' }]);
});

test("a filter asks for labels of an enum that are odd", async ({ page, project }) => {
  project.schema("");
  await project.sql(`CREATE TYPE mood AS ENUM ('', 'so, so', 'calm'); CREATE TABLE days (id int PRIMARY KEY, mood mood);
    INSERT INTO days VALUES (1, ''), (2, 'so, so'), (3, 'calm')`);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "days");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const form = page.getByRole("form", { name: "Filter" });
  await form.getByLabel("Column").selectOption("mood");
  await form.getByLabel("Question").selectOption("is one of");
  await form.getByLabel("(empty)").check();
  await form.getByLabel("so, so").check();
  await form.getByRole("button", { name: "Apply" }).click();
  await expect(page.getByRole("button", { name: "mood is one of '', 'so, so'", exact: true })).toBeVisible();
  await grid.expectColumn("id", ["1", "2"]);
});
