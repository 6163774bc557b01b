// A schema file that does not load takes nothing but itself away.
import { expect, Grid, test } from "../harness";
import { USERS, users } from "../harness/schemas";

test("the data is shown, the error with its place, until it is mended", async ({ page, project, watched }) => {
  project.schema(users());
  await project.migrate("users");
  await project.sql(USERS);
  project.write("schema.ts", 'import { pgTable, integer } from "drizzle-orm/pg-core";\n\nexport const users = pgTable("users", {\n  id integer("id").primaryKey(),\n});\n');
  watched.expected.push("Failed to load resource");
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "users");
  await grid.expectColumn("email", ["ada@example.com", "grace@example.com", "alan@example.com"]);
  await grid.edit(1, "email", "ada@lovelace.example");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("1 change saved")).toBeVisible();
  expect(await project.sql("SELECT email FROM users WHERE id = 1")).toEqual([{ email: "ada@lovelace.example" }]);

  const sides = page.getByRole("navigation", { name: "Desired, recorded, actual" });
  await sides.getByRole("link", { name: /desired cannot be read/ }).click();
  const alert = page.getByRole("alert").filter({ hasText: "schema.ts:" }).first();
  await expect(alert).toContainText(/schema\.ts:4:\d+/);
  await expect(alert).toContainText('id integer("id").primaryKey(),');

  project.schema(users());
  await expect(sides).toContainText("in step");
  await expect(page.getByText("Nothing to generate")).toBeVisible();
});
