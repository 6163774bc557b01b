// The database goes away and comes back: what was staged is still there. So is the page while
// another session keeps the migrations table locked.
import pg from "pg";
import { expect, expectAccessible, Grid, test } from "../harness";
import { users } from "../harness/schemas";

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

test("a migrations table that another session has locked is said, and waited for", async ({ page, project }) => {
  project.schema(users());
  await project.migrate("users");
  const other = new pg.Client({ connectionString: project.url, application_name: "holder" });
  await other.connect();
  try {
    await page.goto(`${await project.studio()}/#/data/public/users`);
    await Grid.open(page, "users");
    await other.query("BEGIN; LOCK TABLE drizzle.__drizzle_migrations");
    const said = page.getByRole("status").filter({ hasText: "is locked by another session since" });
    await expect(said).toContainText(/process \d+, role \w+, holder/);
    await expect(page.getByRole("alert")).toHaveCount(0);
    await expectAccessible(page);
    // Rows are shown as ever, and what needs the ledger waits for it.
    await page.getByRole("link", { name: "Migrations", exact: true }).click();
    await other.query("ROLLBACK");
    await expect(page.getByRole("navigation", { name: "Timeline" })).toContainText("applied");
    await expect(said).toHaveCount(0);
  } finally {
    await other.end();
  }
});
