// Step 5 of a schema change: the new column is there, the data is preserved, constraints hold.
import { expect, Grid, test } from "../harness";
import { posts, USERS, users } from "../harness/schemas";

test("what a migration has done is there to be seen", async ({ page, project }) => {
  project.schema(users());
  await project.migrate("users");
  await project.sql(USERS);
  await page.goto(await project.studio());
  const before = await Grid.open(page, "users");
  await before.expectColumn("email", ["ada@example.com", "grace@example.com", "alan@example.com"]);
  await expect(before.head("new_field")).toHaveCount(0);

  // The schema changes, and is migrated in the terminal while the page is open.
  project.schema(users('  newField: text("new_field").notNull().default("-"),\n') + posts);
  await project.migrate("posts");
  await expect(before.head("new_field")).toBeVisible();
  await before.expectColumn("new_field", ["-", "-", "-"]);
  await before.expectColumn("email", ["ada@example.com", "grace@example.com", "alan@example.com"]);
  expect(await project.sql("SELECT id, new_field FROM users ORDER BY id")).toEqual([
    { id: 1, new_field: "-" },
    { id: 2, new_field: "-" },
    { id: 3, new_field: "-" },
  ]);

  // A post of nobody is refused, in the words of the server, and stays staged.
  const grid = await Grid.open(page, "posts");
  await page.getByRole("button", { name: "Row", exact: true }).click();
  await grid.edit(1, "id", "1");
  await grid.edit(1, "author_id", "99");
  await grid.edit(1, "title", "Orphan");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert")).toContainText("posts_author_id_users_id_fk");
  expect(await project.sql("SELECT 1 FROM posts")).toEqual([]);
  await grid.edit(1, "author_id", "2");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("region", { name: "Staged edits" })).toHaveCount(0);
  await grid.expectCell(1, "title", "Orphan");
  expect(await project.sql("SELECT * FROM posts")).toEqual([{ id: 1, author_id: 2, title: "Orphan" }]);

  // The structure says the same.
  await page.getByRole("link", { name: "Structure" }).first().click();
  await page.getByRole("complementary", { name: "Tables and views" }).getByRole("link", { name: "posts" }).click();
  await page.getByRole("tab", { name: /^Foreign keys/ }).click();
  await expect(page.getByRole("tabpanel")).toContainText("posts_author_id_users_id_fk");
  await expect(page.getByRole("tabpanel")).toContainText(/cascade/i);
});
