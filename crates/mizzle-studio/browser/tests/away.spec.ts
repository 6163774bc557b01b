// The studio or the database goes away and comes back: what was staged is still there.
import { expect, Grid, test } from "../harness";

const PEOPLE = "CREATE TABLE people (id int PRIMARY KEY, name text); INSERT INTO people VALUES (1, 'Ada'), (2, 'Grace')";

test("the studio is started again, and the page goes on", async ({ page, project, watched }) => {
  project.schema("");
  await project.sql(PEOPLE);
  const link = await project.studio();
  await page.goto(link);
  const grid = await Grid.open(page, "people");
  await grid.edit(1, "name", "Ada Lovelace");

  watched.expected.push("ERR_CONNECTION_REFUSED", "ERR_EMPTY_RESPONSE", "ERR_CONNECTION_RESET", "401", "403");
  await project.stop();
  await expect(page.getByRole("alert")).toContainText("Connection lost");
  await expect(page.getByRole("button", { name: "Save" })).toBeDisabled();
  await grid.expectCell(1, "name", "Ada Lovelace");

  // The same port, and another secret.
  await project.studio("--port", new URL(link).port);
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT name FROM people ORDER BY id")).toEqual([{ name: "Ada Lovelace" }, { name: "Grace" }]);
});

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
