// Two writers: who comes second is told, and nothing of his is written.
import { expect, Grid, test } from "../harness";

const PEOPLE = `
  CREATE TABLE people (id int PRIMARY KEY, name text, city text, ok boolean DEFAULT true);
  INSERT INTO people VALUES (1, 'Ada', 'London'), (2, 'Grace', 'New York');
`;

test("both versions are shown, nothing is changed, and mine can be kept", async ({ page, project }) => {
  project.schema("");
  await project.sql(PEOPLE);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "people");
  await grid.edit(2, "name", "Grace Hopper");
  await grid.edit(1, "name", "Ada Lovelace");
  await project.sql("UPDATE people SET name = 'Countess' WHERE id = 1");
  await page.getByRole("button", { name: "Save" }).click();

  const dialog = page.getByRole("dialog", { name: "The row is not as it was read" });
  await expect(dialog).toContainText("Nothing was saved");
  // What differs stands first.
  const line = dialog.getByRole("row").nth(1);
  await expect(dialog.getByRole("row").filter({ hasText: "ok" }).getByRole("cell")).toHaveText(["ok", "true", "true", "–"]);
  await expect(line.getByRole("cell")).toHaveText([/name/, "Ada", /Countess/, "Ada Lovelace"]);
  // Not even the edit that nobody stood against.
  const rows = () => project.sql("SELECT name FROM people ORDER BY id");
  expect(await rows()).toEqual([{ name: "Countess" }, { name: "Grace" }]);

  await dialog.getByRole("button", { name: "Keep mine" }).click();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("2 changes saved")).toBeVisible();
  expect(await rows()).toEqual([{ name: "Ada Lovelace" }, { name: "Grace Hopper" }]);
});

test("a row that is gone is said to be gone", async ({ page, project }) => {
  project.schema("");
  await project.sql(PEOPLE);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "people");
  await grid.edit(1, "city", "Ockham");
  await project.sql("DELETE FROM people WHERE id = 1");
  await page.getByRole("button", { name: "Save" }).click();
  const dialog = page.getByRole("dialog", { name: "The row is gone" });
  await expect(dialog).toContainText("Ockham");
  await dialog.getByRole("button", { name: "Forget my change" }).click();
  await expect(page.getByRole("region", { name: "Staged edits" })).toHaveCount(0);
  expect(await project.sql("SELECT count(*)::int AS n FROM people")).toEqual([{ n: 1 }]);
});

test("two tabs: the second to save is told of the first", async ({ page, project }) => {
  project.schema("");
  await project.sql(PEOPLE);
  const link = await project.studio();
  await page.goto(link);
  const mine = await Grid.open(page, "people");
  const other = await page.context().newPage();
  await other.goto(link);
  const theirs = await Grid.open(other, "people");
  await mine.edit(1, "city", "Ockham");
  await theirs.edit(1, "city", "Marylebone");
  await theirs.expectCell(1, "city", "Marylebone");
  await other.getByRole("button", { name: "Save" }).click();
  await expect(other.getByText("1 change saved")).toBeVisible();
  await page.bringToFront();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("dialog")).toContainText("Marylebone");
  expect(await project.sql("SELECT city FROM people WHERE id = 1")).toEqual([{ city: "Marylebone" }]);
});
