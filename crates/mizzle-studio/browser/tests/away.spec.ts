// The database goes away and comes back: what was staged is still there.
import { expect, Grid, test } from "../harness";

const PEOPLE = "CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace')";

test("the database goes away and comes back", async ({ page, project, watched }) => {
  project.schema("");
  await project.sql(PEOPLE);
  const relay = await project.relay("127.0.0.1");
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "people");
  await grid.edit(2, "name", "Grace Hopper");

  // Chromium reports each answer that says no.
  watched.expected.push("Failed to load resource");
  await relay.stop();
  await expect(page.getByRole("alert").first()).toContainText("The database does not answer");
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await grid.expectCell(2, "name", "Grace Hopper");

  await relay.start();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT name FROM people WHERE id = 2")).toEqual([{ name: "Grace Hopper" }]);
});
