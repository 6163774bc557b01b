// Filter, sort, follow keys both ways; the address opens the same view again.
import { expect, Grid, test } from "../harness";

const SHOP = `
  CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL, city text);
  CREATE TABLE orders (id int PRIMARY KEY, customer_id int NOT NULL REFERENCES customers, total numeric(10,2), paid boolean);
  INSERT INTO customers VALUES (1, 'Ada', 'London'), (2, 'Grace', 'New York'), (3, 'Alan', 'London'), (4, 'Edsger', NULL);
  INSERT INTO orders SELECT i, 1 + i % 3, i * 10.5, i % 2 = 0 FROM generate_series(1, 9) i;
`;

test("filters and sorts, and the address opens it again", async ({ page, project }) => {
  project.schema("");
  await project.sql(SHOP);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "customers");
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  const form = page.getByRole("form", { name: "Filter" });
  await form.getByRole("combobox", { name: "Column" }).selectOption("city");
  await form.getByRole("combobox", { name: "Question" }).selectOption("equals");
  await form.getByRole("textbox", { name: "Value" }).fill("London");
  await form.getByRole("button", { name: "Apply" }).click();
  await grid.expectColumn("name", ["Ada", "Alan"]);
  await grid.head("name").click();
  await expect(grid.head("name")).toHaveAttribute("aria-sort", "ascending");
  await grid.head("name").click();
  await expect(grid.head("name")).toHaveAttribute("aria-sort", "descending");
  await grid.expectColumn("name", ["Alan", "Ada"]);
  await expect(page.getByText("2 rows", { exact: true })).toBeVisible();

  await page.reload();
  await grid.expectColumn("name", ["Alan", "Ada"]);
  await expect(page.getByRole("group", { name: "Filters and order" })).toContainText("city is London");
  const other = await page.context().newPage();
  await other.goto(page.url());
  await new Grid(other, "customers").expectColumn("name", ["Alan", "Ada"]);
  await other.close();

  await page.goBack();
  await grid.expectColumn("name", ["Ada", "Alan"]);
  await page.getByRole("button", { name: "Take away: city is London" }).click();
  await grid.expectColumn("name", ["Ada", "Alan", "Edsger", "Grace"]);
  // Where a value is NULL, so is the question.
  await (await grid.menu(3, "city")).getByRole("menuitem", { name: "Only rows with this value" }).click();
  await grid.expectColumn("name", ["Edsger"]);
});

test("a key is followed there and back", async ({ page, project }) => {
  project.schema("");
  await project.sql(SHOP);
  await page.goto(await project.studio());
  const orders = await Grid.open(page, "orders");
  await (await orders.cell(2, "customer_id")).hover();
  await (await orders.cell(2, "customer_id")).getByRole("link", { name: "Go to customers" }).click();
  const customers = new Grid(page, "customers");
  await customers.expectColumn("name", ["Alan"]);
  // Back along the key, by keyboard.
  await customers.root.focus();
  await page.keyboard.press("Shift+F10");
  await page.getByRole("menu", { name: "Cell" }).getByRole("menuitem", { name: "Rows of orders by customer_id" }).click();
  await orders.expectColumn("id", ["2", "5", "8"]);
  await orders.root.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Alt+Enter");
  await customers.expectColumn("name", ["Alan"]);
  await page.goBack();
  await orders.expectColumn("id", ["2", "5", "8"]);
  await page.goBack();
  await page.goBack();
  await expect(orders.root.getByRole("rowheader")).toHaveCount(9);
});

test("columns are pinned, resized and kept in the address", async ({ page, project }) => {
  project.schema("");
  await project.sql(SHOP);
  await page.goto(await project.studio());
  const grid = await Grid.open(page, "customers");
  await grid.head("city").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Pin to the left" }).click();
  await expect(grid.head("city")).toHaveAttribute("aria-colindex", "1");
  const before = await grid.head("name").boundingBox();
  await grid.head("name").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Wider" }).click();
  await expect.poll(async () => (await grid.head("name").boundingBox())?.width).toBe((before?.width ?? 0) + 80);
  await page.reload();
  await expect(grid.head("city")).toHaveAttribute("aria-colindex", "1");
  expect((await grid.head("name").boundingBox())?.width).toBe((before?.width ?? 0) + 80);
});
