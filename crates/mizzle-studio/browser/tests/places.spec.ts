// Where somebody is, and the way back there: tabs, the list at the side, rows far down.
import { expect, Grid, test } from "../harness";

test("a tab leads back to where its view was left, and rows and structure are of one table", async ({ page, project }) => {
  project.schema("");
  await project.sql("CREATE TABLE notes (id int PRIMARY KEY, body text); CREATE TABLE beside (id int PRIMARY KEY); INSERT INTO notes VALUES (1, 'one'), (2, 'two')");
  const filter = `f=${encodeURIComponent('["id","equals","2"]')}`;
  await page.goto(`${await project.studio()}/#/data/public/notes?${filter}`);
  const views = page.getByRole("navigation", { name: "Views" });
  const grid = new Grid(page, "notes");
  await grid.expectColumn("body", ["two"]);
  await grid.edit(1, "body", "deux");
  await views.getByRole("link", { name: "Migrations" }).click();
  await expect(page.getByText("There are no migrations yet")).toBeVisible();
  await views.getByRole("link", { name: "Data" }).click();
  await grid.expectColumn("body", ["deux"]);
  await expect(page.getByRole("region", { name: "Staged edits" })).toContainText("1 row changed in notes");

  await views.getByRole("link", { name: "Structure" }).click();
  await expect(page.getByRole("heading", { name: "notes" })).toBeVisible();
  await page.getByRole("link", { name: "beside" }).click();
  await expect(page.getByRole("heading", { name: "beside" })).toBeVisible();
  await views.getByRole("link", { name: "Data" }).click();
  await expect(new Grid(page, "beside").root).toBeVisible();
  await expect(page.getByRole("region", { name: "Staged edits" })).toContainText("1 row changed in notes");

  // The tab that is open leads to its beginning.
  await views.getByRole("link", { name: "Data" }).click();
  await expect(page.getByText("No table is open")).toBeVisible();
});

test("a table far down the list is seen there, and its millionth row has a number that can be read", async ({ page, project }) => {
  project.schema("");
  const many = Array.from({ length: 60 }, (_, at) => `CREATE TABLE t${String(at).padStart(2, "0")} (id int PRIMARY KEY)`).join(";");
  await project.sql(`${many}; CREATE TABLE z (id int PRIMARY KEY); INSERT INTO z SELECT generate_series(1, 1000300)`);
  await page.goto(`${await project.studio()}/#/data/public/z`);
  const grid = new Grid(page, "z");
  await grid.expectCell(1, "id", "1");
  await expect(page.getByRole("complementary").getByRole("link", { name: /^z/ })).toBeInViewport();
  // The keyboard begins at the top all the same.
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("navigation", { name: "Desired, recorded, actual" }).locator(":focus")).toHaveCount(1);

  await page.getByRole("button", { name: "1 – 200", exact: true }).click();
  await page.keyboard.type("1,000,050");
  await page.keyboard.press("Enter");
  await grid.expectCell(1_000_001, "id", "1000001");
  const number = grid.row(1_000_001).getByRole("rowheader");
  expect(await number.evaluate((it) => it.scrollWidth <= it.clientWidth), "the whole number is seen").toBe(true);
});

test("an empty database says what fills it", async ({ page, project }) => {
  project.schema("");
  await page.goto(await project.studio());
  await expect(page.getByText("There are no tables yet")).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Migrations" }).click();
  await expect(page.getByText("There are no migrations yet")).toBeVisible();
});
